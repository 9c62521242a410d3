/// The bytes of a file, or of memory, from front to back; gunzipped if they are compressed.
final class ByteSource {
  /// The file, as it was named.
  let file: String?
  private let origin: OpenFile?
  /// What was read and not yet taken.
  private var buffer: [UInt8]
  private var position = 0
  /// Where the buffer begins in the file.
  private var bufferOffset = 0
  private var originIsAtEnd: Bool
  private var inflater: Inflater?
  private var isAtEnd = false
  /// How many bytes there may be, after decompression.
  var limit = Int.max
  private var taken = 0

  private static let block = 1 << 18

  /// Reads a file.
  init(_ file: OpenFile) throws(FormatError) {
    self.file = file.path
    origin = file
    buffer = []
    originIsAtEnd = false
    try refill(atLeast: 2)
    if Gzip.isCompressed(buffer) { inflater = Inflater(.gzip) }
  }

  /// Reads from bytes; `file` names them in errors.
  init(_ bytes: [UInt8], file: String?) {
    self.file = file
    origin = nil
    buffer = bytes
    originIsAtEnd = true
    if Gzip.isCompressed(buffer) { inflater = Inflater(.gzip) }
  }

  /// Whether the bytes are gunzipped on the way.
  var isCompressed: Bool { inflater != nil }

  /// How many bytes there are, if that is known beforehand.
  var knownCount: Int? { origin == nil && !isCompressed ? buffer.count : nil }

  /// Reads some bytes: none at the end only, unless the buffer is empty.
  func read(into output: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    let count = try take(into: output)
    taken += count
    guard taken <= limit else { throw FormatError(.tooLarge(limit: limit), file: file) }
    return count
  }

  private func take(into output: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    if let inflater { return try readInflated(inflater, into: output) }
    let rest = buffer.count - position
    if rest > 0 {
      let count = min(rest, output.count)
      buffer.withUnsafeBytes {
        output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
      }
      position += count
      return count
    }
    guard !originIsAtEnd, let origin else { return 0 }
    return try origin.read(into: output)
  }

  /// All bytes, of which there may be at most `limit`. With the right size as a hint memory is taken
  /// once.
  func readAll(sizeHint: Int, limit: Int) throws(FormatError) -> [UInt8] {
    self.limit = limit
    var bytes: [UInt8] = []
    // One more than the size lets a file that doesn't grow end in the first block.
    var block = max(1 << 16, sizeHint + 1)
    while true {
      let part = try readBlock(of: block)
      if bytes.isEmpty { bytes = part } else { bytes += part }
      if part.count < block { return bytes }
      block = max(1 << 16, min(bytes.count, 1 << 24))
    }
  }

  /// A block, shorter at the end only.
  private func readBlock(of size: Int) throws(FormatError) -> [UInt8] {
    var failure: FormatError?
    let block = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      do throws(FormatError) {
        while initialized < size {
          let rest = UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: buffer[initialized...]))
          let count = try read(into: rest)
          if count == 0 { break }
          initialized += count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return block
  }

  // MARK: Compressed

  private func readInflated(
    _ inflater: Inflater, into output: UnsafeMutableRawBufferPointer
  ) throws(FormatError) -> Int {
    guard !output.isEmpty else { return 0 }
    while !isAtEnd {
      if position == buffer.count { try refill(atLeast: 1) }
      let progress: Inflater.Progress
      do throws(FormatError) {
        progress = try buffer.withUnsafeBufferPointer { input throws(FormatError) in
          try inflater.step(
            UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(input)[position...]),
            into: output)
        }
      } catch {
        throw FormatError(
          error.problem, file: file, offset: bufferOffset + position + (error.offset ?? 0))
      }
      position += progress.consumed
      if progress.isAtEnd {
        try beginNextMember(inflater)
      } else if progress.consumed == 0, progress.produced == 0, originIsAtEnd,
        position == buffer.count
      {
        throw FormatError(
          .malformed(expected: "more gzip data", found: "the end of the file"), file: file,
          offset: bufferOffset + position)
      }
      if progress.produced > 0 { return progress.produced }
    }
    return 0
  }

  /// After a member of a gzip file there may be another one, or zeros that fill up a block.
  private func beginNextMember(_ inflater: Inflater) throws(FormatError) {
    try refill(atLeast: 2)
    if Gzip.isCompressed(buffer[position...]) {
      inflater.reset()
      return
    }
    isAtEnd = true
    while true {
      if let index = buffer[position...].firstIndex(where: { $0 != 0 }) {
        throw FormatError(
          .malformed(expected: "the end of the gzip file or another member", found: "other bytes"),
          file: file, offset: bufferOffset + index)
      }
      position = buffer.count
      if originIsAtEnd { return }
      try refill(atLeast: 1)
    }
  }

  /// Reads from the file until there are so many bytes, or no more.
  private func refill(atLeast count: Int) throws(FormatError) {
    guard let origin, buffer.count - position < count, !originIsAtEnd else { return }
    bufferOffset += position
    buffer.removeSubrange(..<position)
    position = 0
    while buffer.count < count, !originIsAtEnd {
      var failure: FormatError?
      let part = [UInt8](unsafeUninitializedCapacity: Self.block) { block, initialized in
        do throws(FormatError) {
          initialized = try origin.read(into: UnsafeMutableRawBufferPointer(block))
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      if part.isEmpty { originIsAtEnd = true }
      if buffer.isEmpty { buffer = part } else { buffer += part }
    }
  }
}
