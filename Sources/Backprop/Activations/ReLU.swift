/// The rectified linear unit.
///
/// ```
/// y  = max(x, 0)
/// dx = dy where x > 0, else 0
/// ```
///
/// Input and output have the same shape, whichever it is. The gradient at 0 is 0; NaN stays NaN.
///
/// Paper: Nair and Hinton, *Rectified linear units improve restricted Boltzmann machines*, 2010.
/// Torch7: `nn.ReLU()`.
///
/// ```swift
/// ReLU<Double>().forward(Tensor([-1, 2]))  // [0, 2]
/// ```
public final class ReLU<Scalar: BLASScalar>: Module<Scalar> {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assignLeakyReLU(input, slope: 0)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignLeakyReLUBackward(input, gradOutput, slope: 0)
  }

  public override func makeReplica() -> Module<Scalar> { ReLU() }
}
