/// Each sample of a batch as one row.
///
/// ```
/// [batch, a, b, ...] -> [batch, a b ...]
/// ```
///
/// Input of any rank but 0; the scalars and their order stay the same. `[batch]` becomes `[batch, 1]`.
/// The output is a copy, as that of `Identity`.
///
/// Torch7: `nn.View(-1):setNumInputDims(n)`.
///
/// ```swift
/// Flatten<Double>().forward(Tensor.zeros([2, 3, 4])).shape  // [2, 12]
/// ```
public final class Flatten<Scalar: BLASScalar>: Module<Scalar> {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    require(input.rank >= 1, "input", expected: "[batch, ...]", got: input.shape)
    output.assignCopy(of: input.reshaped(to: Self.flat(input.shape)))
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignCopy(of: gradOutput.reshaped(to: input.shape))
  }

  private static func flat(_ shape: Shape) -> Shape {
    var columns = 1
    for axis in 1..<shape.rank { columns *= shape[axis] }
    return Shape(shape[0], columns)
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard inputShape.rank >= 1 else {
      throw ShapeError(self, expected: "[batch, ...]", given: inputShape)
    }
    return Self.flat(inputShape)
  }

  public override func makeReplica() -> Module<Scalar> { Flatten() }
}
