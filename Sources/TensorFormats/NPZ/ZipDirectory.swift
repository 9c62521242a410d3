/// The central directory of a zip file, checked against the size of the file: which members it has,
/// and where.
///
/// Format: APPNOTE.TXT 6.3.10 of PKWARE. Sizes and checksums are taken from the directory, so that it
/// doesn't matter whether a member has them before its data or, in a descriptor, after.
struct ZipDirectory {
  private(set) var members: [ZipMember] = []
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) throws(FormatError) {
    self.bytes = bytes
    let end = try Self.findEnd(bytes)
    var (count, size, offset) = (
      bytes.little(2, at: end + 10), bytes.little(4, at: end + 12), bytes.little(4, at: end + 16)
    )
    var limit = end
    // The locator of the 64-bit record stands right before the end record.
    if end >= 20, bytes.little(4, at: end - 20) == 0x0706_4b50 {
      let place = bytes.little(8, at: end - 12)
      guard place >= 0, place <= end - 20 - 56, bytes.little(4, at: place) == 0x0606_4b50 else {
        throw Self.malformed("the zip64 end of the directory", at: end - 12)
      }
      count = bytes.little(8, at: place + 32)
      size = bytes.little(8, at: place + 40)
      offset = bytes.little(8, at: place + 48)
      limit = place
    }
    // A header has at least 46 bytes.
    guard size >= 0, offset >= 0, size <= limit, offset <= limit - size, count >= 0,
      count <= size / 46
    else { throw Self.malformed("a directory within the file", at: end) }
    var position = offset
    members.reserveCapacity(count)
    for _ in 0..<count { members.append(try readMember(&position, end: offset + size)) }
    guard position == offset + size else {
      throw Self.malformed("the end of the directory", at: position)
    }
    try checkPlaces(directory: offset)
  }

  static func malformed(_ expected: String, at offset: Int) -> FormatError {
    FormatError(.malformed(expected: expected, found: "other bytes"), offset: offset)
  }

  /// The end record stands at the end, but for a comment.
  private static func findEnd(_ bytes: [UInt8]) throws(FormatError) -> Int {
    var position = bytes.count - 22
    let first = max(0, position - 0xffff)
    while position >= first {
      if bytes.little(4, at: position) == 0x0605_4b50,
        bytes.little(2, at: position + 20) == bytes.count - position - 22
      {
        guard bytes.little(4, at: position + 4) == 0,
          bytes.little(2, at: position + 8) == bytes.little(2, at: position + 10)
        else { throw FormatError(.unsupported("a zip file in several parts"), offset: position) }
        return position
      }
      position -= 1
    }
    throw FormatError(
      .malformed(expected: "a zip file", found: "no directory at the end"), offset: bytes.count)
  }

  private func readMember(_ position: inout Int, end: Int) throws(FormatError) -> ZipMember {
    let start = position
    guard end - start >= 46, bytes.little(4, at: start) == 0x0201_4b50 else {
      throw Self.malformed("a member of the directory", at: start)
    }
    let nameLength = bytes.little(2, at: start + 28)
    let extraLength = bytes.little(2, at: start + 30)
    let length = 46 + nameLength + extraLength + bytes.little(2, at: start + 32)
    guard length <= end - start else {
      throw Self.malformed("a member within the directory", at: start)
    }
    position += length
    guard
      let name = String(
        validating: bytes[start + 46..<start + 46 + nameLength], as: UTF8.self)
    else { throw Self.malformed("a name of UTF-8", at: start + 46) }
    var compressed = bytes.little(4, at: start + 20)
    var size = bytes.little(4, at: start + 24)
    var offset = bytes.little(4, at: start + 42)
    try readWideFields(
      start + 46 + nameLength..<start + 46 + nameLength + extraLength, &size, &compressed, &offset)
    let method = bytes.little(2, at: start + 10)
    guard bytes.little(2, at: start + 8) & 1 == 0 else {
      throw FormatError(.unsupported("an encrypted file"), tensor: name, offset: start + 8)
    }
    guard method == 0 || method == 8 else {
      throw FormatError(
        .unsupported("the compression method \(method)"), tensor: name, offset: start + 10)
    }
    guard offset >= 0, offset <= bytes.count - 30, bytes.little(4, at: offset) == 0x0403_4b50 else {
      throw FormatError(
        .malformed(expected: "the place of a member", found: "\(offset)"), tensor: name,
        offset: start + 42)
    }
    let data = offset + 30 + bytes.little(2, at: offset + 26) + bytes.little(2, at: offset + 28)
    guard data <= bytes.count, compressed >= 0, compressed <= bytes.count - data else {
      throw FormatError(
        .malformed(expected: "\(compressed) bytes of data", found: "the end of the file"),
        tensor: name, offset: data)
    }
    return ZipMember(
      name: name, isDeflated: method == 8, range: offset..<data + compressed,
      compressedSize: compressed, size: size,
      checksum: UInt32(bytes.little(4, at: start + 16)))
  }

  /// Sizes that 32 bits don't hold stand in the extra field with the number 1, in this order.
  private func readWideFields(
    _ extra: Range<Int>, _ size: inout Int, _ compressed: inout Int, _ offset: inout Int
  ) throws(FormatError) {
    let marker = 0xffff_ffff
    guard size == marker || compressed == marker || offset == marker else { return }
    var position = extra.lowerBound
    while extra.upperBound - position >= 4 {
      let end = position + 4 + bytes.little(2, at: position + 2)
      guard end <= extra.upperBound else { break }
      if bytes.little(2, at: position) == 1 {
        position += 4
        func next(_ value: inout Int) -> Bool {
          guard value == marker else { return true }
          guard end - position >= 8 else { return false }
          value = bytes.little(8, at: position)
          position += 8
          return value >= 0
        }
        guard next(&size), next(&compressed), next(&offset) else { break }
        return
      }
      position = end
    }
    throw Self.malformed("a zip64 field with the sizes", at: extra.lowerBound)
  }

  /// Members that overlap would let a small file stand for any amount of data.
  private func checkPlaces(directory: Int) throws(FormatError) {
    var end = 0
    for member in members.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard member.range.lowerBound >= end, member.range.upperBound <= directory else {
        throw FormatError(
          .malformed(expected: "members one after the other", found: "two that overlap"),
          tensor: member.name, offset: member.range.lowerBound)
      }
      end = member.range.upperBound
    }
  }
}

