/// An exponential linear unit: smooth on the negative side, where it saturates.
///
/// ```
/// y  = x where x > 0, else alpha (exp(x) - 1)
/// dx = dy where x > 0, else dy (y + alpha)
/// ```
///
/// Input and output have the same shape, whichever it is. It saturates at -alpha; alpha is by default
/// 1, and not negative. At 0 the gradient is alpha dy. NaN stays NaN.
///
/// Paper: Clevert, Unterthiner, Hochreiter, *Fast and accurate deep network learning by exponential
/// linear units*, 2015. Torch7: `nn.ELU(alpha)`.
///
/// ```swift
/// ELU<Double>().forward(Tensor([-1, 2]))  // [-0.632..., 2]
/// ```
public final class ELU<Scalar: BLASScalar>: Module<Scalar> {
  /// What the function tends to on the negative side, negated.
  public let alpha: Scalar

  /// Makes a unit with the given alpha, at least 0.
  public init(alpha: Scalar = 1) {
    if !(alpha >= 0 && alpha.isFinite) {
      fatalError("ELU: alpha \(alpha) is negative, or no number")
    }
    self.alpha = alpha
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.elu, input, alpha, 1)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignBackward(.elu, output, gradOutput, alpha, 1)
  }

  public override func makeReplica() -> Module<Scalar> { ELU(alpha: alpha) }

  public override var description: String { alpha == 1 ? "ELU" : "ELU (alpha \(alpha))" }
}
