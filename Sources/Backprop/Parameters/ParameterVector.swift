/// Parameters seen as one long vector, in their order: what an optimizer works on.
///
/// Parameters that are not packed yet are moved side by side into one block of memory; those that
/// are stay where they are. So the vector lies in one piece, as a rule, and in a few where parts of
/// it were packed before, by an optimizer of a part of the network for instance.
///
/// ```swift
/// let vector = net.flatten()
/// vector.count
/// vector.values = vector.values * 0.5
/// ```
public struct ParameterVector<Scalar: BLASScalar> {
  /// The parameters, a shared one once.
  public let parameters: [Parameter<Scalar>]
  /// The number of scalars in all.
  public let count: Int
  let segments: [Segment]

  /// A stretch of the vector that lies in one piece. Its pointers are good while the parameters are.
  public struct Segment {
    /// The first value.
    public let value: UnsafeMutablePointer<Scalar>
    /// The gradient with respect to it.
    public let grad: UnsafeMutablePointer<Scalar>
    /// The position of the first scalar in the vector.
    public let offset: Int
    /// The number of scalars.
    public internal(set) var count: Int
  }

  /// The vector of the given parameters, each taken once.
  public init(_ parameters: [Parameter<Scalar>]) {
    var seen = Set<ObjectIdentifier>()
    let distinct = parameters.filter { seen.insert(ObjectIdentifier($0)).inserted }
    let loose = distinct.filter { $0.pack == nil }
    if !loose.isEmpty { _ = ParameterPack(moving: loose) }

    self.parameters = distinct
    count = distinct.reduce(0) { $0 + $1.count }
    segments = Self.pieces(distinct) { _ in 0 }.map(\.segment)
  }

  /// The stretches that lie in one piece and whose parameters have the same group.
  func pieces(
    groupOf group: (Parameter<Scalar>) -> Int
  ) -> [(segment: Segment, group: Int)] {
    Self.pieces(parameters, groupOf: group)
  }

  private static func pieces(
    _ parameters: [Parameter<Scalar>], groupOf group: (Parameter<Scalar>) -> Int
  ) -> [(segment: Segment, group: Int)] {
    var pieces: [(segment: Segment, group: Int)] = []
    var offset = 0
    var previous: Parameter<Scalar>?
    for parameter in parameters {
      let index = group(parameter)
      if let last = previous, last.pack === parameter.pack,
        last.packOffset + last.count == parameter.packOffset,
        pieces[pieces.count - 1].group == index
      {
        pieces[pieces.count - 1].segment.count += parameter.count
      } else {
        let (value, grad) = parameter.pointers
        let segment = Segment(value: value, grad: grad, offset: offset, count: parameter.count)
        pieces.append((segment, index))
      }
      offset += parameter.count
      previous = parameter
    }
    return pieces
  }

  /// All values, one parameter after the other: a snapshot when read, written through when assigned.
  ///
  /// - Complexity: O(`count`).
  public var values: Tensor<Scalar> {
    get { Tensor.concatenating(rows: parameters.map { $0.value.flattened }) }
    nonmutating set {
      assign(newValue) { parameter, part in parameter.value = part }
    }
  }

  /// All gradients, one parameter after the other: a snapshot when read, written through when
  /// assigned.
  ///
  /// - Complexity: O(`count`).
  public var gradients: Tensor<Scalar> {
    get { Tensor.concatenating(rows: parameters.map { $0.grad.flattened }) }
    nonmutating set {
      assign(newValue) { parameter, part in parameter.grad = part }
    }
  }

  /// Sets all gradients to 0.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func zeroGradParameters() {
    for parameter in parameters { parameter.zeroGrad() }
  }

  /// Calls `body` with each stretch of the vector, in order: for an optimizer's one pass over all
  /// of it, without a copy. Gradients that stand at zero are written out first.
  ///
  /// ```swift
  /// override func updateParameters() {  // plain gradient descent
  ///   vector.forEachSegment { segment in
  ///     for i in 0..<segment.count { segment.value[i] -= learningRate * segment.grad[i] }
  ///   }
  /// }
  /// ```
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forEachSegment(_ body: (Segment) -> Void) {
    materializeGradients()
    for segment in segments { body(segment) }
  }

  /// Writes out the gradients that stand at zero.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func materializeGradients() {
    for parameter in parameters { parameter.materializeGrad() }
  }

  private func assign(
    _ vector: Tensor<Scalar>, _ body: (Parameter<Scalar>, Tensor<Scalar>) -> Void
  ) {
    guard vector.shape == Shape(count) else {
      fatalError("ParameterVector: a tensor of shape \(vector.shape) for \(count) scalars")
    }
    var offset = 0
    for parameter in parameters {
      let part = vector.rows(offset..<(offset + parameter.count))
      body(parameter, part.reshaped(to: parameter.shape))
      offset += parameter.count
    }
  }
}
