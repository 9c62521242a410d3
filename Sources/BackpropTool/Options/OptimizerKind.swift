import ArgumentParser
import Backprop

/// The rule that changes the parameters.
enum OptimizerKind: String, CaseIterable, ExpressibleByArgument {
  case sgd
  case adam
  case adamw

  /// The learning rate where none is given.
  var defaultLearningRate: Double {
    switch self {
    case .sgd: 0.05
    case .adam, .adamw: 0.001
    }
  }

  /// The momentum where none is given; only stochastic gradient descent has one.
  static let defaultMomentum = 0.9

  func optimizer<Scalar>(
    _ parameters: [Parameter<Scalar>], learningRate: Double, momentum: Double
  ) -> Optimizer<Scalar> {
    let rate = Scalar(learningRate)
    return switch self {
    case .sgd: SGD(parameters, learningRate: rate, momentum: Scalar(momentum))
    case .adam: Adam(parameters, learningRate: rate)
    case .adamw: AdamW(parameters, learningRate: rate)
    }
  }
}
