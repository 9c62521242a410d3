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
public final class Sequential<Scalar: BLASScalar>: Module<Scalar> {
  private var modules: [Module<Scalar>] = []
  private var names: [String] = []
  /// What runs: the modules, or the identity where there are none.
  private var chain: [Module<Scalar>] = [Identity()]

  /// A sequence of the given modules.
  public convenience init(_ modules: Module<Scalar>...) {
    self.init(modules)
  }

  /// A sequence of the given modules.
  public init(_ modules: [Module<Scalar>]) {
    super.init()
    for module in modules { add(module) }
  }

  /// Adds a module at the end. Its name, by default its position, stands in the paths of its
  /// parameters; it must be new here, and without a full stop. Added to a network in evaluation mode
  /// it is put into that mode.
  public func add(_ module: Module<Scalar>, name: String? = nil) {
    let name = name ?? String(count)
    if names.contains(name) || name.contains(".") {
      fatalError("Sequential: \"\(name)\" can't be the name of module \(count)")
    }
    let isReused = module === self || containsAny(of: module)
    let child = isReused ? module.replica() : module
    if !isTraining { child.evaluate() }
    child.place = "module \(count) of Sequential"
    // All but the first are asked for their gradInput, also a replica of a first one that is not.
    child.computesGradInput = modules.isEmpty ? computesGradInput : true
    modules.append(child)
    names.append(name)
    chain = modules
  }

  private func containsAny(of module: Module<Scalar>) -> Bool {
    var present = Set<ObjectIdentifier>()
    visit { module, _ in present.insert(ObjectIdentifier(module)) }
    var found = false
    module.visit { module, _ in found = found || present.contains(ObjectIdentifier(module)) }
    return found
  }

  /// The number of modules.
  public var count: Int { modules.count }

  /// The module at a position.
  public subscript(index: Int) -> Module<Scalar> { modules[index] }

  /// The module with a name.
  public subscript(name: String) -> Module<Scalar>? {
    names.firstIndex(of: name).map { modules[$0] }
  }

  public override var children: [Module<Scalar>] { modules }
  public override var childNames: [String] { names }

  public override var computesGradInput: Bool {
    didSet { chain[0].computesGradInput = computesGradInput }
  }

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

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    try modules.reduce(inputShape) { shape, module in try module.outputShape(for: shape) }
  }

  public override func makeReplica() -> Module<Scalar> {
    let replica = Sequential()
    for (module, name) in zip(modules, names) { replica.add(module.replica(), name: name) }
    return replica
  }

  /// The modules, one a line, as in Torch7.
  public override var description: String {
    guard count > 0 else { return "Sequential (empty)" }
    let lines = zip(names, modules).map { name, module in
      let text = module.description.split(separator: "\n").joined(separator: "\n  ")
      return "  (\(name)) \(text)"
    }
    return "Sequential\n" + lines.joined(separator: "\n")
  }
}
