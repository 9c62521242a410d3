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
      { Adam($0, learningRate: 0.01, weightDecay: 0.1, amsgrad: true) },
      { ASGD($0, learningRate: 0.1, lambda: 0.01, averagingStart: 3, weightDecay: 0.1) },
      { Adagrad($0, learningRate: 0.1, learningRateDecay: 0.1, initialSum: 0.1) },
      { Adadelta($0, weightDecay: 0.1) },
      { RMSprop($0, learningRate: 0.01, initialMeanSquare: 0.1) },
      { RMSprop($0, learningRate: 0.01, momentum: 0.9) },
      { RMSprop($0, learningRate: 0.01, epsilon: 0.01, centered: true) },
      { RMSprop($0, learningRate: 0.01, epsilon: 0.01, momentum: 0.5, centered: true) },
      { Rprop($0, learningRate: 0.01) },
      { Adamax($0, weightDecay: 0.1) },
      { NAdam($0, learningRate: 0.01) },
      { NAdam($0, learningRate: 0.01, weightDecay: 0.1, decoupledWeightDecay: true) },
      { RAdam($0, learningRate: 0.01) },
      { RAdam($0, learningRate: 0.01, weightDecay: 0.1, decoupledWeightDecay: true) },
      { Lion($0, learningRate: 0.01, weightDecay: 0.1) },
    ]
  }
}
