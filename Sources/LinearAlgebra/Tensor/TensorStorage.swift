/// A block of memory that one or more tensors look at.
///
/// The block is either allocated here, aligned to 64 bytes (a cache line, and the widest vector),
/// or lies inside the block of another storage, which is then kept alive.
package final class TensorStorage<Scalar: BLASScalar>: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Scalar>
  package let capacity: Int
  private let owner: TensorStorage?

  static var alignment: Int { 64 }

  /// Allocates a block for `capacity` scalars, without giving them values.
  package init(capacity: Int) {
    // Whole cache lines: no other allocation then shares the last one.
    let bytes = max(1, capacity) * MemoryLayout<Scalar>.stride
    let rounded = (bytes + Self.alignment - 1) / Self.alignment * Self.alignment
    base = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: Self.alignment)
      .bindMemory(to: Scalar.self, capacity: capacity)
    self.capacity = capacity
    owner = nil
  }

  /// A part of another block.
  package init(in owner: TensorStorage, offset: Int, capacity: Int) {
    precondition(offset >= 0 && capacity >= 0 && offset + capacity <= owner.capacity)
    base = owner.base + offset
    self.capacity = capacity
    self.owner = owner
  }

  deinit {
    if owner == nil { UnsafeMutableRawPointer(base).deallocate() }
  }
}
