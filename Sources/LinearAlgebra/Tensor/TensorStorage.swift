/// A block of memory that one or more tensors look at.
///
/// The block is either allocated here, aligned to 64 bytes (a cache line, and the widest vector),
/// or lies inside the block of another storage, which is then kept alive.
///
/// It counts bytes and knows no type of scalar: asking whether a class that is not generic is
/// uniquely referenced takes one load; of a generic one Swift first looks up its metadata.
@usableFromInline package final class TensorStorage: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let byteCount: Int
  private let owner: TensorStorage?

  static let alignment = 64

  /// Whether the block lies inside another one.
  var isPart: Bool { owner != nil }

  /// Allocates a block for scalars, without giving them values.
  package init<Scalar: BLASScalar>(of type: Scalar.Type, capacity: Int) {
    byteCount = capacity * MemoryLayout<Scalar>.stride
    // Whole cache lines: no other allocation then shares the last one.
    let rounded = (max(1, byteCount) + Self.alignment - 1) / Self.alignment * Self.alignment
    base = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: Self.alignment)
    owner = nil
  }

  /// A part of another block, given in scalars.
  package init<Scalar: BLASScalar>(
    in owner: TensorStorage, of type: Scalar.Type, offset: Int, capacity: Int
  ) {
    let stride = MemoryLayout<Scalar>.stride
    precondition(offset >= 0 && capacity >= 0 && (offset + capacity) * stride <= owner.byteCount)
    base = owner.base + offset * stride
    byteCount = capacity * stride
    self.owner = owner
  }

  /// The block as scalars.
  @inline(__always)
  func scalars<Scalar: BLASScalar>() -> UnsafeMutablePointer<Scalar> {
    base.assumingMemoryBound(to: Scalar.self)
  }

  deinit {
    if owner == nil { base.deallocate() }
  }
}
