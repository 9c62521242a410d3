import Backprop
import XCTest

/// A line of `pytorch/criterions.jsonl`.
private struct CriterionCase: Decodable {
  struct Config: Decodable {
    enum Kind: String, Decodable { case indices, soft }

    let weights: TensorRecord?
    let reduction: String
    let labelSmoothing: Double?
    let target: Kind
  }

  let criterion: String
  let config: Config
  let input: TensorRecord
  let target: TensorRecord
  let output: Double
  let gradInput: TensorRecord
}

/// The criterions of classification compute what PyTorch's do in float64.
///
/// One difference is mapped: PyTorch's mean over soft targets divides by the batch size, also with
/// class weights, while `.mean` divides by the sum of the weights of the targets, as both do for
/// class indices. PyTorch's is `.batchMean` here.
final class PyTorchCriterionTests: XCTestCase {
  private let bound = 1e-12

  func testEveryCase() throws {
    let tally = Tally(.tensor)
    for (index, golden) in try cases().enumerated() {
      tally.begin(golden.criterion, "line \(index + 2), \(golden.criterion) \(golden.config)")
      let criterion = try makeCriterion(golden)
      let (input, target) = (golden.input.tensor, golden.target.tensor)
      tally.check("output", [criterion.forward(input, target)], [golden.output], within: bound)
      tally.check(
        "gradInput", criterion.backward(input, target), golden.gradInput.tensor, within: bound)
    }
    XCTAssertEqual(tally.counts, ["CrossEntropyLoss": 192, "NLLLoss": 32])
    tally.report("PyTorch")
  }

  /// Where `.mean` differs from PyTorch's mean, it does so by this factor.
  func testMeanOfWeightedSoftTargets() throws {
    var count = 0
    for golden in try cases() where golden.config.target == .soft {
      guard let weights = golden.config.weights?.tensor, golden.config.reduction == "mean" else {
        continue
      }
      count += 1
      let criterion = try CrossEntropyCriterion(
        weights: weights, labelSmoothing: XCTUnwrap(golden.config.labelSmoothing))
      let (input, target) = (golden.input.tensor, golden.target.tensor)
      let factor = Double(input.shape[0]) / (target * weights).sum()
      let loss = criterion.forward(input, target)
      XCTAssertEqual(loss, factor * golden.output, accuracy: bound * max(1, abs(loss)))
    }
    XCTAssertEqual(count, 24)
  }

  /// Class indices and one-hot targets are the same to every reduction.
  func testIndicesAreOneHotTargets() throws {
    for golden in try cases() where golden.config.target == .indices {
      let (input, indices) = (golden.input.tensor, golden.target.tensor)
      var oneHot = Tensor<Double>.zeros(input.shape)
      for row in 0..<indices.count { oneHot[row, Int(indices[row])] = 1 }
      for reduction in Reduction.allCases {
        let weights = golden.config.weights?.tensor
        let criterion =
          golden.criterion == "NLLLoss"
          ? ClassNLLCriterion(logProbabilities: true, weights: weights, reduction: reduction)
          : CrossEntropyCriterion(
            weights: weights, labelSmoothing: golden.config.labelSmoothing ?? 0,
            reduction: reduction)
        let loss = criterion.forward(input, indices)
        let gradInput = criterion.backward(input, indices)
        XCTAssertEqual(
          criterion.forward(input, oneHot), loss, accuracy: bound * max(1, abs(loss)))
        let difference = abs(criterion.backward(input, oneHot) - gradInput).max()
        XCTAssertLessThanOrEqual(difference, bound, "\(golden.config), \(reduction)")
      }
    }
  }

  private func cases() throws -> [CriterionCase] {
    try Fixtures.jsonLines("pytorch/criterions.jsonl", skipping: 1, as: CriterionCase.self)
  }

  private func makeCriterion(_ golden: CriterionCase) throws -> Criterion<Double> {
    let config = golden.config
    let mean: Reduction = config.target == .soft ? .batchMean : .mean
    let reduction: Reduction = config.reduction == "sum" ? .sum : mean
    switch golden.criterion {
    case "CrossEntropyLoss":
      return try CrossEntropyCriterion(
        weights: config.weights?.tensor, labelSmoothing: XCTUnwrap(config.labelSmoothing),
        reduction: reduction)
    case "NLLLoss":
      return ClassNLLCriterion(
        logProbabilities: true, weights: config.weights?.tensor, reduction: reduction)
    default:
      throw FixtureError("the unknown criterion \(golden.criterion)")
    }
  }
}
