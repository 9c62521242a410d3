/// Lion: steps of one length, along the sign of a mean of the gradients.
///
/// ```
/// d = sign(beta1 m + (1 - beta1) grad)
/// m = beta2 m + (1 - beta2) grad
/// p = p - learningRate (d + weightDecay p)
/// ```
///
/// The defaults are the paper's: 1e-4, betas 0.9 and 0.99, no weight decay. As all steps have the same
/// length, the rate should be three to ten times smaller than for AdamW, and the weight decay, which is
/// decoupled, as many times larger.
///
/// State: one number a parameter.
///
/// Paper: Chen, Liang, Huang, Real, Wang, Liu, Pham, Dong, Luong, Hsieh, Lu, Le, *Symbolic discovery of
/// optimization algorithms*, 2023.
///
/// ```swift
/// let optimizer = Lion(net.getParameters(), learningRate: 1e-4, weightDecay: 0.1)
/// ```
public final class Lion<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// The share of the mean in the direction of a step.
  @exclusivity(unchecked) public var beta1: Scalar
  /// How much of the mean of the gradients is kept from step to step.
  @exclusivity(unchecked) public var beta2: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  @exclusivity(unchecked) private var mean = Tensor<Scalar>()

  /// Makes an optimizer; both betas lie in [0, 1).
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 1e-4, beta1: Scalar = 0.9,
    beta2: Scalar = 0.99, weightDecay: Scalar = 0, groups: [ParameterGroup<Scalar>] = []
  ) {
    Self.requireBetas(beta1, beta2, "Lion")
    Self.requireNonNegative(weightDecay, "Lion", "weight decay")
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let mean = pointer(&mean)
    forEachSegment(rate: learningRate, weightDecay: weightDecay) { segment, rate, weightDecay in
      Scalar.optimizerStep(
        .lion, segment.value, segment.grad, mean + segment.offset, nil, nil,
        StepOptions(
          rate: rate, shrink: 1 - rate * weightDecay, decay1: beta1, decay2: beta2), segment.count)
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
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.vector("mean", &mean)
  }
}
