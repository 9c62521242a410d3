/// A dense array of scalars in row-major order.
///
/// Tensors are values: a copy never changes when the original does. The copy is made only when one
/// of the two is written to, and operations that overwrite a tensor as a whole (`setProduct`,
/// `assign` and their like) reuse its memory if nobody else looks at it, else take fresh memory
/// without copying what would be overwritten. A loop that keeps no results therefore allocates
/// nothing.
///
/// ```swift
/// let t = Tensor<Double>(shape: [2, 3], [1, 2, 3, 4, 5, 6])
/// t.shape == [2, 3]
/// t[1, 2]              // 6
/// t.scalars            // [1, 2, 3, 4, 5, 6]
/// (t * 2).sum(axis: 0) // [10, 14, 18]
/// ```
///
/// A tensor's own memory is aligned to 64 bytes. An extent may be 0. NaN propagates through every
/// operation.
@frozen public struct Tensor<Scalar: BLASScalar>: @unchecked Sendable {
  // `base` points into `storage`; keeping it here saves a load in every operation.
  @usableFromInline var storage: TensorStorage?
  @usableFromInline var base: UnsafeMutablePointer<Scalar>

  /// The extents, outermost first.
  public internal(set) var shape: Shape

  /// A place inside a larger block (see `Parameter` in Backprop) is written through: assigning to
  /// its elements never moves it, whoever else looks at it.
  @usableFromInline var isPlace: Bool

  /// A tensor with no scalars, of shape `[0]`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init() {
    storage = nil
    base = Self.noScalars
    shape = Shape(0)
    isPlace = false
  }

  /// Makes a tensor whose scalars have no values yet; all of them must be written before any is
  /// read.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package init(uninitialized shape: Shape) {
    self.shape = shape
    isPlace = false
    let count = shape.count
    if count == 0 {
      storage = nil
      base = Self.noScalars
    } else {
      let storage = TensorStorage(of: Scalar.self, capacity: count)
      self.storage = storage
      base = storage.scalars()
    }
  }

  /// A tensor that looks at the memory of `storage` and writes through to it.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package init(placeIn storage: TensorStorage, shape: Shape) {
    precondition(shape.count * MemoryLayout<Scalar>.stride <= storage.byteCount)
    self.storage = storage
    base = storage.scalars()
    self.shape = shape
    isPlace = true
  }

  /// A tensor with the given scalars, of which there must be as many as the shape has.
  public init(shape: Shape, _ scalars: [Scalar]) {
    require(
      scalars.count == shape.count,
      "Tensor: shape \(shape) has \(shape.count) scalars, \(scalars.count) were given")
    self.init(uninitialized: shape)
    scalars.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { Scalar.copy(start, base, source.count) }
    }
  }

  /// A tensor in which every scalar has the same value.
  public init(shape: Shape, repeating value: Scalar) {
    self.init(uninitialized: shape)
    Scalar.fill(value, base, shape.count)
  }

  /// A vector.
  public init(_ scalars: [Scalar]) {
    self.init(shape: Shape(scalars.count), scalars)
  }

  /// A matrix, given by its rows, which must have the same length.
  public init(rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      require(
        row.count == columns,
        "Tensor: row \(index) has \(row.count) scalars, row 0 has \(columns)")
    }
    self.init(shape: Shape(rows.count, columns), rows.flatMap { $0 })
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(shape: shape, repeating: 0) }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { Tensor(shape: shape, repeating: 1) }

  /// The identity matrix of the given size.
  public static func identity(_ size: Int) -> Tensor {
    var matrix = zeros(Shape(size, size))
    for index in 0..<size { matrix[index, index] = 1 }
    return matrix
  }

  /// The number of scalars.
  @inlinable public var count: Int { shape.count }
  /// The number of extents.
  @inlinable public var rank: Int { shape.rank }
  /// Whether there are no scalars.
  public var isEmpty: Bool { count == 0 }

  /// The scalars, in row-major order.
  ///
  /// - Complexity: O(`count`): makes an array.
  public var scalars: [Scalar] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      if let start = buffer.baseAddress { Scalar.copy(base, start, count) }
      initialized = count
    }
  }

  /// The value of a tensor that holds a single scalar, of whatever rank.
  public var scalar: Scalar {
    require(count == 1, "Tensor of shape \(shape) is not a single scalar")
    return base[0]
  }

  private static var noScalars: UnsafeMutablePointer<Scalar> {
    UnsafeMutablePointer(bitPattern: TensorStorage.alignment)!
  }
}

