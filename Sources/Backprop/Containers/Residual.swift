/// The input plus a function of it: a shortcut around one or several modules.
///
/// ```
/// y  = x + f(x)
/// dx = dy + f'(x) dy
/// ```
///
/// Input and output have the same shape, which the output of f must have too. Several modules make f
/// the `Sequential` of them; without any, y is x.
///
/// Paper: He, Zhang, Ren, Sun, *Deep residual learning for image recognition*, 2015.
/// Torch7: a `nn.ConcatTable` of f and `nn.Identity`, and `nn.CAddTable`.
///
/// ```swift
/// let block = Residual<Double>(Linear(8, 8), ReLU(), Linear(8, 8))
/// Sequential<Double>(Linear(4, 8), block, Linear(8, 3))
/// ```
public final class Residual<Scalar: BLASScalar>: Container<Scalar> {
  /// A shortcut around a module, or around several in sequence.
  public convenience init(_ modules: Module<Scalar>...) {
    self.init(modules)
  }

  /// A shortcut around modules in sequence.
  public override init(_ modules: [Module<Scalar>]) {
    super.init(modules.count > 1 ? [Sequential(modules)] : modules)
  }

  override func didAdd() {
    if count > 1 { fatalError("Residual takes one module: put several into a Sequential") }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    dropAliases()
    guard count > 0 else {
      output.assignCopy(of: input)
      return
    }
    let branch = self[0].forward(input)
    require(
      branch.shape == input.shape, "the output of its module",
      expected: "\(input.shape), as its input", got: branch.shape)
    output.assign(.add, input, branch)  // y = x + f(x)
  }

  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func backward(
    _ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    requireGradOutput(gradOutput)
    if count > 0 { self[0].backward(input, gradOutput) }
    if computesGradInput { join(gradOutput) }
    return gradInput
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    if count > 0 { self[0].updateGradInput(input, gradOutput) }
    join(gradOutput)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func join(_ gradOutput: Tensor<Scalar>) {
    if count > 0 {
      gradInput.assign(.add, gradOutput, self[0].gradInput)  // dx = dy + f'(x) dy
    } else {
      gradInput.assignCopy(of: gradOutput)
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    if count > 0 { self[0].accGradParameters(input, gradOutput) }
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard count > 0 else { return inputShape }
    let branch = try self[0].outputShape(for: inputShape)
    if branch != inputShape {
      throw ShapeError(self, expected: "\(branch), as the output of its module", given: inputShape)
    }
    return inputShape
  }

  public override func emptyReplica() -> Container<Scalar> { Residual() }
}
