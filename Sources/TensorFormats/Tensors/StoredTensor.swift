/// A tensor as it stands in a file: a type, a shape, and the bytes of the elements, little-endian and
/// in row-major order.
///
/// ```swift
/// let weights = Tensor<Float>(rows: [[1, 2], [3, 4]])
/// let stored = StoredTensor(weights)               // F32, [2, 2], 16 bytes
/// let doubles = try stored.tensor(as: Double.self) // exactly
/// ```
///
/// A tensor that was read shares the memory of its file.
public struct StoredTensor: Sendable, Hashable {
  /// The type of the elements.
  public let type: ElementType
  /// The extents, outermost first; `[]` for a single element.
  public let shape: Shape
  let storage: ArraySlice<UInt8>

  /// A tensor with the given bytes, of which there must be as many as type and shape ask for.
  public init(type: ElementType, shape: Shape, bytes: [UInt8]) {
    self.init(type, shape, bytes[...])
  }

  init(_ type: ElementType, _ shape: Shape, _ bytes: ArraySlice<UInt8>) {
    require(
      bytes.count == shape.count * type.size,
      "StoredTensor: \(type.rawValue) of shape \(shape) has \(shape.count * type.size) bytes, "
        + "\(bytes.count) were given")
    self.type = type
    self.shape = shape
    storage = bytes
  }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The elements' bytes.
  ///
  /// - Complexity: O(`count`): makes an array.
  public var bytes: [UInt8] { Array(storage) }

  /// Calls `body` with the elements' bytes, which need not be aligned.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeBufferPointer { buffer throws(Failure) in
      try body(UnsafeRawBufferPointer(buffer))
    }
  }

  /// The same elements under another shape of as many elements.
  public func reshaped(to shape: Shape) -> StoredTensor {
    require(
      shape.count == count,
      "StoredTensor of shape \(self.shape) can't take the shape \(shape) of \(shape.count) elements"
    )
    return StoredTensor(type, shape, storage)
  }
}
