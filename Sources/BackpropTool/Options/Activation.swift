import ArgumentParser
import Backprop

/// The function between two layers.
enum Activation: String, CaseIterable, ExpressibleByArgument {
  case relu
  case leakyReLU = "leaky-relu"
  case tanh
  case sigmoid

  /// A module that computes it.
  func module<Scalar>() -> Module<Scalar> {
    switch self {
    case .relu: ReLU()
    case .leakyReLU: LeakyReLU()
    case .tanh: Tanh()
    case .sigmoid: Sigmoid()
    }
  }

  /// Initial weights that keep the variance of the signals through a layer and this function.
  var weights: Initializer {
    switch self {
    case .relu: .kaimingNormal()
    case .leakyReLU: .kaimingNormal(slope: 0.03)
    case .tanh, .sigmoid: .xavierNormal()
    }
  }
}
