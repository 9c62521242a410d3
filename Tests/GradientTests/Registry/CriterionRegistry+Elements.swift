import Backprop
import LinearAlgebra

// Criterions that sum over the elements, and margins.

extension CriterionRegistry {
  private static func elementDivisor(
    _ reduction: Reduction
  ) -> (Tensor<Double>, Shape) -> Double {
    { _, shape in
      switch reduction {
      case .batchMean: Double(shape[0])
      case .mean: Double(shape.count)
      case .sum: 1
      }
    }
  }

  static var regression: [CriterionEntry] {
    Reduction.allCases.flatMap { reduction -> [CriterionEntry] in
      func entry(
        _ className: String, _ variant: String, _ double: @escaping () -> Criterion<Double>,
        _ float: @escaping () -> Criterion<Float>
      ) -> CriterionEntry {
        CriterionEntry(
          className, "\(variant)\(reduction)", .numbers, .numbers, { _ in double() },
          { _ in float() }
        ).with {
          $0.shapes += [[4], [2, 3, 2]]
          $0.divisor = elementDivisor(reduction)
        }
      }
      return [
        entry(
          "L1Criterion", "", { L1Criterion(reduction: reduction) },
          { L1Criterion(reduction: reduction) }),
        entry(
          "HuberCriterion", "delta 0.7, ", { HuberCriterion(delta: 0.7, reduction: reduction) },
          { HuberCriterion(delta: 0.7, reduction: reduction) }),
        entry(
          "SmoothL1Criterion", "beta 0.7, ",
          { SmoothL1Criterion(beta: 0.7, reduction: reduction) },
          { SmoothL1Criterion(beta: 0.7, reduction: reduction) }),
      ]
    }
  }

  static var binary: [CriterionEntry] {
    Reduction.allCases.flatMap { reduction in
      [false, true].flatMap { weighted -> [CriterionEntry] in
        func probabilities<Scalar>(_ shape: Shape) -> Criterion<Scalar> {
          BCECriterion(weights: weighted ? weights(shape) : nil, reduction: reduction)
        }
        func logits<Scalar>(_ shape: Shape) -> Criterion<Scalar> {
          BCEWithLogitsCriterion(
            weights: weighted ? weights(shape) : nil,
            positiveWeights: weighted ? weights(shape) * 2 : nil, reduction: reduction)
        }
        let variant = "\(weighted ? "weights, " : "")\(reduction)"
        return [
          CriterionEntry(
            "BCECriterion", variant, .probabilities, .soft, probabilities, probabilities
          )
          .with {
            // A single probability is 1, the border of what has a loss.
            $0.shapes = [[1, 4], [5, 4], [3, 7], [67, 3], [2, 17]]
            // Where there is no loss, so that the differences stay off it.
            $0.kinks = { _, _ in
              [
                GradientKink(in: -Double.infinity...0, "no probability") { _, _, _ in .nan },
                GradientKink(in: 1...Double.infinity, "no probability") { _, _, _ in .nan },
              ]
            }
            $0.divisor = elementDivisor(reduction)
          },
          CriterionEntry("BCEWithLogitsCriterion", variant, .numbers, .soft, logits, logits).with {
            $0.divisor = elementDivisor(reduction)
          },
          CriterionEntry(
            "BCEWithLogitsCriterion", "one-hot, " + variant, .numbers, .oneHot, logits, logits
          ).with { $0.divisor = elementDivisor(reduction) },
        ]
      }
    }
  }

  static var divergence: [CriterionEntry] {
    Reduction.allCases.map { reduction in
      CriterionEntry(
        "KLDivergenceCriterion", "\(reduction)", .logProbabilities, .soft,
        { _ in KLDivergenceCriterion(reduction: reduction) },
        { _ in KLDivergenceCriterion(reduction: reduction) }
      ).with { $0.divisor = elementDivisor(reduction) }
    }
  }

  static var margins: [CriterionEntry] {
    Reduction.allCases.flatMap { reduction in
      [1, 2].flatMap { power in
        [false, true].map { weighted in
          func make<Scalar>(_ shape: Shape) -> Criterion<Scalar> {
            MultiMarginCriterion(
              power: power, margin: 0.7, weights: weighted ? weights(shape) : nil,
              reduction: reduction)
          }
          return CriterionEntry(
            "MultiMarginCriterion",
            "power \(power), \(weighted ? "weights, " : "")\(reduction)", .numbers, .indices,
            make, make
          ).with {
            $0.takesOneHot = false
            // A single class has nothing to be compared with.
            $0.shapes = [[1, 4], [5, 4], [3, 7], [67, 3], [2, 17]]
            $0.divisor = { _, shape in reduction == .sum ? 1 : Double(shape[0]) }
          }
        }
      }
    }
  }
}
