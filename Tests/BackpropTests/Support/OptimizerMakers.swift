import Backprop

/// Every optimizer with every option that changes its steps.
enum OptimizerMakers {
  typealias Maker<Scalar: BLASScalar> = ([Parameter<Scalar>]) -> Optimizer<Scalar>

  static func all<Scalar: BLASScalar>(_ type: Scalar.Type) -> [Maker<Scalar>] {
    withoutGroups(type) + withGroups(type)
  }

  /// For two parameters at least.
  static func withGroups<Scalar: BLASScalar>(_ type: Scalar.Type) -> [Maker<Scalar>] {
    [
      {
        SGD(
          $0, learningRate: 0.1, momentum: 0.9, nesterov: true,
          groups: [ParameterGroup([$0[1], $0[0]], learningRateMultiplier: 0.5, weightDecay: 0.1)])
      },
      {
        AdamW(
          $0, learningRate: 0.01, weightDecay: 0.1,
          groups: [ParameterGroup([$0[1]], weightDecay: 0)])
      },
    ]
  }

  static func withoutGroups<Scalar: BLASScalar>(_ type: Scalar.Type) -> [Maker<Scalar>] {
    [
      { SGD($0, learningRate: 0.1) },
      { SGD($0, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1) },
      { Adam($0, learningRate: 0.01) },
      { Adam($0, learningRate: 0.01, epsilonPlacement: .beforeCorrection, learningRateDecay: 0.1) },
      { AdamW($0, learningRate: 0.01, weightDecay: 0.1) },
    ]
  }
}
