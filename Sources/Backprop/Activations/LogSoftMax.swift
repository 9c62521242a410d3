/// Turns each row into the logarithms of probabilities.
///
/// ```
/// y_i = x_i - log sum_j exp(x_j)
/// dx  = dy - exp(y) sum_j dy_j
/// ```
///
/// - Input and output have the same shape; a row is what lies along the last axis.
/// - The largest element of a row is subtracted first, so nothing overflows, and small probabilities
///   keep their logarithms. A row with NaN or +infinity, or of -infinity alone, becomes NaN.
///
/// Torch7: `nn.LogSoftMax()` (for vectors and batches of them).
///
/// ```swift
/// LogSoftMax<Double>().forward(Tensor(rows: [[0, 0]]))  // [[-0.693..., -0.693...]]
/// ```
public final class LogSoftMax<Scalar: BLASScalar>: Module<Scalar> {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    require(input.rank >= 1, "input", expected: "[batch, features]", got: input.shape)
    output.assignLogSoftmax(input)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignLogSoftmaxBackward(output: output, gradOutput)
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard inputShape.rank >= 1 else {
      throw ShapeError(self, expected: "[batch, features]", given: inputShape)
    }
    return inputShape
  }

  public override func makeReplica() -> Module<Scalar> { LogSoftMax() }
}
