import Backprop
import LinearAlgebra

/// Every public criterion, in all its variants.
enum CriterionRegistry {
  static var entries: [CriterionEntry] {
    squaredError + regression + binary + divergence + margins + likelihood + crossEntropy
  }

  /// Class weights, none of them 1.
  static func weights<Scalar: BLASScalar>(_ shape: Shape) -> Tensor<Scalar> {
    Tensor<Double>((0..<shape[1]).map { 0.4 + 0.3 * Double($0 * 5 % 7) }).converted()
  }

  private static var squaredError: [CriterionEntry] {
    Reduction.allCases.map { reduction in
      CriterionEntry(
        "MSECriterion", "\(reduction)", .numbers, .numbers,
        { _ in MSECriterion(reduction: reduction) }, { _ in MSECriterion(reduction: reduction) }
      ).with {
        $0.shapes += [[4], [2, 3, 2]]
        $0.divisor = { _, shape in
          switch reduction {
          case .batchMean: Double(shape[0])
          case .mean: Double(shape.count)
          case .sum: 1
          }
        }
      }
    }
  }

  /// What classification losses divide by.
  private static func divisor(
    _ reduction: Reduction, weighted: Bool
  ) -> (Tensor<Double>, Shape) -> Double {
    { target, shape in
      switch reduction {
      case .sum: return 1
      case .batchMean: return Double(shape[0])
      case .mean:
        guard weighted else { return Double(shape[0]) }
        return (distribution(target, shape) * weights(shape)).sum()
      }
    }
  }

  /// Targets as `[batch, classes]`.
  private static func distribution(_ target: Tensor<Double>, _ shape: Shape) -> Tensor<Double> {
    target.rank == 2
      ? target : CriterionEntry.oneHot(target.scalars.map { Int($0) }, shape[1])
  }

  /// All combinations of the kinds of targets, with and without weights, and reductions.
  private static func combinations(
    _ make: (CriterionEntry.Target, _ weighted: Bool, Reduction, _ variant: String) ->
      CriterionEntry
  ) -> [CriterionEntry] {
    let targets: [CriterionEntry.Target] = [.indices, .oneHot, .soft]
    return targets.flatMap { target in
      [false, true].flatMap { weighted in
        Reduction.allCases.map { reduction in
          let variant = "\(target)\(weighted ? ", weights" : ""), \(reduction)"
          return make(target, weighted, reduction, variant).with {
            $0.divisor = divisor(reduction, weighted: weighted)
          }
        }
      }
    }
  }

  private static var likelihood: [CriterionEntry] {
    let probabilities = combinations { target, weighted, reduction, variant in
      CriterionEntry(
        "ClassNLLCriterion", variant, .probabilities, target,
        { ClassNLLCriterion(weights: weighted ? weights($0) : nil, reduction: reduction) },
        { ClassNLLCriterion(weights: weighted ? weights($0) : nil, reduction: reduction) }
      ).with {
        $0.hasKinks = true
        $0.kinks = clampedZones(reduction, weighted: weighted)
      }
    }
    let logProbabilities = combinations { target, weighted, reduction, variant in
      func make<Scalar>(_ shape: Shape) -> Criterion<Scalar> {
        ClassNLLCriterion(
          logProbabilities: true, weights: weighted ? weights(shape) : nil, reduction: reduction)
      }
      return CriterionEntry(
        "ClassNLLCriterion", "log-probabilities, " + variant, .logProbabilities, target, make, make
      )
    }
    return probabilities + logProbabilities
  }

  /// Outside of [1e-15, 1 - 1e-15] the loss doesn't change with p, but the documented gradient is
  /// that of the border: -w t / p with p clamped.
  private static func clampedZones(
    _ reduction: Reduction, weighted: Bool
  ) -> (Tensor<Double>, Shape) -> [GradientKink] {
    { target, shape in
      let distribution = distribution(target, shape)
      let terms = weighted ? distribution * weights(shape) : distribution
      let divisor = divisor(reduction, weighted: weighted)(target, shape)
      func zone(_ range: ClosedRange<Double>, _ border: Double, _ text: String) -> GradientKink {
        let gradients = (terms / (-border * divisor)).scalars
        return GradientKink(in: range, text) { _, _, index in gradients[index] }
      }
      let low = 1e-15
      let high = 1 - 1e-15
      return [
        zone(-Double.infinity...low, low, "p <= 1e-15: dp = -t / (batch 1e-15)"),
        zone(high...Double.infinity, high, "p >= 1 - 1e-15: dp = -t / (batch (1 - 1e-15))"),
      ]
    }
  }

  private static var crossEntropy: [CriterionEntry] {
    [0, 0.1, 1].flatMap { smoothing in
      combinations { target, weighted, reduction, variant in
        func make<Scalar>(_ shape: Shape) -> Criterion<Scalar> {
          CrossEntropyCriterion(
            weights: weighted ? weights(shape) : nil, labelSmoothing: Scalar(smoothing as Double),
            reduction: reduction)
        }
        return CriterionEntry(
          "CrossEntropyCriterion", variant + (smoothing > 0 ? ", smoothing \(smoothing)" : ""),
          .numbers, target, make, make)
      }
    }
  }
}
