/// Branches that each take some of the features of the input, with their outputs side by side.
///
/// ```
/// x = [x_1, x_2, ...],  y = [f_1(x_1), f_2(x_2), ...]
/// dx = [f_1'(x_1) dy_1, f_2'(x_2) dy_2, ...]
/// ```
///
/// - Input `[batch, features, ...]`: it is cut along the second axis, into parts of the `widths` given,
///   or else into equal parts.
/// - Outputs `[batch, features, ...]`, the same but for the features, which are joined along the same
///   axis.
/// - Without branches there is no output to give: a pass stops the program.
///
/// Torch7: `nn.Parallel(inputDimension, outputDimension)`, which *selects*: branch i is given the i-th
/// slice along a dimension, without that dimension. That is this module without widths on an input
/// `[batch, branches, n]` reshaped to `[batch, branches * n]`; a part here keeps its axis, and parts may
/// have different widths. (Plain `Parallel` is what sets the number of threads.)
///
/// ```swift
/// let net = ParallelBranches<Double>(Linear(2, 5), Linear(3, 1), widths: [2, 3])
/// net.forward(Tensor.zeros([4, 5])).shape  // [4, 6]
/// ```
public final class ParallelBranches<Scalar: BLASScalar>: Container<Scalar> {
  /// The number of features of each branch's input; nil for equal parts.
  public let widths: [Int]?
  @exclusivity(unchecked) private var joined = JoinedFeatures<Scalar>()
  /// What each branch saw in the forward pass.
  @exclusivity(unchecked) private var inputs: [Tensor<Scalar>] = []

  /// Branches, with the widths of their inputs.
  public convenience init(_ modules: Module<Scalar>..., widths: [Int]? = nil) {
    self.init(modules, widths: widths)
  }

  /// Branches, with the widths of their inputs.
  public init(_ modules: [Module<Scalar>], widths: [Int]? = nil) {
    if let widths, widths.contains(where: { $0 < 0 }) {
      fatalError("ParallelBranches: widths \(widths) are negative")
    }
    self.widths = widths
    super.init(modules)
  }

  override func didAdd() { inputs.append(Tensor()) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    require(fits(input.shape), "input", expected: expectedInput, got: input.shape)
    dropAliases()
    let inner = Self.inner(input.shape)
    var column = 0
    for (index, module) in children.enumerated() {
      let shape = part(index, of: input.shape)
      inputs[index].assignColumns(of: input, from: column, shape: shape)
      column += shape[1] * inner
      module.forward(inputs[index])
    }
    joined.join(children, into: &output) { module, expected, shape in
      fatalError(
        "\(label): the output of module \(module) has shape \(shape), expected \(expected)")
    }
  }

  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func backward(
    _ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    requireGradOutput(gradOutput)
    joined.split(gradOutput, by: children)
    for (index, module) in children.enumerated() {
      module.backward(inputs[index], joined.parts[index])
    }
    if computesGradInput { join(input) }
    return gradInput
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    joined.split(gradOutput, by: children)
    for (index, module) in children.enumerated() {
      module.updateGradInput(inputs[index], joined.parts[index])
    }
    join(input)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    joined.split(gradOutput, by: children)
    for (index, module) in children.enumerated() {
      module.accGradParameters(inputs[index], joined.parts[index])
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func join(_ input: Tensor<Scalar>) {
    gradInput.prepareToOverwrite(shape: input.shape)
    let inner = Self.inner(input.shape)
    var column = 0
    for (index, module) in children.enumerated() {
      gradInput.setColumns(module.gradInput, at: column)
      column += inputs[index].shape[1] * inner
    }
  }

  /// The scalars behind each feature.
  private static func inner(_ shape: Shape) -> Int {
    var inner = 1
    for axis in 2..<max(2, shape.rank) { inner *= shape[axis] }
    return inner
  }

  private func fits(_ shape: Shape) -> Bool {
    guard count > 0, shape.rank >= 2 else { return false }
    guard let widths else { return shape[1] % count == 0 }
    return widths.count == count && widths.reduce(0, +) == shape[1]
  }

  private var expectedInput: String {
    guard let widths else { return "[batch, a multiple of \(count), ...] for \(count) modules" }
    return "[batch, \(widths.reduce(0, +)), ...] for \(count) modules of widths \(widths)"
  }

  /// The shape of a branch's input.
  private func part(_ index: Int, of shape: Shape) -> Shape {
    var part = shape
    part[1] = widths?[index] ?? shape[1] / count
    return part
  }

  public override func inputShape(
    ofChild index: Int, for inputShape: Shape, after previous: Shape?
  ) throws -> Shape {
    guard fits(inputShape) else {
      throw ShapeError(self, expected: expectedInput, given: inputShape)
    }
    return part(index, of: inputShape)
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard fits(inputShape) else {
      throw ShapeError(self, expected: expectedInput, given: inputShape)
    }
    return try joinedShape(
      children.enumerated().map { index, module in
        try module.outputShape(for: part(index, of: inputShape))
      }, for: inputShape)
  }

  public override func emptyReplica() -> Container<Scalar> { ParallelBranches([], widths: widths) }

  public override var description: String {
    guard let widths else { return super.description }
    let (name, text) = (typeName, super.description)
    return "\(name) (widths \(widths))" + text.dropFirst(name.count)
  }
}
