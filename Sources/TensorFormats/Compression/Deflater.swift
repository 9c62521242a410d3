internal import CZlib

/// Compresses bytes piece by piece: zlib's deflate.
final class Deflater {
  private let stream: UnsafeMutablePointer<z_stream>

  /// Level 6, zlib's own default. The gzip header has no time and no name, so that the same bytes
  /// make the same file.
  init(_ wrapping: Inflater.Wrapping) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    require(status == Z_OK, "zlib: there is no memory for the compression")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Compresses the bytes that follow, and appends what comes out; all that is left if they are the
  /// last.
  func append(_ input: ArraySlice<UInt8>, isLast: Bool, to output: inout [UInt8]) {
    var rest = input
    repeat {
      // zlib counts in 32 bits.
      let piece = rest.prefix(1 << 30)
      rest = rest.dropFirst(piece.count)
      append(piece, flush: isLast && rest.isEmpty ? Z_FINISH : Z_NO_FLUSH, &output)
    } while !rest.isEmpty
  }

  private func append(_ piece: ArraySlice<UInt8>, flush: Int32, _ output: inout [UInt8]) {
    piece.withUnsafeBufferPointer { input in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.pointee.avail_in = UInt32(input.count)
      let block = 1 << 16
      var status: Int32
      repeat {
        status = Z_OK
        let part = [UInt8](unsafeUninitializedCapacity: block) { buffer, initialized in
          stream.pointee.next_out = buffer.baseAddress
          stream.pointee.avail_out = UInt32(block)
          status = deflate(stream, flush)
          initialized = block - Int(stream.pointee.avail_out)
        }
        output += part
      } while stream.pointee.avail_out == 0 && status != Z_STREAM_END
    }
  }

  /// Bytes compressed at once.
  static func compressed(_ bytes: [UInt8], _ wrapping: Inflater.Wrapping) -> [UInt8] {
    var output: [UInt8] = []
    Deflater(wrapping).append(bytes[...], isLast: true, to: &output)
    return output
  }
}
