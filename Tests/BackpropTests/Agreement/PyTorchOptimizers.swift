import Backprop

/// Makes the optimizer that `torch.optim` has under a name, with the settings that it was given.
/// Whatever is absent has our default, which is PyTorch's.
func makePyTorchOptimizer(
  _ method: String, _ parameters: [Parameter<Double>], _ config: [String: JSON],
  groups: [ParameterGroup<Double>]
) throws -> Optimizer<Double> {
  guard let make = pyTorchOptimizers[method] else {
    throw FixtureError("\(method) is not in the table")
  }
  let settings = PyTorchSettings(values: config)
  let optimizer = make(parameters, settings, groups)
  if let rate = settings.number("lr"), !(optimizer is Rprop<Double>) {
    optimizer.learningRate = rate
  }
  return optimizer
}

private struct PyTorchSettings {
  let values: [String: JSON]

  func number(_ key: String) -> Double? { values[key]?.number }
  func flag(_ key: String) -> Bool { values[key]?.bool ?? false }
  func pair(_ key: String) -> (Double, Double)? {
    guard let pair = values[key]?.array?.compactMap(\.number), pair.count == 2 else { return nil }
    return (pair[0], pair[1])
  }
}

private typealias MakePyTorchOptimizer =
  @Sendable ([Parameter<Double>], PyTorchSettings, [ParameterGroup<Double>]) -> Optimizer<Double>

/// Optimizers are made with our defaults, then changed, so that the defaults are tested.
private let pyTorchOptimizers: [String: MakePyTorchOptimizer] = [
  "SGD": { parameters, config, groups in
    SGD(
      parameters, learningRate: 1, momentum: config.number("momentum") ?? 0,
      dampening: config.number("dampening") ?? 0, weightDecay: config.number("weight_decay") ?? 0,
      nesterov: config.flag("nesterov"), groups: groups)
  },
  "ASGD": { parameters, config, groups in
    let asgd = ASGD(parameters, groups: groups)
    asgd.lambda = config.number("lambd") ?? asgd.lambda
    asgd.alpha = config.number("alpha") ?? asgd.alpha
    asgd.averagingStart = config.number("t0") ?? asgd.averagingStart
    asgd.weightDecay = config.number("weight_decay") ?? asgd.weightDecay
    return asgd
  },
  "Adagrad": { parameters, config, groups in
    let adagrad = Adagrad(
      parameters, initialSum: config.number("initial_accumulator_value") ?? 0, groups: groups)
    adagrad.learningRateDecay = config.number("lr_decay") ?? adagrad.learningRateDecay
    adagrad.epsilon = config.number("eps") ?? adagrad.epsilon
    adagrad.weightDecay = config.number("weight_decay") ?? adagrad.weightDecay
    return adagrad
  },
  "Adadelta": { parameters, config, groups in
    let adadelta = Adadelta(parameters, groups: groups)
    adadelta.rho = config.number("rho") ?? adadelta.rho
    adadelta.epsilon = config.number("eps") ?? adadelta.epsilon
    adadelta.weightDecay = config.number("weight_decay") ?? adadelta.weightDecay
    return adadelta
  },
  "RMSprop": { parameters, config, groups in
    let rmsprop = RMSprop(parameters, centered: config.flag("centered"), groups: groups)
    rmsprop.alpha = config.number("alpha") ?? rmsprop.alpha
    rmsprop.epsilon = config.number("eps") ?? rmsprop.epsilon
    rmsprop.weightDecay = config.number("weight_decay") ?? rmsprop.weightDecay
    rmsprop.momentum = config.number("momentum") ?? rmsprop.momentum
    return rmsprop
  },
  "Rprop": { parameters, config, groups in
    guard let rate = config.number("lr"), let etas = config.pair("etas"),
      let sizes = config.pair("step_sizes")
    else { return Rprop(parameters, groups: groups) }
    return Rprop(
      parameters, learningRate: rate, etaMinus: etas.0, etaPlus: etas.1, minimumSize: sizes.0,
      maximumSize: sizes.1, groups: groups)
  },
  "Adam": { parameters, config, groups in
    let adam = Adam(parameters, amsgrad: config.flag("amsgrad"), groups: groups)
    (adam.beta1, adam.beta2) = config.pair("betas") ?? (adam.beta1, adam.beta2)
    adam.epsilon = config.number("eps") ?? adam.epsilon
    adam.weightDecay = config.number("weight_decay") ?? adam.weightDecay
    return adam
  },
  "AdamW": { parameters, config, groups in
    let adam = AdamW(parameters, amsgrad: config.flag("amsgrad"), groups: groups)
    adam.weightDecay = config.number("weight_decay") ?? adam.weightDecay
    return adam
  },
  "Adamax": { parameters, config, groups in
    let adamax = Adamax(parameters, groups: groups)
    (adamax.beta1, adamax.beta2) = config.pair("betas") ?? (adamax.beta1, adamax.beta2)
    adamax.epsilon = config.number("eps") ?? adamax.epsilon
    adamax.weightDecay = config.number("weight_decay") ?? adamax.weightDecay
    return adamax
  },
  "NAdam": { parameters, config, groups in
    let nadam = NAdam(
      parameters, decoupledWeightDecay: config.flag("decoupled_weight_decay"), groups: groups)
    (nadam.beta1, nadam.beta2) = config.pair("betas") ?? (nadam.beta1, nadam.beta2)
    nadam.momentumDecay = config.number("momentum_decay") ?? nadam.momentumDecay
    nadam.weightDecay = config.number("weight_decay") ?? nadam.weightDecay
    return nadam
  },
  "RAdam": { parameters, config, groups in
    let radam = RAdam(
      parameters, decoupledWeightDecay: config.flag("decoupled_weight_decay"), groups: groups)
    (radam.beta1, radam.beta2) = config.pair("betas") ?? (radam.beta1, radam.beta2)
    radam.epsilon = config.number("eps") ?? radam.epsilon
    radam.weightDecay = config.number("weight_decay") ?? radam.weightDecay
    return radam
  },
  "Lion": { parameters, config, groups in
    let lion = Lion(parameters, groups: groups)
    (lion.beta1, lion.beta2) = config.pair("betas") ?? (lion.beta1, lion.beta2)
    lion.weightDecay = config.number("weight_decay") ?? lion.weightDecay
    return lion
  },
]
