import Backprop

/// A criterion of Torch7 as it is made here, and how its targets are given to it.
struct Torch7Criterion {
  let criterion: Criterion<Double>
  /// A vector is a batch of one.
  var vectorIsRow = false
  /// The target here. Class indices count from 0 in the golden vectors, too.
  var target: (JSON) throws -> Tensor<Double> = torch7Target
}

/// A target as it is: a tensor, or the class of a single sample.
func torch7Target(_ json: JSON) throws -> Tensor<Double> {
  if let number = json.number { return Tensor([number]) }
  guard let tensor = json.tensor else { throw FixtureError("\(json) is not a target") }
  return tensor
}

/// How the criterions of Torch7 are made here for an input of a shape, `[batch, ...]`: one entry a
/// class. An entry returns nil for a form that has no counterpart.
let torch7Criterions: [String: @Sendable (Torch7Description, Shape) throws -> Torch7Criterion?] = [
  "nn.AbsCriterion": { description, _ in
    Torch7Criterion(criterion: L1Criterion(reduction: description.reduction))
  },
  "nn.BCECriterion": { description, _ in
    Torch7Criterion(
      criterion: BCECriterion(
        weights: description.tensor(0), epsilon: 1e-12, reduction: description.reduction))
  },
  "nn.ClassNLLCriterion": { description, input in
    let ignored = description.options["ignoreIndex"]?.number
    var weights = description.tensor(0)
    // An index to ignore is a row without any target here. Without class weights, weights of 1 make
    // `.mean` divide by the number of the rows that remain.
    if ignored != nil, weights == nil { weights = Tensor.ones(Shape(input[1])) }
    return Torch7Criterion(
      criterion: ClassNLLCriterion(
        logProbabilities: true, weights: weights, reduction: description.reduction),
      vectorIsRow: true
    ) { json in
      let indices = try torch7Target(json)
      guard let ignored else { return indices }
      var oneHot = Tensor<Double>.zeros(input)
      for row in 0..<indices.count where indices[row] != ignored {
        oneHot[row, Int(indices[row])] = 1
      }
      return oneHot
    }
  },
  "nn.CrossEntropyCriterion": { description, _ in
    Torch7Criterion(
      criterion: CrossEntropyCriterion(
        weights: description.tensor(0), reduction: description.reduction),
      vectorIsRow: true)
  },
  "nn.DistKLDivCriterion": { description, _ in
    Torch7Criterion(criterion: KLDivergenceCriterion(reduction: description.reduction))
  },
  "nn.MSECriterion": { description, _ in
    Torch7Criterion(criterion: MSECriterion(reduction: description.reduction))
  },
  "nn.MultiMarginCriterion": { description, _ in
    Torch7Criterion(
      criterion: MultiMarginCriterion(
        power: Int(description.number(0) ?? 1), margin: description.number(2) ?? 1,
        weights: description.tensor(1), reduction: description.reduction),
      vectorIsRow: true)
  },
  "nn.SmoothL1Criterion": { description, _ in
    Torch7Criterion(criterion: SmoothL1Criterion(reduction: description.reduction))
  },
]

extension Torch7Description {
  /// Torch7 averages unless told otherwise, as `.mean` does.
  var reduction: Reduction { options["sizeAverage"]?.bool == false ? .sum : .mean }
}

/// Makes a criterion, or returns nil for a form that has no counterpart here.
func makeTorch7Criterion(
  _ description: Torch7Description, input: Shape
) throws -> Torch7Criterion? {
  guard let make = torch7Criterions[description.name] else {
    throw FixtureError("\(description.name) is not in the table")
  }
  return try make(description, input)
}
