/// Branches that all take the same input, with their outputs side by side.
///
/// ```
/// y  = [f_1(x), f_2(x), ...]
/// dx = f_1'(x) dy_1 + f_2'(x) dy_2 + ...
/// ```
///
/// - Input `[batch, ...]`, as every branch takes it; outputs `[batch, features, ...]`, the same but for
///   the features, which are joined: the second axis.
/// - dy_i are the columns of dy that came from branch i. The sum goes in the order of the branches.
/// - Without branches there is no output to give: a pass stops the program.
///
/// Torch7: `nn.Concat(2)`, on a batch. Its dimension to join may be another one.
///
/// ```swift
/// let net = Concat<Double>(Linear(4, 5), Sequential(Linear(4, 6), Tanh()))
/// net.forward(Tensor.zeros([3, 4])).shape  // [3, 11]
/// ```
public final class Concat<Scalar: BLASScalar>: Container<Scalar> {
  @exclusivity(unchecked) private var joined = JoinedFeatures<Scalar>()

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    requireBranches()
    dropAliases()
    for module in children { module.forward(input) }
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
    for (index, module) in children.enumerated() { module.backward(input, joined.parts[index]) }
    if computesGradInput { addUp() }
    return gradInput
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    joined.split(gradOutput, by: children)
    for (index, module) in children.enumerated() {
      module.updateGradInput(input, joined.parts[index])
    }
    addUp()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    joined.split(gradOutput, by: children)
    for (index, module) in children.enumerated() {
      module.accGradParameters(input, joined.parts[index])
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func addUp() {
    gradInput.assignCopy(of: self[0].gradInput)
    for module in children.dropFirst() { gradInput += module.gradInput }
  }

  private func requireBranches() {
    if count == 0 { fatalError("\(label): has no modules, so its output is undefined") }
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    if count == 0 { throw ShapeError(self, expected: "a module to give it to", given: inputShape) }
    return try joinedShape(
      children.map { try $0.outputShape(for: inputShape) }, for: inputShape)
  }

  public override func emptyReplica() -> Container<Scalar> { Concat() }
}