// MARK: - Access to the memory

extension Tensor {
  /// The first scalar. Valid while the tensor is alive and not written to.
  @inlinable package var pointer: UnsafePointer<Scalar> { UnsafePointer(base) }

  /// The first scalar, for writing to some of the scalars: copies them first if somebody else
  /// looks at them.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func mutablePointer() -> UnsafeMutablePointer<Scalar> {
    if storage != nil, !isPlace, !ownsStorage() {
      let copy = TensorStorage(of: Scalar.self, capacity: count)
      Scalar.copy(base, copy.scalars(), count)
      storage = copy
      base = copy.scalars()
    }
    return base
  }

  /// Gives the tensor a shape, for writing all of its scalars: what it held is lost, its memory is
  /// reused if it is large enough and nobody else looks at it.
  ///
  /// The scalars have undefined values until they are written. Layers prepare their `output` and
  /// `gradInput` with it.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func prepareToOverwrite(shape: Shape) {
    if shape == self.shape && (isPlace || ownsStorage()) { return }
    let count = shape.count
    if isPlace {
      fatalError("a parameter of shape \(self.shape) can't take the shape \(shape)")
    }
    if count == 0 {
      // Keeps the memory for the next batch that isn't empty.
      if !ownsStorage() {
        storage = nil
        base = Self.noScalars
      }
    } else if !ownsStorage() || room < count {
      // The old memory goes first, so that the allocator may hand it out again.
      storage = nil
      let fresh = TensorStorage(of: Scalar.self, capacity: count)
      storage = fresh
      base = fresh.scalars()
    }
    self.shape = shape
  }

  /// Whether there is memory that nobody else looks at. A slice of a place looks at part of a block
  /// that others see, even when the place itself is gone.
  private mutating func ownsStorage() -> Bool {
    isKnownUniquelyReferenced(&storage) && storage?.isPart == false
  }

  /// The scalars from `base` to the end of the storage.
  private var room: Int {
    guard let storage else { return 0 }
    return (storage.byteCount - (UnsafeMutableRawPointer(base) - storage.base))
      / MemoryLayout<Scalar>.stride
  }

  /// Whether nobody else looks at the memory.
  package mutating func isUniquelyReferenced() -> Bool {
    storage == nil || isKnownUniquelyReferenced(&storage)
  }

  /// Calls `body` with the scalars, in row-major order.
  public func withUnsafeScalars<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: base, count: count))
  }

  /// Calls `body` with the scalars, in row-major order, for reading and writing.
  public mutating func withUnsafeMutableScalars<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = mutablePointer()
    return try body(UnsafeMutableBufferPointer(start: start, count: count))
  }

  /// The same memory under another shape with as many scalars, or part of it.
  func view(offset: Int, shape: Shape) -> Tensor {
    if shape.count == 0 { return Tensor(uninitialized: shape) }
    var view = self
    view.base += offset
    view.shape = shape
    view.isPlace = false
    return view
  }

  /// A copy with memory of its own.
  package func copied() -> Tensor {
    var copy = Tensor(uninitialized: shape)
    Scalar.copy(base, copy.mutablePointer(), count)
    return copy
  }

  /// Overwrites this tensor with a copy of another one; takes its shape.
  ///
  /// Assigning (`output = input`) copies nothing, but then neither tensor can be overwritten in place
  /// while the other one is there.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func assignCopy(of other: Tensor) {
    prepareToOverwrite(shape: other.shape)
    Scalar.copy(other.base, base, count)
  }
}