/// A file in a zip file.
struct ZipMember {
  let name: String
  let isDeflated: Bool
  /// The header and the data.
  let range: Range<Int>
  let compressedSize: Int
  let size: Int
  let checksum: UInt32

  /// Where the data begin.
  func dataStart(in bytes: [UInt8]) -> Int { range.upperBound - compressedSize }

  /// The data, decompressed and with the right checksum.
  func data(in bytes: [UInt8], limit: Int) throws(FormatError) -> ArraySlice<UInt8> {
    let stored = bytes[dataStart(in: bytes)..<range.upperBound]
    let offset = stored.startIndex
    // What deflated data can't become is a lie; only then is memory taken.
    let most = isDeflated ? compressedSize * Inflater.mostExpansion : compressedSize
    guard size >= (isDeflated ? 0 : compressedSize), size <= most else {
      throw FormatError(
        .malformed(expected: "a size that the data can have", found: "\(size)"), offset: offset)
    }
    guard size <= limit else { throw FormatError(.tooLarge(limit: limit), offset: offset) }
    let data = isDeflated ? try inflated(stored)[...] : stored
    guard CRC32(data).value == checksum else {
      throw FormatError(
        .malformed(expected: "data with the checksum of the directory", found: "other data"),
        offset: offset)
    }
    return data
  }

  private func inflated(_ stored: ArraySlice<UInt8>) throws(FormatError) -> [UInt8] {
    let inflater = Inflater(.none)
    var failure: FormatError?
    let data = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, initialized in
      stored.withUnsafeBytes { input in
        var position = 0
        do throws(FormatError) {
          while true {
            // One byte more than there should be shows whether there are more.
            let progress = try inflater.step(
              UnsafeRawBufferPointer(rebasing: input[position...]),
              into: UnsafeMutableRawBufferPointer(
                UnsafeMutableBufferPointer(rebasing: buffer[initialized...])))
            position += progress.consumed
            initialized += progress.produced
            if progress.isAtEnd { break }
            if progress.consumed == 0, progress.produced == 0 {
              throw FormatError(
                .malformed(expected: "\(size) bytes of deflated data", found: "more or fewer"),
                offset: position)
            }
          }
        } catch {
          failure = error
        }
      }
    }
    if var failure {
      failure.offset = failure.offset.map { $0 + stored.startIndex }
      throw failure
    }
    guard data.count == size else {
      throw FormatError(
        .malformed(expected: "\(size) bytes of deflated data", found: "\(data.count)"),
        offset: stored.startIndex)
    }
    return data
  }
}

extension [UInt8] {
  /// A little-endian number of so many bytes; negative where 64 bits don't fit.
  func little(_ size: Int, at offset: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
  }
}
