/// The identity.
///
/// ```
/// y = x,  dx = dy
/// ```
///
/// Input and output have the same shape, whichever it is. The output is a copy: if it shared the
/// memory of the input, a loop that fills the same batch anew for each step could not overwrite it.
///
/// Torch7: `nn.Identity`.
///
/// ```swift
/// Identity<Double>().forward(x) == x
/// ```
public final class Identity<Scalar: BLASScalar>: Module<Scalar> {
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assignCopy(of: input)
  }

  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignCopy(of: gradOutput)
  }

  public override func makeReplica() -> Module<Scalar> { Identity() }
}
