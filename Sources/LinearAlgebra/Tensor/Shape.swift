/// The extents of a tensor, outermost first: `[batch, features]` for a batch of rows.
///
/// A shape has at most eight extents and keeps them in line, so that making, copying and comparing
/// one never allocates. `[]` is the shape of a single scalar.
///
/// ```swift
/// let shape: Shape = [2, 3]
/// shape.rank      // 2
/// shape.count     // 6 scalars
/// shape[1]        // 3
/// Shape([2, 3]) == shape
/// ```
@frozen public struct Shape: Sendable, Hashable {
  /// The most extents that a shape can have.
  public static let maximumRank = 8

  // Two halves rather than one SIMD8 keep the alignment of a shape, and so of everything that
  // holds one, at 16 bytes. Extents beyond the rank are 0, so that `==` may compare all.
  @usableFromInline var low: SIMD4<UInt32> = .zero
  @usableFromInline var high: SIMD4<UInt32> = .zero
  @usableFromInline var storedRank: UInt32 = 0

  /// The number of extents.
  @inlinable public var rank: Int { Int(storedRank) }

  /// The shape of a single scalar.
  @inlinable public init() {}

  /// The shape of a vector.
  @inlinable public init(_ extent: Int) {
    low[0] = Self.stored(extent)
    storedRank = 1
  }

  /// The shape of a matrix.
  @inlinable public init(_ rows: Int, _ columns: Int) {
    low = SIMD4(Self.stored(rows), Self.stored(columns), 0, 0)
    storedRank = 2
  }

  /// The shape with the given extents, of which there are at most eight.
  public init(_ extents: some Sequence<Int>) {
    for extent in extents { append(extent) }
  }

  /// The number of scalars: the product of the extents.
  @inlinable public var count: Int {
    var product = 1
    for axis in 0..<rank {
      let (partial, overflow) = product.multipliedReportingOverflow(by: self[axis])
      require(!overflow, "Shape \(self): the number of scalars overflows")
      product = partial
    }
    return product
  }

  /// The extent along an axis.
  @inlinable public subscript(axis: Int) -> Int {
    @inline(__always) get {
      require(axis >= 0 && axis < rank, "Shape \(self): no axis \(axis)")
      return Int(axis < 4 ? low[axis] : high[axis - 4])
    }
    set {
      require(axis >= 0 && axis < rank, "Shape \(self): no axis \(axis)")
      set(axis, newValue)
    }
  }

  /// Adds an innermost extent.
  @inlinable public mutating func append(_ extent: Int) {
    require(rank < Self.maximumRank, "a shape has at most \(Self.maximumRank) extents")
    storedRank += 1
    set(rank - 1, extent)
  }

  /// The shape without one of its extents, as a reduction along `axis` leaves it.
  public func removing(axis: Int) -> Shape {
    require(axis >= 0 && axis < rank, "Shape \(self): no axis \(axis)")
    var shape = Shape()
    for other in 0..<rank where other != axis { shape.append(self[other]) }
    return shape
  }

  /// The product of the extents from `axis` on.
  func count(from axis: Int) -> Int {
    var product = 1
    for other in axis..<Swift.max(axis, rank) { product *= self[other] }
    return product
  }

  /// The product of the extents before `axis`.
  func count(before axis: Int) -> Int {
    var product = 1
    for other in 0..<axis { product *= self[other] }
    return product
  }

  @inlinable mutating func set(_ axis: Int, _ extent: Int) {
    if axis < 4 { low[axis] = Self.stored(extent) } else { high[axis - 4] = Self.stored(extent) }
  }

  @inlinable static func stored(_ extent: Int) -> UInt32 {
    require(
      extent >= 0 && extent <= Int(UInt32.max), "\(extent) can't be an extent of a shape")
    return UInt32(truncatingIfNeeded: extent)
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// The shape with the given extents.
  public init(arrayLiteral extents: Int...) {
    self.init(extents)
  }
}

// No collection, though it looks like one: the `count` of a collection is that of its elements,
// and the standard library's algorithms rely on it; the `count` of a shape is that of the scalars.
extension Shape: Sequence {
  /// Goes through the extents, outermost first.
  public struct Iterator: IteratorProtocol, Sendable {
    private let shape: Shape
    private var axis = 0

    fileprivate init(_ shape: Shape) { self.shape = shape }

    /// The next extent.
    public mutating func next() -> Int? {
      guard axis < shape.rank else { return nil }
      defer { axis += 1 }
      return shape[axis]
    }
  }

  /// The extents, outermost first.
  public func makeIterator() -> Iterator { Iterator(self) }

  /// The rank.
  public var underestimatedCount: Int { rank }
}

extension Shape {
  /// The outermost extent.
  public var first: Int? { rank > 0 ? self[0] : nil }
  /// The innermost extent.
  public var last: Int? { rank > 0 ? self[rank - 1] : nil }
}

extension Shape: CustomStringConvertible {
  /// The extents in brackets: `[2, 3]`.
  public var description: String {
    "[" + map(String.init).joined(separator: ", ") + "]"
  }
}
