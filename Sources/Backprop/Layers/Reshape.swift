/// Each sample of a batch in another shape.
///
/// ```
/// [batch, ...] -> [batch, extents...]
/// ```
///
/// The scalars and their order stay the same, so a sample has as many before as after. One of the
/// extents may be -1: it is what the others leave. The output is a copy, as that of `Identity`.
///
/// Torch7: `nn.Reshape(extents, true)`, for a batch.
///
/// ```swift
/// Reshape<Double>(3, 4).forward(Tensor.zeros([2, 12])).shape   // [2, 3, 4]
/// Reshape<Double>(-1, 2).forward(Tensor.zeros([2, 12])).shape  // [2, 6, 2]
/// ```
public final class Reshape<Scalar: BLASScalar>: Module<Scalar> {
  /// The shape of a sample of the output, with -1 for an extent that follows from the others.
  public let extents: [Int]

  /// Makes a layer with the shape of a sample of its output.
  public convenience init(_ extents: Int...) { self.init(extents) }

  /// Makes a layer with the shape of a sample of its output.
  public init(_ extents: [Int]) {
    let open = extents.filter { $0 == -1 }.count
    if open > 1 || extents.contains(where: { $0 < -1 }) || extents.count > 7 {
      fatalError(
        "Reshape: \(extents) is no shape of a sample: up to 7 extents, one of which may be -1")
    }
    self.extents = extents
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    guard let shape = reshaped(input.shape) else {
      require(false, "input", expected: expectedInput, got: input.shape)
      return
    }
    output.assignCopy(of: input.reshaped(to: shape))
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignCopy(of: gradOutput.reshaped(to: input.shape))
  }

  private func reshaped(_ shape: Shape) -> Shape? {
    guard shape.rank >= 1 else { return nil }
    var sample = 1
    for axis in 1..<shape.rank { sample *= shape[axis] }
    var known = 1
    var isOpen = false
    for extent in extents {
      if extent == -1 { isOpen = true } else { known *= extent }
    }
    guard isOpen ? known > 0 && sample % known == 0 : known == sample else { return nil }
    var result = Shape(shape[0])
    for extent in extents { result.append(extent == -1 ? sample / known : extent) }
    return result
  }

  private var expectedInput: String {
    let known = extents.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
    return "[batch, ...] with \(extents.contains(-1) ? "a multiple of " : "")\(known) in a sample"
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard let shape = reshaped(inputShape) else {
      throw ShapeError(self, expected: expectedInput, given: inputShape)
    }
    return shape
  }

  public override func makeReplica() -> Module<Scalar> { Reshape(extents) }

  public override var description: String {
    "Reshape to [batch, \(extents.map(String.init).joined(separator: ", "))]"
  }
}
