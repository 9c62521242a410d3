internal import CZlib

/// The checksum of gzip, zip and PNG files: cyclic redundancy with the polynomial `0x04c11db7`,
/// reflected.
///
/// It finds every burst of up to 32 altered bits and misses other alterations once in 2^32; it
/// protects from accidents, not from people.
///
/// ```swift
/// var checksum = CRC32()
/// checksum.update([UInt8]("123456789".utf8))
/// checksum.value  // 0xcbf43926
/// ```
public struct CRC32: Sendable, Hashable {
  /// The checksum of all bytes so far; 0 of none.
  public private(set) var value: UInt32 = 0

  /// The checksum of no bytes.
  public init() {}

  /// The checksum of some bytes.
  public init(_ bytes: some Sequence<UInt8>) {
    update(bytes)
  }

  /// Continues with the bytes that follow.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      update(UnsafeRawBufferPointer(buffer))
    }
    if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
  }

  /// Continues with the bytes that follow.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // zlib takes no address for the start of a checksum.
    guard let start = bytes.baseAddress else { return }
    value = UInt32(
      truncatingIfNeeded: crc32_z(
        UInt(value), start.assumingMemoryBound(to: UInt8.self), bytes.count))
  }
}
