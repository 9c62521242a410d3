/// Adadelta: steps as long as recent changes were, in units of recent gradients; the rate may be 1.
///
/// ```
/// g = grad + weightDecay p
/// s = rho s + (1 - rho) g^2
/// d = sqrt(u + epsilon) / sqrt(s + epsilon) g
/// u = rho u + (1 - rho) d^2
/// p = p - learningRate d
/// ```
///
/// The defaults are PyTorch's: 1, rho 0.9, epsilon 1e-6. Torch7 has no learning rate: there it is 1,
/// too.
///
/// State: two numbers a parameter.
///
/// Paper: Zeiler, *ADADELTA: an adaptive learning rate method*, 2012.
///
/// Torch7: `optim.adadelta`.
///
/// ```swift
/// let optimizer = Adadelta(net.getParameters())
/// ```
public final class Adadelta<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// How much of the means of squares is kept from step to step.
  @exclusivity(unchecked) public var rho: Scalar
  /// Keeps steps from being zero for ever, and the division from being one by zero.
  @exclusivity(unchecked) public var epsilon: Scalar
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  @exclusivity(unchecked) private var square = Tensor<Scalar>()
  @exclusivity(unchecked) private var squareOfChange = Tensor<Scalar>()

  /// Makes an optimizer; rho lies in [0, 1).
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 1, rho: Scalar = 0.9,
    epsilon: Scalar = 1e-6, weightDecay: Scalar = 0, groups: [ParameterGroup<Scalar>] = []
  ) {
    if !(rho >= 0 && rho < 1) { fatalError("Adadelta: rho \(rho) is not in [0, 1)") }
    Self.requireNonNegative(weightDecay, "Adadelta", "weight decay")
    self.rho = rho
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let (square, squareOfChange) = (pointer(&square), pointer(&squareOfChange))
    forEachSegment(rate: learningRate, weightDecay: weightDecay) { segment, rate, weightDecay in
      Scalar.optimizerStep(
        .adadelta, segment.value, segment.grad, square + segment.offset,
        squareOfChange + segment.offset, nil,
        StepOptions(rate: rate, weightDecay: weightDecay, decay1: rho, epsilon: epsilon),
        segment.count)
    }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.option("rho", &rho, in: .unit)
    try coder.option("epsilon", &epsilon)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.vector("meanSquare", &square)
    try coder.vector("meanSquareOfChanges", &squareOfChange)
  }
}
