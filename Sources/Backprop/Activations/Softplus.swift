/// A smooth form of ReLU.
///
/// ```
/// y  = log(1 + exp(beta x)) / beta,  and x where beta x > threshold
/// dx = dy / (1 + exp(-beta x)),      and dy there
/// ```
///
/// Input and output have the same shape, whichever it is. beta is by default 1, and positive; the
/// threshold is 20, as in PyTorch and Torch7: there y jumps by 2e-9 / beta. Nothing overflows; NaN
/// stays NaN.
///
/// Torch7: `nn.SoftPlus(beta)`.
///
/// ```swift
/// Softplus<Double>().forward(Tensor([0]))  // [0.693...]
/// ```
public final class Softplus<Scalar: BLASScalar>: Module<Scalar> {
  /// How sharply the function bends at 0.
  public let beta: Scalar
  /// Where beta x is above it, the function is x.
  public let threshold: Scalar

  /// Makes a unit with a beta above 0.
  public init(beta: Scalar = 1, threshold: Scalar = 20) {
    if !(beta > 0 && beta.isFinite) { fatalError("Softplus: beta \(beta) is not positive") }
    if threshold.isNaN { fatalError("Softplus: the threshold is no number") }
    self.beta = beta
    self.threshold = threshold
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.softplus, input, beta, threshold)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignBackward(.softplus, input, gradOutput, beta, threshold)
  }

  public override func makeReplica() -> Module<Scalar> {
    Softplus(beta: beta, threshold: threshold)
  }

  public override var description: String { beta == 1 ? "Softplus" : "Softplus (beta \(beta))" }
}
