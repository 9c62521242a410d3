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

  /// The weight decay where none is given, as PyTorch's.
  var defaultWeightDecay: Double { self == .adamw ? 0.01 : 0 }

  /// The momentum where none is given; only stochastic gradient descent has one.
  static let defaultMomentum = 0.9

  func optimizer<Scalar>(
    _ parameters: [Parameter<Scalar>], _ settings: TrainingSettings
  ) -> Optimizer<Scalar> {
    let rate = Scalar(settings.learningRate)
    let decay = Scalar(settings.weightDecay)
    return switch self {
    case .sgd:
      SGD(
        parameters, learningRate: rate, momentum: Scalar(settings.momentum), weightDecay: decay)
    case .adam: Adam(parameters, learningRate: rate, weightDecay: decay)
    case .adamw: AdamW(parameters, learningRate: rate, weightDecay: decay)
    }
  }
}
