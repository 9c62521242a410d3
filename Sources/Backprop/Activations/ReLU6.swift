/// A rectified linear unit that saturates at 6.
///
/// ```
/// y  = min(max(x, 0), 6)
/// dx = dy where 0 < x < 6, else 0
/// ```
///
/// Input and output have the same shape, whichever it is. At 0 and at 6 the gradient is 0. NaN stays
/// NaN.
///
/// Paper: Howard et al., *MobileNets*, 2017. Torch7: `nn.ReLU6()`.
///
/// ```swift
/// ReLU6<Double>().forward(Tensor([-1, 3, 8]))  // [0, 3, 6]
/// ```
public final class ReLU6<Scalar: BLASScalar>: Module<Scalar> {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.clamp, input, 0, 6)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignBackward(.clamp, input, gradOutput, 0, 6)
  }

  public override func makeReplica() -> Module<Scalar> { ReLU6() }
}
