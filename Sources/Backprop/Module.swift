@_exported import LinearAlgebra

/// A part of a network: a function of a tensor with parameters, and its derivatives.
///
/// A module computes `y = f(x)` and, given the gradient of a loss with respect to y, the gradients
/// with respect to x and to its parameters:
///
/// ```swift
/// let output = module.forward(input)                  // updateOutput
/// let gradInput = module.backward(input, gradOutput)  // updateGradInput, accGradParameters
/// ```
///
/// `backward` follows a `forward` of the same input. To write a module of your own, override the
/// three hooks (`accGradParameters` only if it has parameters):
///
/// - `updateOutput` writes `output`,
/// - `updateGradInput` writes `gradInput`, which has the shape of the input,
/// - `accGradParameters` *adds* to the gradients of the parameters.
///
/// Modules divide nothing by the batch size: only criterions do. An empty batch has empty results and
/// adds nothing to the gradients of the parameters.
///
/// `output` and `gradInput` are overwritten in place by the next pass while nobody else holds them;
/// a result that was kept never changes. Modules may not be used from two threads at once: take a
/// `replica()` for each thread.
///
/// Torch7: `nn.Module`.
open class Module<Scalar: BLASScalar>: CustomStringConvertible {
  /// The result of the last `forward`.
  @exclusivity(unchecked) public final var output = Tensor<Scalar>()
  /// The result of the last `backward`: the gradient with respect to the input.
  @exclusivity(unchecked) public final var gradInput = Tensor<Scalar>()

  /// Whether the module trains (as it does at first) or is evaluated; they differ for `Dropout`.
  public private(set) final var isTraining = true

  /// Whether `backward` computes `gradInput`. Switched off, `gradInput` stays empty.
  ///
  /// A training loop that has no use for the gradient of the network's input switches it off for
  /// the network, which saves a third of the first layer's work.
  open var computesGradInput: Bool = true {
    didSet { if !computesGradInput { gradInput = Tensor() } }
  }

  /// Where the module stands in its container, for messages.
  final var place: String?

  /// Makes a module in training mode.
  public init() {}

  // MARK: The protocol

  /// Computes the output for an input.
  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public final func forward(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    updateOutput(input)
    return output
  }

  /// Computes the gradient with respect to the input of the last `forward`, and adds to the
  /// gradients of the parameters.
  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  open func backward(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) -> Tensor<Scalar> {
    if computesGradInput { updateGradInput(input, gradOutput) }
    accGradParameters(input, gradOutput)
    return gradInput
  }

  /// Computes the output and writes it to `output`. Every module overrides it.
  open func updateOutput(_ input: Tensor<Scalar>) {
    fatalError("\(Self.self) does not override updateOutput")
  }

