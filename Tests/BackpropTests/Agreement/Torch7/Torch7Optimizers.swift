import Backprop

/// The settings of an optimizer of Torch7; what is absent has Torch7's default.
struct Torch7Config {
  let values: [String: JSON]

  func number(_ key: String) -> Double? { values[key]?.number }
  func flag(_ key: String) -> Bool { values[key]?.bool ?? false }
}

/// How the optimizers of Torch7 are made here: one entry a method of `optim`, with its defaults.
let torch7Optimizers:
  [String: @Sendable ([Parameter<Double>], Torch7Config) throws -> Optimizer<Double>?] = [
    "adadelta": { parameters, config in
      Adadelta(
        parameters, rho: config.number("rho") ?? 0.9, epsilon: config.number("eps") ?? 1e-6,
        weightDecay: config.number("weightDecay") ?? 0)
    },
    "adagrad": { parameters, config in
      Adagrad(
        parameters, learningRate: config.number("learningRate") ?? 1e-3,
        learningRateDecay: config.number("learningRateDecay") ?? 0,
        weightDecay: config.number("weightDecay") ?? 0)
    },
    "adam": { parameters, config in
      Adam(
        parameters, learningRate: config.number("learningRate") ?? 1e-3,
        beta1: config.number("beta1") ?? 0.9, beta2: config.number("beta2") ?? 0.999,
        epsilon: config.number("epsilon") ?? 1e-8,
        weightDecay: config.number("weightDecay") ?? 0, epsilonPlacement: .beforeCorrection,
        learningRateDecay: config.number("learningRateDecay") ?? 0)
    },
    "adamax": { parameters, config in
      Adamax(
        parameters, learningRate: config.number("learningRate") ?? 2e-3,
        beta1: config.number("beta1") ?? 0.9, beta2: config.number("beta2") ?? 0.999,
        epsilon: config.number("epsilon") ?? 1e-38, weightDecay: config.number("weightDecay") ?? 0)
    },
    "asgd": { parameters, config in
      ASGD(
        parameters, learningRate: config.number("eta0") ?? 1e-4,
        lambda: config.number("lambda") ?? 1e-4, alpha: config.number("alpha") ?? 0.75,
        averagingStart: config.number("t0") ?? 1e6)
    },
    "nag": { parameters, config in
      // The same at the point that nag looks ahead to, if the rate stays: see `pointOfNAG`.
      guard config.number("learningRateDecay") == nil else { return nil }
      return SGD(
        parameters, learningRate: config.number("learningRate") ?? 1e-3,
        momentum: config.number("momentum") ?? 0.9,
        weightDecay: config.number("weightDecay") ?? 0, nesterov: true)
    },
    "rmsprop": { parameters, config in
      RMSprop(
        parameters, learningRate: config.number("learningRate") ?? 1e-2,
        alpha: config.number("alpha") ?? 0.99, epsilon: config.number("epsilon") ?? 1e-8,
        weightDecay: config.number("weightDecay") ?? 0,
        initialMeanSquare: config.number("initialMean") ?? 0)
    },
    "rprop": { parameters, config in
      Rprop(
        parameters, learningRate: config.number("stepsize") ?? 0.1,
        etaMinus: config.number("etaminus") ?? 0.5, etaPlus: config.number("etaplus") ?? 1.2,
        minimumSize: config.number("stepsizemin") ?? 1e-6,
        maximumSize: config.number("stepsizemax") ?? 50)
    },
    "sgd": { parameters, config in
      let momentum = config.number("momentum") ?? 0
      return SGD(
        parameters, learningRate: config.number("learningRate") ?? 1e-3, momentum: momentum,
        // Torch7's default makes the velocity a running mean of the gradients instead of a sum.
        dampening: config.number("dampening") ?? momentum,
        weightDecay: config.number("weightDecay") ?? 0, nesterov: config.flag("nesterov"),
        learningRateDecay: config.number("learningRateDecay") ?? 0)
    },
  ]

/// Makes an optimizer, or returns nil for a form that has no counterpart here.
func makeTorch7Optimizer(
  _ method: String, _ parameters: [Parameter<Double>], _ config: [String: JSON]
) throws -> Optimizer<Double>? {
  guard let make = torch7Optimizers[method] else {
    throw FixtureError("\(method) is not in the table")
  }
  return try make(parameters, Torch7Config(values: config))
}

/// Where Torch7's `optim.nag` stands when SGD with Nesterov's momentum stands where it looks ahead to:
/// y + momentum rate velocity.
func pointOfNAG(_ optimizer: Optimizer<Double>) -> Tensor<Double> {
  guard let sgd = optimizer as? SGD<Double>, let velocity = sgd.state().tensors["velocity"] else {
    return optimizer.vector.values
  }
  return sgd.vector.values + velocity * (sgd.momentum * sgd.learningRate)
}

/// A function to minimise, with its gradient.
enum Torch7Objective {
  /// The sum over i of 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2.
  case rosenbrock
  /// x'Ax/2 - b'x, A symmetric.
  case quadratic(a: Tensor<Double>, b: Tensor<Double>)

  func value(_ x: Tensor<Double>) -> Double {
    switch self {
    case .rosenbrock:
      return (0..<(x.count - 1)).reduce(0) { sum, i in
        let (rise, rest) = (x[i + 1] - x[i] * x[i], 1 - x[i])
        return sum + 100 * rise * rise + rest * rest
      }
    case .quadratic(let a, let b):
      return (x * (matvec(a, x) * 0.5 - b)).sum()
    }
  }

  func gradient(_ x: Tensor<Double>) -> Tensor<Double> {
    switch self {
    case .rosenbrock:
      var gradient = Tensor<Double>.zeros(x.shape)
      for i in 0..<(x.count - 1) {
        let rise = x[i + 1] - x[i] * x[i]
        gradient[i] += -400 * x[i] * rise - 2 * (1 - x[i])
        gradient[i + 1] += 200 * rise
      }
      return gradient
    case .quadratic(let a, let b):
      return matvec(a, x) - b
    }
  }
}
