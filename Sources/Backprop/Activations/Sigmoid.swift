/// The logistic function.
///
/// ```
/// y  = 1 / (1 + exp(-x))
/// dx = dy y (1 - y)
/// ```
///
/// Input and output have the same shape, whichever it is. It saturates at 0 and 1 without overflow;
/// NaN stays NaN.
///
/// Torch7: `nn.Sigmoid()`.
///
/// ```swift
/// Sigmoid<Double>().forward(Tensor([0]))  // [0.5]
/// ```
public final class Sigmoid<Scalar: BLASScalar>: Module<Scalar> {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.sigmoid, input)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignSigmoidBackward(output: output, gradOutput)
  }

  public override func makeReplica() -> Module<Scalar> { Sigmoid() }
}
