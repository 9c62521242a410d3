/// Adam: steps scaled by running means of the gradient and of its square.
///
/// ```
/// g = grad + weightDecay p                  (AdamW: p = p - learningRate weightDecay p instead)
/// m = beta1 m + (1 - beta1) g
/// v = beta2 v + (1 - beta2) g^2
/// p = p - learningRate (m / c1) / (sqrt(v / c2) + epsilon),   c_i = 1 - beta_i^step
/// ```
///
/// The defaults are the paper's and PyTorch's: 0.001, 0.9, 0.999, 1e-8. With `epsilon` placed
/// `.beforeCorrection` it is added to sqrt(v) itself, as Torch7's `optim.adam` does (the paper's
/// remark at the end of section 2). `learningRateDecay` is Torch7's: the rate is divided by
/// 1 + learningRateDecay (step - 1).
///
/// With `amsgrad` v is replaced, in the last line, by the greatest v so far, so that steps cannot grow
/// again where gradients become rare.
///
/// State: two numbers a parameter, three with `amsgrad`.
///
/// Papers: Kingma and Ba, *Adam: a method for stochastic optimization*, 2015; amsgrad: Reddi, Kale,
/// Kumar, *On the convergence of Adam and beyond*, 2018. For the decoupled weight decay see `AdamW`.
///
/// Torch7: `optim.adam`.
///
/// ```swift
/// let optimizer = Adam(net.getParameters(), learningRate: 0.001)
/// ```
public class Adam<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// Where epsilon is added.
  public enum EpsilonPlacement: Sendable {
    /// To sqrt(v / c2): the paper's algorithm, PyTorch.
    case afterCorrection
    /// To sqrt(v): Torch7.
    case beforeCorrection
  }

  /// How much of the mean of the gradients is kept from step to step.
  @exclusivity(unchecked) public var beta1: Scalar
  /// How much of the mean of the squares is kept from step to step.
  @exclusivity(unchecked) public var beta2: Scalar
  /// Keeps the division from being one by zero.
  @exclusivity(unchecked) public var epsilon: Scalar
  /// Whether steps are divided by the greatest mean of the squares so far.
  public let amsgrad: Bool
  /// Where epsilon is added.
  public let epsilonPlacement: EpsilonPlacement
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  /// How fast the learning rate falls (Torch7).
  @exclusivity(unchecked) public var learningRateDecay: Scalar
  /// Whether weight decay acts on the parameters directly (`AdamW`) or through the gradients.
  var isDecoupled: Bool { false }
  @exclusivity(unchecked) private var mean = Tensor<Scalar>()
  @exclusivity(unchecked) private var variance = Tensor<Scalar>()
  @exclusivity(unchecked) private var greatestVariance = Tensor<Scalar>()

  /// Makes an optimizer; both betas lie in [0, 1).
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.001, beta1: Scalar = 0.9,
    beta2: Scalar = 0.999, epsilon: Scalar = 1e-8, weightDecay: Scalar = 0, amsgrad: Bool = false,
    epsilonPlacement: EpsilonPlacement = .afterCorrection, learningRateDecay: Scalar = 0,
    groups: [ParameterGroup<Scalar>] = []
  ) {
    Self.requireBetas(beta1, beta2, "Adam")
    Self.requireNonNegative(weightDecay, "Adam", "weight decay")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.amsgrad = amsgrad
    self.epsilonPlacement = epsilonPlacement
    self.learningRateDecay = learningRateDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let (mean, variance) = (pointer(&mean), pointer(&variance))
    let (correction1, correction2) = (Scalar(correction(beta1)), Scalar(correction(beta2)))
    let epsilon =
      epsilonPlacement == .afterCorrection ? epsilon : epsilon / correction2.squareRoot()
    let rate = decayedRate(learningRateDecay)
    if amsgrad {
      let greatest = pointer(&greatestVariance)
      forEachSegment(rate: rate, weightDecay: weightDecay) { segment, rate, weightDecay in
        Scalar.optimizerStep(
          .amsgrad, segment.value, segment.grad, mean + segment.offset, variance + segment.offset,
          greatest + segment.offset,
          StepOptions(
            rate: rate, weightDecay: isDecoupled ? 0 : weightDecay,
            shrink: isDecoupled ? 1 - rate * weightDecay : 1, decay1: beta1, decay2: beta2,
            epsilon: epsilon, scale1: 1 / correction1, rootScale: 1 / correction2.squareRoot()),
          segment.count)
      }
      return
    }
    forEachSegment(rate: rate, weightDecay: weightDecay) { segment, rate, weightDecay in
      Scalar.adamStep(
        segment.value, segment.grad, mean + segment.offset, variance + segment.offset, rate: rate,
        beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
        isDecoupled: isDecoupled, correction1: correction1, correction2: correction2,
        segment.count)
    }
  }

  /// beta1.
  public override var scheduledMomentum: Scalar? {
    get { beta1 }
    set { beta1 = newValue ?? beta1 }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.flag("amsgrad", amsgrad)
    try coder.flag("epsilonBeforeCorrection", epsilonPlacement == .beforeCorrection)
    try coder.option("beta1", &beta1, in: .unit)
    try coder.option("beta2", &beta2, in: .unit)
    try coder.option("epsilon", &epsilon)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.option("learningRateDecay", &learningRateDecay)
    try coder.vector("mean", &mean)
    try coder.vector("variance", &variance)
    try coder.vector("greatestVariance", &greatestVariance, isOptional: !amsgrad)
  }
}
