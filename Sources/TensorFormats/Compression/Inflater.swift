internal import CZlib

/// Decompresses deflated bytes piece by piece: zlib's inflate.
final class Inflater {
  /// What stands around the compressed blocks.
  enum Wrapping: Int32 {
    /// Nothing, as in zip files; 32 KB of history.
    case none = -15
    /// A header, and a checksum and the length at the end, which zlib checks.
    case gzip = 31
  }

  /// The most bytes that one byte of deflated data can stand for, roughly: two bits for a match of
  /// 258 bytes.
  static let mostExpansion = 1032

  private let stream: UnsafeMutablePointer<z_stream>

  init(_ wrapping: Wrapping) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    require(status == Z_OK, "zlib: there is no memory for the decompression")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Begins anew: for the next member of a gzip file.
  func reset() { inflateReset(stream) }

  /// How far a step came.
  struct Progress {
    let consumed: Int
    let produced: Int
    /// Whether the compressed data ended, checksum and all.
    let isAtEnd: Bool
  }

  /// Decompresses as much as input and room allow.
  ///
  /// - Throws: `FormatError` whose offset counts from the first byte of `input`.
  func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(FormatError) -> Progress {
    // zlib counts in 32 bits.
    let most = Int(UInt32.max)
    let given = min(input.count, most)
    let room = min(output.count, most)
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(given)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let status = inflate(stream, Z_NO_FLUSH)
    let consumed = given - Int(stream.pointee.avail_in)
    let produced = room - Int(stream.pointee.avail_out)
    // Z_BUF_ERROR: nothing to do without more input or room.
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's error \(status)"
      throw FormatError(
        .malformed(expected: "deflated data", found: "damage: \(reason)"), offset: consumed)
    }
    return Progress(consumed: consumed, produced: produced, isAtEnd: status == Z_STREAM_END)
  }
}
