/// A scaled exponential linear unit, which draws means to 0 and variances to 1 from layer to layer.
///
/// ```
/// y  = scale x where x > 0, else scale alpha (exp(x) - 1)
/// dx = scale dy where x > 0, else dy (y + scale alpha)
/// alpha = 1.6732632423543772848..., scale = 1.0507009873554804934...
/// ```
///
/// Input and output have the same shape, whichever it is. It saturates at -scale alpha, near -1.758;
/// at 0 the gradient is scale alpha dy. NaN stays NaN. The paper wants weights with variance
/// 1/inputs: `Linear(inputs, outputs, weights: .normal(standardDeviation: ...))`.
///
/// Paper: Klambauer, Unterthiner, Mayr, Hochreiter, *Self-normalizing neural networks*, 2017.
///
/// ```swift
/// SELU<Double>().forward(Tensor([0, 1]))  // [0, 1.0507...]
/// ```
public final class SELU<Scalar: BLASScalar>: Module<Scalar> {
  private static var scale: Scalar { Scalar(1.0507009873554804934193349852946) }
  private static var scaledAlpha: Scalar { Scalar(1.7580993408473768599402175208123) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.elu, input, Self.scaledAlpha, Self.scale)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignBackward(.elu, output, gradOutput, Self.scaledAlpha, Self.scale)
  }

  public override func makeReplica() -> Module<Scalar> { SELU() }
}
