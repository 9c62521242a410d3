/// The identity.
///
/// ```
/// y = x
/// ```
///
/// Input and output have the same shape, whichever it is. Output and gradient share the memory of
/// input and gradOutput: nothing is copied.
///
/// Torch7: `nn.Identity`.
///
/// ```swift
/// Identity<Double>().forward(x) == x
/// ```
public final class Identity<Scalar: BLASScalar>: Module<Scalar> {
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output = input
  }

  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    require(
      gradOutput.shape == input.shape, "gradOutput", expected: "\(input.shape)",
      got: gradOutput.shape)
    gradInput = gradOutput
  }

  public override func dropAliases() {
    output = Tensor()
    gradInput = Tensor()
  }

  public override func makeReplica() -> Module<Scalar> { Identity() }
}
