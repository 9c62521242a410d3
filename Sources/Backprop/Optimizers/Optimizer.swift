/// A rule that changes parameters along their gradients.
///
/// ```swift
/// let optimizer = SGD(net.getParameters(), learningRate: 0.1, momentum: 0.9)
/// for (input, target) in batches {
///   optimizer.zeroGradParameters()
///   net.forward(input)
///   criterion.forward(net.output, target)
///   net.backward(input, criterion.backward(net.output, target))
///   optimizer.step()
/// }
/// ```
///
/// The parameters are packed side by side (see `ParameterVector`), so that a step is one pass; with
/// groups (see `ParameterGroup`), one pass over each stretch of one group. To write one of your own,
/// override `updateParameters`, and `codeState` if it remembers anything.
open class Optimizer<Scalar: BLASScalar>: CustomStringConvertible {
  /// The parameters, as one vector.
  public final let vector: ParameterVector<Scalar>
  /// The step size.
  @exclusivity(unchecked) public final var learningRate: Scalar
  /// The number of steps taken.
  @exclusivity(unchecked) public private(set) final var stepCount = 0
  /// The parameters with options of their own.
  public final let groups: [ParameterGroup<Scalar>]
  /// The vector cut where the group changes.
  private let pieces: [Piece]

  private struct Piece {
    let segment: ParameterVector<Scalar>.Segment
    let group: ParameterGroup<Scalar>?
  }

  /// Packs the parameters, each taken once. What is in no group has the optimizer's own options.
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar, groups: [ParameterGroup<Scalar>] = []
  ) {
    if !(learningRate >= 0) { fatalError("learning rate \(learningRate) is not at least 0") }
    vector = ParameterVector(parameters)
    self.learningRate = learningRate
    self.groups = groups
    let indices = Self.groupIndices(vector.parameters, groups)
    pieces = vector.pieces { indices[ObjectIdentifier($0)] ?? -1 }.map { segment, index in
      Piece(segment: segment, group: index < 0 ? nil : groups[index])
    }
  }

  private static func groupIndices(
    _ parameters: [Parameter<Scalar>], _ groups: [ParameterGroup<Scalar>]
  ) -> [ObjectIdentifier: Int] {
    let known = Set(parameters.map { ObjectIdentifier($0) })
    var indices: [ObjectIdentifier: Int] = [:]
    for (index, group) in groups.enumerated() {
      for parameter in group.parameters {
        let name = "parameter \(parameter.name) of group \(index)"
        if !known.contains(ObjectIdentifier(parameter)) {
          fatalError("\(name) is not among the optimizer's parameters")
        }
        if let other = indices.updateValue(index, forKey: ObjectIdentifier(parameter)),
          other != index
        {
          fatalError("\(name) is in group \(other), too")
        }
      }
    }
    return indices
  }

  /// Changes the parameters along their gradients, once.
  public final func step() {
    stepCount += 1
    updateParameters()
  }

  /// Does the work of a step; `stepCount` is 1 in the first. Every optimizer overrides it.
  open func updateParameters() {
    fatalError("\(Self.self) does not override updateParameters")
  }

  /// Calls `body` with each stretch of the vector whose parameters have the same options, and with
  /// these: a rate and a weight decay of the optimizer as the group changes them. Gradients that
  /// stand at zero are written out first.
  ///
  /// ```swift
  /// override func updateParameters() {  // plain gradient descent
  ///   forEachSegment(rate: learningRate) { segment, rate, _ in
  ///     for i in 0..<segment.count { segment.value[i] -= rate * segment.grad[i] }
  ///   }
  /// }
  /// ```
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public final func forEachSegment(
    rate: Scalar, weightDecay: Scalar = 0,
    _ body: (_ segment: ParameterVector<Scalar>.Segment, _ rate: Scalar, _ weightDecay: Scalar) ->
      Void
  ) {
    vector.materializeGradients()
    for piece in pieces {
      if let group = piece.group {
        body(
          piece.segment, rate * group.learningRateMultiplier, group.weightDecay ?? weightDecay)
      } else {
        body(piece.segment, rate, weightDecay)
      }
    }
  }

  /// Sets the gradients of the optimizer's parameters to 0.
  public final func zeroGradParameters() { vector.zeroGradParameters() }

  /// The momentum that a schedule may change: `momentum` of SGD, `beta1` of Adam and its like; nil
  /// where there is none.
  open var scheduledMomentum: Scalar? {
    get { nil }
    set {}
  }

  /// What the optimizer is, in a few words.
  open var description: String { kind + " (learning rate \(learningRate))" }

  private var kind: String { String(String(describing: type(of: self)).prefix { $0 != "<" }) }

  // MARK: State

  /// What the optimizer remembers: vectors, step count, learning rate and other options, those of the
  /// groups too. Later steps don't change it.
  public final func state() -> OptimizerState<Scalar> {
    StateCoder.save(kind: kind, vectorCount: vector.count, codeState)
  }

  /// Goes on from a state: the next steps are, bit for bit, those that would have been taken.
  ///
  /// The optimizer must be one of the same kind over as many parameters, with as many groups.
  /// - Throws: `StateError`, which names what does not fit; then nothing has changed.
  public final func restore(_ state: OptimizerState<Scalar>) throws {
    try StateCoder.restore(state, kind: kind, vectorCount: vector.count, codeState)
  }

  /// Describes what the optimizer remembers (see `StateCoder`). An optimizer that remembers more than
  /// its learning rate overrides it, and calls `super` first.
  open func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try coder.constant("parameterCount", vector.count)
    try coder.constant("groupCount", groups.count)
    try coder.count("stepCount", &stepCount)
    try coder.option("learningRate", &learningRate, in: .nonNegative)
    for (index, group) in groups.enumerated() {
      let name = "groups.\(index)."
      try coder.constant(name + "parameterCount", group.parameters.reduce(0) { $0 + $1.count })
      try coder.option(
        name + "learningRateMultiplier", &group.learningRateMultiplier, in: .nonNegative)
      try coder.optional(name + "weightDecay", &group.weightDecay, in: .nonNegative)
    }
  }

  /// The first scalar of a vector over the parameters, which is made when it is first asked for.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  final func pointer(
    _ remembered: inout Tensor<Scalar>, repeating value: Scalar = 0
  ) -> UnsafeMutablePointer<Scalar> {
    if remembered.isEmpty {
      remembered = Tensor(shape: Shape(vector.count), repeating: value)
    }
    return remembered.mutablePointer()
  }

  /// The learning rate of the current step after Torch7's decay, rate / (1 + decay (step - 1)).
  final func decayedRate(_ decay: Scalar) -> Scalar {
    decay == 0 ? learningRate : learningRate / (1 + Scalar(stepCount - 1) * decay)
  }
}
