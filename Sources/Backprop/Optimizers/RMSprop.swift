/// RMSprop: steps divided by the root of a running mean of the squared gradients.
///
/// ```
/// g = grad + weightDecay p
/// s = alpha s + (1 - alpha) g^2                  (s is initialMeanSquare at first)
/// m = alpha m + (1 - alpha) g                    (centered only)
/// d = g / (sqrt(s) + epsilon), or g / (sqrt(s - m^2) + epsilon) where centered
/// v = momentum v + d
/// p = p - learningRate v
/// ```
///
/// The defaults are PyTorch's and Torch7's: 0.01, alpha 0.99, epsilon 1e-8, no momentum, not centered.
/// `initialMeanSquare` is Torch7's `initialMean`. As in PyTorch, s - m^2 may round to a number below 0,
/// and give NaN, for gradients that hardly change.
///
/// State: one number a parameter, another where centered, another with momentum.
///
/// Papers: Tieleman and Hinton, *Lecture 6.5: RMSprop*, 2012; centered: Graves, *Generating sequences
/// with recurrent neural networks*, 2013.
///
/// Torch7: `optim.rmsprop`.
///
/// ```swift
/// let optimizer = RMSprop(net.getParameters(), learningRate: 0.001, momentum: 0.9)
/// ```
public final class RMSprop<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// How much of the means is kept from step to step.
  @exclusivity(unchecked) public var alpha: Scalar
  /// Keeps the division from being one by zero.
  @exclusivity(unchecked) public var epsilon: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  /// How much of the velocity is kept from step to step.
  @exclusivity(unchecked) public var momentum: Scalar
  /// Whether gradients are divided by their deviation instead of their size.
  public let centered: Bool
  /// Where the means of the squares start.
  public let initialMeanSquare: Scalar
  @exclusivity(unchecked) private var square = Tensor<Scalar>()
  @exclusivity(unchecked) private var mean = Tensor<Scalar>()
  @exclusivity(unchecked) private var velocity = Tensor<Scalar>()

  /// Makes an optimizer; alpha lies in [0, 1).
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.01, alpha: Scalar = 0.99,
    epsilon: Scalar = 1e-8, weightDecay: Scalar = 0, momentum: Scalar = 0, centered: Bool = false,
    initialMeanSquare: Scalar = 0, groups: [ParameterGroup<Scalar>] = []
  ) {
    if !(alpha >= 0 && alpha < 1) { fatalError("RMSprop: alpha \(alpha) is not in [0, 1)") }
    Self.requireNonNegative(weightDecay, "RMSprop", "weight decay")
    Self.requireNonNegative(momentum, "RMSprop", "momentum")
    Self.requireNonNegative(initialMeanSquare, "RMSprop", "initial mean square")
    self.alpha = alpha
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentum = momentum
    self.centered = centered
    self.initialMeanSquare = initialMeanSquare
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let square = pointer(&square, repeating: initialMeanSquare)
    let mean = centered ? pointer(&mean) : nil
    let velocity = momentum != 0 ? pointer(&velocity) : nil
    forEachSegment(rate: learningRate, weightDecay: weightDecay) { segment, rate, weightDecay in
      Scalar.optimizerStep(
        .rmsprop, segment.value, segment.grad, square + segment.offset,
        mean.map { $0 + segment.offset }, velocity.map { $0 + segment.offset },
        StepOptions(
          rate: rate, weightDecay: weightDecay, decay1: alpha, decay2: momentum, epsilon: epsilon),
        segment.count)
    }
  }

  /// The momentum.
  public override var scheduledMomentum: Scalar? {
    get { momentum }
    set { momentum = newValue ?? momentum }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.flag("centered", centered)
    try coder.option("alpha", &alpha, in: .unit)
    try coder.option("epsilon", &epsilon)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.option("momentum", &momentum, in: .nonNegative)
    try coder.vector("meanSquare", &square)
    try coder.vector("mean", &mean, isOptional: !centered)
    // Without momentum there is no velocity.
    try coder.vector("velocity", &velocity, isOptional: true)
  }
}
