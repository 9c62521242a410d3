/// Modules one after the other: the output of each is the input of the next.
///
/// ```
/// y = f_n(... f_2(f_1(x)))
/// ```
///
/// Input and output have the shapes of the first module's input and the last one's output. Without
/// modules it is the identity.
///
/// A module that is added although it is in the network already is added as a replica: both places
/// share the parameters, and each keeps its own results for the backward pass.
///
/// Torch7: `nn.Sequential`.
///
/// ```swift
/// let net = Sequential<Double>(Linear(4, 8), LeakyReLU(slope: 0.03), Linear(8, 3), SoftMax())
/// net.add(Dropout(keep: 0.5))
/// net[0]     // Linear 4 -> 8
/// net.count  // 5
/// ```
public final class Sequential<Scalar: BLASScalar>: Container<Scalar> {
  /// What runs: the modules, or the identity where there are none.
  @exclusivity(unchecked) private var chain: [Module<Scalar>] = [Identity()]

  override func didAdd() { chain = children }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    dropAliases()
    var current = input
    for module in chain { current = module.forward(current) }
    output = current
  }

  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func backward(
    _ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    var gradient = gradOutput
    for index in chain.indices.reversed() {
      gradient = chain[index].backward(self.input(of: index, input), gradient)
    }
    gradInput = computesGradInput ? gradient : Tensor()
    return gradInput
  }

  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    var gradient = gradOutput
    for index in chain.indices.reversed() {
      chain[index].updateGradInput(self.input(of: index, input), gradient)
      gradient = chain[index].gradInput
    }
    gradInput = gradient
  }

  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    for index in chain.indices.reversed() {
      let gradient = index + 1 < chain.count ? chain[index + 1].gradInput : gradOutput
      chain[index].accGradParameters(self.input(of: index, input), gradient)
    }
  }

  /// What a module saw in the forward pass.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func input(of index: Int, _ input: Tensor<Scalar>) -> Tensor<Scalar> {
    index == 0 ? input : chain[index - 1].output
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func dropAliases() {
    // The last module's output and the first one's gradInput.
    output = Tensor()
    gradInput = Tensor()
    for module in chain { module.dropAliases() }
  }

  /// All but the first need it for the module before.
  public override func childComputesGradInput(at index: Int) -> Bool {
    index > 0 || computesGradInput
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    try children.reduce(inputShape) { shape, module in try module.outputShape(for: shape) }
  }

  public override func inputShape(
    ofChild index: Int, for inputShape: Shape, after previous: Shape?
  ) throws -> Shape { previous ?? inputShape }

  public override func emptyReplica() -> Container<Scalar> { Sequential() }
}
