/// Stochastic gradient descent, with momentum, Nesterov's momentum and weight decay.
///
/// ```
/// g = grad + weightDecay p
/// v = g in the first step, then momentum v + (1 - dampening) g
/// d = g without momentum, v with it, g + momentum v with nesterov
/// p = p - learningRate d
/// ```
///
/// This is PyTorch's `torch.optim.SGD`, and Torch7's `optim.sgd`, but that Torch7's dampening is by
/// default the momentum. `learningRateDecay` is Torch7's: the rate is divided by
/// 1 + learningRateDecay (step - 1).
///
/// By default there is no momentum, dampening and weight decay, as in PyTorch; the learning rate has no
/// default.
///
/// State: one number a parameter with momentum, none without.
///
/// Papers: Robbins and Monro, 1951; Polyak, 1964; Sutskever, Martens, Dahl, Hinton, *On the importance
/// of initialization and momentum in deep learning*, 2013.
///
/// ```swift
/// let optimizer = SGD(net.getParameters(), learningRate: 0.1, momentum: 0.9, nesterov: true)
/// ```
public final class SGD<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// How much of the velocity is kept from step to step.
  @exclusivity(unchecked) public var momentum: Scalar
  /// How much of a gradient is kept out of the velocity.
  @exclusivity(unchecked) public var dampening: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  /// Whether the step looks ahead along the velocity.
  public let nesterov: Bool
  /// How fast the learning rate falls (Torch7).
  @exclusivity(unchecked) public var learningRateDecay: Scalar
  @exclusivity(unchecked) private var velocity = Tensor<Scalar>()

  /// Makes an optimizer. Nesterov's momentum needs a momentum above 0 and no dampening.
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar, momentum: Scalar = 0,
    dampening: Scalar = 0, weightDecay: Scalar = 0, nesterov: Bool = false,
    learningRateDecay: Scalar = 0, groups: [ParameterGroup<Scalar>] = []
  ) {
    if !(momentum >= 0) { fatalError("SGD: momentum \(momentum) is not at least 0") }
    if !(weightDecay >= 0) { fatalError("SGD: weight decay \(weightDecay) is not at least 0") }
    if nesterov && !(momentum > 0 && dampening == 0) {
      fatalError("SGD: nesterov needs a momentum above 0 (it is \(momentum)) and no dampening")
    }
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.nesterov = nesterov
    self.learningRateDecay = learningRateDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let isFirst = velocity.isEmpty
    let velocity = momentum != 0 ? pointer(&velocity) : nil
    forEachSegment(
      rate: decayedRate(learningRateDecay), weightDecay: weightDecay
    ) { segment, rate, weightDecay in
      Scalar.sgdStep(
        segment.value, segment.grad, velocity.map { $0 + segment.offset }, rate: rate,
        momentum: momentum, dampening: dampening, weightDecay: weightDecay, nesterov: nesterov,
        isFirst: isFirst, segment.count)
    }
  }

  /// The momentum.
  public override var scheduledMomentum: Scalar? {
    get { momentum }
    set { momentum = newValue ?? momentum }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.flag("nesterov", nesterov)
    try coder.option("momentum", &momentum, in: .nonNegative)
    try coder.option("dampening", &dampening)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.option("learningRateDecay", &learningRateDecay)
    // Without momentum there is no velocity.
    try coder.vector("velocity", &velocity, isOptional: true)
  }
}
