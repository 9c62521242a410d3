/// The input times its sigmoid, also called swish.
///
/// ```
/// y  = x s(x),  s(x) = 1 / (1 + exp(-x))
/// dx = dy s(x) (1 + x (1 - s(x)))
/// ```
///
/// Input and output have the same shape, whichever it is. NaN stays NaN; minus infinity gives 0.
///
/// Paper: Hendrycks, Gimpel, *Gaussian error linear units*, 2016; Ramachandran, Zoph, Le, *Searching
/// for activation functions*, 2017.
///
/// ```swift
/// SiLU<Double>().forward(Tensor([1]))  // [0.731...]
/// ```
public final class SiLU<Scalar: BLASScalar>: Module<Scalar> {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.silu, input)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignBackward(.silu, input, gradOutput)
  }

  public override func makeReplica() -> Module<Scalar> { SiLU() }
}
