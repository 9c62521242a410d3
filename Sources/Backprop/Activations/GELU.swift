/// A Gaussian error linear unit: the input times the probability that a normal number is below it.
///
/// ```
/// y  = x Phi(x),  Phi(x) = (1 + erf(x / sqrt 2)) / 2
/// dx = dy (Phi(x) + x phi(x)),  phi(x) = exp(-x^2 / 2) / sqrt(2 pi)
/// ```
///
/// or, with `GELU(approximation: .tanh)`,
///
/// ```
/// y = x (1 + tanh u) / 2,  u = sqrt(2/pi) (x + 0.044715 x^3)
/// ```
///
/// Input and output have the same shape, whichever it is. NaN stays NaN; minus infinity gives 0. On
/// the far left, where y is nearly 0, the form with erf has an absolute error of an ulp of x; the
/// other one keeps its digits.
///
/// Paper: Hendrycks, Gimpel, *Gaussian error linear units*, 2016.
///
/// ```swift
/// GELU<Double>().forward(Tensor([1]))  // [0.841...]
/// ```
public final class GELU<Scalar: BLASScalar>: Module<Scalar> {
  /// How the normal distribution is computed.
  public enum Approximation: Sendable, Hashable, CaseIterable {
    /// Exactly, by erf.
    case none
    /// By tanh, as networks such as GPT-2 were trained with.
    case tanh
  }

  /// How the normal distribution is computed.
  public let approximation: Approximation
  private let function: ActivationFunction

  /// Makes a unit, by default the exact one.
  public init(approximation: Approximation = .none) {
    self.approximation = approximation
    function = approximation == .tanh ? .geluTanh : .gelu
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(function, input)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignBackward(function, input, gradOutput)
  }

  public override func makeReplica() -> Module<Scalar> { GELU(approximation: approximation) }

  public override var description: String { approximation == .tanh ? "GELU (tanh)" : "GELU" }
}
