/// Adamax: Adam with the running maximum of the gradients' magnitudes in the place of the root of their
/// mean square.
///
/// ```
/// g = grad + weightDecay p
/// m = beta1 m + (1 - beta1) g
/// u = max(beta2 u, abs(g) + epsilon)
/// p = p - learningRate / (1 - beta1^step) m / u
/// ```
///
/// The defaults are PyTorch's: 0.002, 0.9, 0.999, 1e-8. Torch7's epsilon is by default 1e-38; its steps
/// are the same.
///
/// State: two numbers a parameter.
///
/// Paper: Kingma and Ba, *Adam: a method for stochastic optimization*, 2015, section 7.1 (without
/// epsilon).
///
/// Torch7: `optim.adamax`.
///
/// ```swift
/// let optimizer = Adamax(net.getParameters())
/// ```
public final class Adamax<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// How much of the mean of the gradients is kept from step to step.
  @exclusivity(unchecked) public var beta1: Scalar
  /// How much of the maximum is kept from step to step.
  @exclusivity(unchecked) public var beta2: Scalar
  /// Keeps the division from being one by zero.
  @exclusivity(unchecked) public var epsilon: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  @exclusivity(unchecked) private var mean = Tensor<Scalar>()
  @exclusivity(unchecked) private var norm = Tensor<Scalar>()

  /// Makes an optimizer; both betas lie in [0, 1).
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.002, beta1: Scalar = 0.9,
    beta2: Scalar = 0.999, epsilon: Scalar = 1e-8, weightDecay: Scalar = 0,
    groups: [ParameterGroup<Scalar>] = []
  ) {
    Self.requireBetas(beta1, beta2, "Adamax")
    Self.requireNonNegative(weightDecay, "Adamax", "weight decay")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let (mean, norm) = (pointer(&mean), pointer(&norm))
    let scale = Scalar(1 / correction(beta1))
    forEachSegment(rate: learningRate, weightDecay: weightDecay) { segment, rate, weightDecay in
      Scalar.optimizerStep(
        .adamax, segment.value, segment.grad, mean + segment.offset, norm + segment.offset, nil,
        StepOptions(
          rate: rate, weightDecay: weightDecay, decay1: beta1, decay2: beta2, epsilon: epsilon,
          scale1: scale), segment.count)
    }
  }

  /// beta1.
  public override var scheduledMomentum: Scalar? {
    get { beta1 }
    set { beta1 = newValue ?? beta1 }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.option("beta1", &beta1, in: .unit)
    try coder.option("beta2", &beta2, in: .unit)
    try coder.option("epsilon", &epsilon)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.vector("mean", &mean)
    try coder.vector("norm", &norm)
  }
}
