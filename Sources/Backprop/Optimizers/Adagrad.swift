/// Adagrad: steps divided by the root of the sum of all squared gradients, so that rarely used
/// parameters keep long steps.
///
/// ```
/// g = grad + weightDecay p
/// s = s + g^2                                    (s is initialSum at first)
/// p = p - rate g / (sqrt(s) + epsilon),          rate = learningRate / (1 + learningRateDecay (step - 1))
/// ```
///
/// The defaults are PyTorch's: 0.01, no decays, sums from 0 on, epsilon 1e-10. Torch7's rate is by
/// default 1e-3; its steps are the same.
///
/// State: one number a parameter.
///
/// Paper: Duchi, Hazan, Singer, *Adaptive subgradient methods for online learning and stochastic
/// optimization*, 2011.
///
/// Torch7: `optim.adagrad`.
///
/// ```swift
/// let optimizer = Adagrad(net.getParameters(), learningRate: 0.05)
/// ```
public final class Adagrad<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// How fast the learning rate falls.
  @exclusivity(unchecked) public var learningRateDecay: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  /// Where the sums start.
  public let initialSum: Scalar
  /// Keeps the division from being one by zero.
  @exclusivity(unchecked) public var epsilon: Scalar
  @exclusivity(unchecked) private var sum = Tensor<Scalar>()

  /// Makes an optimizer.
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.01, learningRateDecay: Scalar = 0,
    weightDecay: Scalar = 0, initialSum: Scalar = 0, epsilon: Scalar = 1e-10,
    groups: [ParameterGroup<Scalar>] = []
  ) {
    Self.requireNonNegative(weightDecay, "Adagrad", "weight decay")
    Self.requireNonNegative(initialSum, "Adagrad", "initial sum")
    self.learningRateDecay = learningRateDecay
    self.weightDecay = weightDecay
    self.initialSum = initialSum
    self.epsilon = epsilon
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let sum = pointer(&sum, repeating: initialSum)
    forEachSegment(
      rate: decayedRate(learningRateDecay), weightDecay: weightDecay
    ) { segment, rate, weightDecay in
      Scalar.optimizerStep(
        .adagrad, segment.value, segment.grad, sum + segment.offset, nil, nil,
        StepOptions(rate: rate, weightDecay: weightDecay, epsilon: epsilon), segment.count)
    }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.option("learningRateDecay", &learningRateDecay)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.option("epsilon", &epsilon)
    try coder.vector("sumOfSquares", &sum)
  }
}
