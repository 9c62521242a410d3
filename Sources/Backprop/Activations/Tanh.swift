/// The hyperbolic tangent.
///
/// ```
/// y  = tanh(x)
/// dx = dy (1 - y^2)
/// ```
///
/// Input and output have the same shape, whichever it is. It saturates at -1 and 1; NaN stays NaN.
///
/// Torch7: `nn.Tanh()`.
///
/// ```swift
/// Tanh<Double>().forward(Tensor([0]))  // [0]
/// ```
public final class Tanh<Scalar: BLASScalar>: Module<Scalar> {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.tanh, input)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignTanhBackward(output: output, gradOutput)
  }

  public override func makeReplica() -> Module<Scalar> { Tanh() }
}