  /// Computes the gradient with respect to the input and writes it to `gradInput`. Every module
  /// overrides it.
  open func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    fatalError("\(Self.self) does not override updateGradInput")
  }

  /// Adds the gradients with respect to the module's own parameters to their `grad`.
  open func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {}

  // MARK: Structure

  /// The modules that this one is made of.
  ///
  /// `zeroGradParameters` asks for them at every step: return a stored array.
  open var children: [Module<Scalar>] { [] }

  /// The names of the children, in their order: their positions, if nothing else is given.
  open var childNames: [String] { children.indices.map(String.init) }

  /// The parameters of this module alone, without those of its children.
  ///
  /// `zeroGradParameters` asks for them at every step: return a stored array.
  open var ownParameters: [Parameter<Scalar>] { [] }

  /// The buffers of this module alone: what it keeps from pass to pass and does not learn, such as
  /// running means. They are saved with the parameters, and shared by replicas.
  open var ownBuffers: [Buffer<Scalar>] { [] }

  /// The random generator of a module that draws numbers. It can be saved and restored, so that a
  /// random forward pass can be repeated.
  open var ownGenerator: PhiloxGenerator? {
    get { nil }
    set {}
  }

  /// Forgets results that share memory with another tensor, such as the input. Containers call it
  /// before each forward pass, so that their children can overwrite their results in place.
  open func dropAliases() {}

  /// The shape of the output for an input of the given shape.
  ///
  /// - Throws: `ShapeError` if the module can't take such an input.
  open func outputShape(for inputShape: Shape) throws -> Shape { inputShape }

  /// Makes a module of the same kind that shares the parameters and buffers of this one. User-defined
  /// modules override it to be used with `replica()`.
  open func makeReplica() -> Module<Scalar> {
    fatalError("\(Self.self) does not override makeReplica")
  }

  /// What the module is, in a few words: `Linear 4 -> 8`.
  open var description: String { typeName }

  // MARK: What works on the whole tree

  /// Sets the gradients of all parameters to 0.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public final func zeroGradParameters() {
    for parameter in ownParameters { parameter.zeroGrad() }
    for child in children { child.zeroGradParameters() }
  }

  /// The parameters of this module and all below it, in order, a shared one once.
  public final func getParameters() -> [Parameter<Scalar>] {
    namedParameters().map(\.parameter)
  }

  /// The gradients of `getParameters()`, in the same order: snapshots, which don't change later.
  public final func getGradParameters() -> [Tensor<Scalar>] {
    getParameters().map(\.grad)
  }

  /// The parameters with their paths, such as `0.weight`; a shared one once, under its first path.
  public final func namedParameters() -> [(path: String, parameter: Parameter<Scalar>)] {
    var seen = Set<ObjectIdentifier>()
    var found: [(path: String, parameter: Parameter<Scalar>)] = []
    visit { module, path in
      for parameter in module.ownParameters where seen.insert(ObjectIdentifier(parameter)).inserted
      {
        found.append((path.isEmpty ? parameter.name : path + "." + parameter.name, parameter))
      }
    }
    return found
  }

  /// The buffers with their paths, such as `1.running_mean`; a shared one once, under its first path.
  ///
  /// Together with `namedParameters()` they are all that a network learned: a file of a model holds
  /// both. They are not among the parameters, and optimizers aren't given them.
  public final func namedBuffers() -> [(path: String, buffer: Buffer<Scalar>)] {
    var seen = Set<ObjectIdentifier>()
    var found: [(path: String, buffer: Buffer<Scalar>)] = []
    visit { module, path in
      for buffer in module.ownBuffers where seen.insert(ObjectIdentifier(buffer)).inserted {
        found.append((path.isEmpty ? buffer.name : path + "." + buffer.name, buffer))
      }
    }
    return found
  }

  /// Moves all parameters into one packed vector (those not packed yet) and returns it.
  @discardableResult
  public final func flatten() -> ParameterVector<Scalar> { ParameterVector(getParameters()) }

  /// Calls `body` with this module and all below it, each with its path: `""`, `0`, `2.1`.
  public final func visit(_ body: (_ module: Module<Scalar>, _ path: String) -> Void) {
    visit(path: "", body)
  }

  private func visit(path: String, _ body: (Module<Scalar>, String) -> Void) {
    body(self, path)
    for (name, child) in zip(childNames, children) {
      child.visit(path: path.isEmpty ? name : path + "." + name, body)
    }
  }

  /// Puts this module and all below it into training mode.
  public final func training() { setTraining(true) }

  /// Puts this module and all below it into evaluation mode, in which nothing is random.
  public final func evaluate() { setTraining(false) }

  private func setTraining(_ isTraining: Bool) {
    self.isTraining = isTraining
    for child in children { child.setTraining(isTraining) }
  }

  /// A module that shares the parameters and buffers of this one and owns its results, in the same
  /// mode.
  ///
  /// For serving from several threads: one replica a thread. Parameters and buffers may be read by
  /// all of them at once; writing them meanwhile is a mistake. Training writes the parameters, and a
  /// forward pass in training mode the running statistics of `BatchNorm1d`: serve in evaluation mode.
  public final func replica() -> sending Module<Scalar> {
    // Nothing mutable is shared but parameters and buffers, which the comment above speaks of.
    nonisolated(unsafe) let replica = makeReplica()
    replica.isTraining = isTraining
    replica.computesGradInput = computesGradInput
    return replica
  }
}
