/// A module that is made of others: what `Sequential`, `Concat` and their like have in common.
///
/// A container adds modules, names them, finds them by position and by name, hands on modes, makes
/// replicas and describes itself. What it computes with its modules is for the subclass to say, which
/// overrides the hooks of `Module` and
///
/// - `emptyReplica`, which makes a container of the same kind and settings without modules,
/// - `inputShape(ofChild:for:after:)`, which tells the shapes inside,
/// - `childComputesGradInput(at:)`, where not every module is asked for its gradInput only if the
///   container is.
///
/// A module that is added although it is in the network already is added as a replica: both places
/// share the parameters, and each keeps its own results for the backward pass.
///
/// Torch7: `nn.Container`.
///
/// ```swift
/// let net = Sequential<Double>(Linear(4, 8), Tanh())
/// net.add(Concat(Linear(8, 2), Linear(8, 3)), name: "heads")
/// net["heads"]  // the Concat
/// ```
open class Container<Scalar: BLASScalar>: Module<Scalar> {
  @exclusivity(unchecked) private var modules: [Module<Scalar>] = []
  private var names: [String] = []

  /// A container of the given modules.
  public convenience init(_ modules: Module<Scalar>...) {
    self.init(modules)
  }

  /// A container of the given modules.
  public init(_ modules: [Module<Scalar>]) {
    super.init()
    for module in modules { add(module) }
  }

  /// Adds a module at the end. Its name, by default its position, stands in the paths of its
  /// parameters; it must be new here, and without a full stop. Added to a network in evaluation mode
  /// it is put into that mode.
  public final func add(_ module: Module<Scalar>, name: String? = nil) {
    let name = name ?? String(count)
    if names.contains(name) || name.contains(".") {
      fatalError("\(typeName): \"\(name)\" can't be the name of module \(count)")
    }
    let isReused = module === self || containsAny(of: module)
    let child = isReused ? module.replica() : module
    if !isTraining { child.evaluate() }
    child.place = "module \(count) of \(typeName)"
    // Those that need not be asked for their gradInput, also a replica of one that is not.
    child.computesGradInput = childComputesGradInput(at: count)
    modules.append(child)
    names.append(name)
    didAdd()
  }

  private func containsAny(of module: Module<Scalar>) -> Bool {
    var present = Set<ObjectIdentifier>()
    visit { module, _ in present.insert(ObjectIdentifier(module)) }
    var found = false
    module.visit { module, _ in found = found || present.contains(ObjectIdentifier(module)) }
    return found
  }

  /// The number of modules.
  public final var count: Int { modules.count }

  /// The module at a position.
  public final subscript(index: Int) -> Module<Scalar> { modules[index] }

  /// The module with a name.
  public final subscript(name: String) -> Module<Scalar>? {
    names.firstIndex(of: name).map { modules[$0] }
  }

  /// The modules, in their order.
  public final override var children: [Module<Scalar>] { modules }
  /// The names of the modules.
  public final override var childNames: [String] { names }

  /// Hands the switch on to the modules that it concerns.
  public final override var computesGradInput: Bool {
    didSet {
      for (index, module) in modules.enumerated() {
        let computes = childComputesGradInput(at: index)
        if module.computesGradInput != computes { module.computesGradInput = computes }
      }
    }
  }

  /// Drops what the modules share with other tensors; a container whose own results are those of a
  /// module drops these too.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  open override func dropAliases() {
    for module in modules { module.dropAliases() }
  }

  /// A container of the same kind, whose modules are replicas of the modules of this one.
  public final override func makeReplica() -> Module<Scalar> {
    let replica = emptyReplica()
    for (module, name) in zip(modules, names) { replica.add(module.replica(), name: name) }
    return replica
  }

  /// The modules, one a line, as in Torch7.
  open override var description: String {
    guard count > 0 else { return "\(typeName) (empty)" }
    let lines = zip(names, modules).map { name, module in
      let text = module.description.split(separator: "\n").joined(separator: "\n  ")
      return "  (\(name)) \(text)"
    }
    return "\(typeName)\n" + lines.joined(separator: "\n")
  }

  // MARK: For subclasses

  /// Makes a container of the same kind and with the same settings, without modules.
  open func emptyReplica() -> Container<Scalar> {
    fatalError("\(Self.self) does not override emptyReplica")
  }

  /// Whether a module is asked for its gradInput: by default if the container is.
  open func childComputesGradInput(at index: Int) -> Bool { computesGradInput }

  /// The shape of the input of a module, for an input of the container: by default the same.
  ///
  /// `previous` is the shape of the output of the module before it; nil for the first.
  open func inputShape(
    ofChild index: Int, for inputShape: Shape, after previous: Shape?
  ) throws -> Shape { inputShape }

  /// A module was added.
  func didAdd() {}
}
