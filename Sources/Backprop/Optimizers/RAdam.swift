/// Adam that doesn't divide by the mean of the squares until it has seen enough of them, and then by
/// as much as it can be trusted: no warm-up is needed.
///
/// ```
/// g = grad + weightDecay p         (decoupled: p = p - learningRate weightDecay p instead)
/// m = beta1 m + (1 - beta1) g
/// v = beta2 v + (1 - beta2) g^2
/// rho = rho_inf - 2 t beta2^t / (1 - beta2^t),   rho_inf = 2 / (1 - beta2) - 1,   t = step
/// r = sqrt((rho - 4) (rho - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho))
/// p = p - learningRate r m / (1 - beta1^t) sqrt(1 - beta2^t) / (sqrt(v) + epsilon)   where rho > 5
///     p - learningRate m / (1 - beta1^t)                                             else
/// ```
///
/// The defaults are PyTorch's: 0.001, 0.9, 0.999, 1e-8. Epsilon is added to sqrt(v) itself, as there.
///
/// State: two numbers a parameter.
///
/// Paper: Liu, Jiang, He, Chen, Liu, Gao, Han, *On the variance of the adaptive learning rate and
/// beyond*, 2020 (with rho > 4 as the condition).
///
/// ```swift
/// let optimizer = RAdam(net.getParameters(), learningRate: 0.001)
/// ```
public final class RAdam<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// How much of the mean of the gradients is kept from step to step.
  @exclusivity(unchecked) public var beta1: Scalar
  /// How much of the mean of the squares is kept from step to step.
  @exclusivity(unchecked) public var beta2: Scalar
  /// Keeps the division from being one by zero.
  @exclusivity(unchecked) public var epsilon: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  /// Whether weight decay acts on the parameters directly, as in `AdamW`, or through the gradients.
  public let decoupledWeightDecay: Bool
  @exclusivity(unchecked) private var mean = Tensor<Scalar>()
  @exclusivity(unchecked) private var variance = Tensor<Scalar>()

  /// Makes an optimizer; both betas lie in [0, 1).
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.001, beta1: Scalar = 0.9,
    beta2: Scalar = 0.999, epsilon: Scalar = 1e-8, weightDecay: Scalar = 0,
    decoupledWeightDecay: Bool = false, groups: [ParameterGroup<Scalar>] = []
  ) {
    Self.requireBetas(beta1, beta2, "RAdam")
    Self.requireNonNegative(weightDecay, "RAdam", "weight decay")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decoupledWeightDecay = decoupledWeightDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let (mean, variance) = (pointer(&mean), pointer(&variance))
    let correction2 = correction(beta2)
    let limit = 2 / (1 - beta2.asDouble) - 1
    let length = limit - 2 * Double(stepCount) * (1 - correction2) / correction2
    let isRectified = length > 5
    var scale = 1 / correction(beta1)
    if isRectified {
      let rectification =
        (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
      scale *= (rectification * correction2).squareRoot()
    }
    forEachSegment(rate: learningRate, weightDecay: weightDecay) { segment, rate, weightDecay in
      Scalar.optimizerStep(
        .radam, segment.value, segment.grad, mean + segment.offset, variance + segment.offset, nil,
        StepOptions(
          rate: rate, weightDecay: decoupledWeightDecay ? 0 : weightDecay,
          shrink: decoupledWeightDecay ? 1 - rate * weightDecay : 1, decay1: beta1, decay2: beta2,
          epsilon: epsilon, scale1: Scalar(scale), scale2: isRectified ? 1 : 0), segment.count)
    }
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
    try coder.vector("mean", &mean)
    try coder.vector("variance", &variance)
  }
}
