/// Adam with Nesterov's momentum: the step looks ahead along the mean of the gradients.
///
/// ```
/// g = grad + weightDecay p         (decoupled: p = p - learningRate weightDecay p instead)
/// mu_t = beta1 (1 - 0.96^(t momentumDecay) / 2)
/// m = beta1 m + (1 - beta1) g
/// v = beta2 v + (1 - beta2) g^2
/// d = (1 - mu_t) / (1 - mu_1 ... mu_t) g + mu_(t+1) / (1 - mu_1 ... mu_(t+1)) m
/// p = p - learningRate d / (sqrt(v / (1 - beta2^t)) + epsilon),   t = step
/// ```
///
/// The defaults are PyTorch's: 0.002, 0.9, 0.999, 1e-8, momentum decay 0.004.
///
/// State: two numbers a parameter.
///
/// Paper: Dozat, *Incorporating Nesterov momentum into Adam*, 2016.
///
/// ```swift
/// let optimizer = NAdam(net.getParameters(), learningRate: 0.002)
/// ```
public final class NAdam<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// How much of the mean of the gradients is kept from step to step.
  @exclusivity(unchecked) public var beta1: Scalar
  /// How much of the mean of the squares is kept from step to step.
  @exclusivity(unchecked) public var beta2: Scalar
  /// Keeps the division from being one by zero.
  @exclusivity(unchecked) public var epsilon: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  /// How fast the momentum comes near beta1.
  @exclusivity(unchecked) public var momentumDecay: Scalar
  /// Whether weight decay acts on the parameters directly, as in `AdamW`, or through the gradients.
  public let decoupledWeightDecay: Bool
  @exclusivity(unchecked) private var mean = Tensor<Scalar>()
  @exclusivity(unchecked) private var variance = Tensor<Scalar>()
  /// mu_1 ... mu_t.
  @exclusivity(unchecked) private var momentumProduct = 1.0

  /// Makes an optimizer; both betas lie in [0, 1).
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.002, beta1: Scalar = 0.9,
    beta2: Scalar = 0.999, epsilon: Scalar = 1e-8, weightDecay: Scalar = 0,
    momentumDecay: Scalar = 0.004, decoupledWeightDecay: Bool = false,
    groups: [ParameterGroup<Scalar>] = []
  ) {
    Self.requireBetas(beta1, beta2, "NAdam")
    Self.requireNonNegative(weightDecay, "NAdam", "weight decay")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentumDecay = momentumDecay
    self.decoupledWeightDecay = decoupledWeightDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let (mean, variance) = (pointer(&mean), pointer(&variance))
    let product = momentumProduct * momentum(at: stepCount)
    let next = momentum(at: stepCount + 1)
    let gradientScale = Scalar((1 - momentum(at: stepCount)) / (1 - product))
    let meanScale = Scalar(next / (1 - product * next))
    let rootScale = Scalar(1 / correction(beta2).squareRoot())
    momentumProduct = product
    forEachSegment(rate: learningRate, weightDecay: weightDecay) { segment, rate, weightDecay in
      Scalar.optimizerStep(
        .nadam, segment.value, segment.grad, mean + segment.offset, variance + segment.offset, nil,
        StepOptions(
          rate: rate, weightDecay: decoupledWeightDecay ? 0 : weightDecay,
          shrink: decoupledWeightDecay ? 1 - rate * weightDecay : 1, decay1: beta1, decay2: beta2,
          epsilon: epsilon, scale1: gradientScale, scale2: meanScale, rootScale: rootScale),
        segment.count)
    }
  }

  /// mu_t, in Double: products of it are subtracted from 1.
  private func momentum(at step: Int) -> Double {
    beta1.asDouble * (1 - 0.5 * power(0.96, Double(step) * momentumDecay.asDouble))
  }

  /// beta1.
  public override var scheduledMomentum: Scalar? {
    get { beta1 }
    set { beta1 = newValue ?? beta1 }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.flag("decoupledWeightDecay", decoupledWeightDecay)
    try coder.option("beta1", &beta1, in: .unit)
    try coder.option("beta2", &beta2, in: .unit)
    try coder.option("epsilon", &epsilon)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.option("momentumDecay", &momentumDecay)
    try coder.number("momentumProduct", &momentumProduct)
    try coder.vector("mean", &mean)
    try coder.vector("variance", &variance)
  }
}
