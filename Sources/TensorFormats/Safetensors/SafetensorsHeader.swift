/// What the header of a safetensors file says, checked against the size of the file.
///
/// ```
/// 8 bytes: N, little-endian    N bytes of JSON, from "{" on    data
/// {"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
/// ```
struct SafetensorsHeader {
  /// A tensor and where it stands in the file.
  struct Entry {
    let name: String
    let type: ElementType
    let shape: Shape
    let bytes: Range<Int>
    /// Where the header names it.
    let offset: Int
  }

  private(set) var metadata: [String: String] = [:]
  /// In the order of the header.
  private(set) var entries: [Entry] = []
  private let file: String?
  private let data: Range<Int>

  /// What the format allows.
  private static let maximumLength = 100_000_000

  init(_ bytes: [UInt8], file: String?) throws(FormatError) {
    self.file = file
    guard bytes.count >= 8 else {
      throw FormatError(
        .malformed(expected: "8 bytes, the length of the header", found: "\(bytes.count) bytes"),
        file: file, offset: 0)
    }
    let length = bytes.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= Self.maximumLength else {
      throw FormatError(
        .malformed(
          expected: "a header of at most \(Self.maximumLength) bytes",
          found: "a length of \(length)"),
        file: file, offset: 0)
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else {
      throw FormatError(
        .malformed(
          expected: "a header of \(length) bytes", found: "\(bytes.count - 8) bytes and the end"),
        file: file, offset: 8)
    }
    data = start..<bytes.count
    var scanner = JSONScanner(bytes, 8..<start, file: file)
    guard length > 0, bytes[8] == UInt8(ascii: "{") else {
      throw scanner.error(expected: "\"{\"")
    }
    try read(&scanner)
    try checkPlaces()
  }

  private mutating func read(_ scanner: inout JSONScanner) throws(FormatError) {
    var (texts, found): ([String: String], [Entry]) = ([:], [])
    let (data, file) = (data, file)
    try scanner.object { (scanner, name, offset) throws(FormatError) in
      if name == Safetensors.metadataName {
        try scanner.object { (scanner, key, _) throws(FormatError) in
          texts[key] = try scanner.string()
        }
      } else {
        do throws(FormatError) {
          found.append(try Self.entry(&scanner, name, offset, data))
        } catch {
          throw error.adding(file: file, tensor: name, offset: offset)
        }
      }
    }
    try scanner.expectEnd()
    metadata = texts
    entries = found
  }

  private static func entry(
    _ scanner: inout JSONScanner, _ name: String, _ offset: Int, _ data: Range<Int>
  ) throws(FormatError) -> Entry {
    var type: ElementType?
    var extents: [Int]?
    var places: [Int]?
    try scanner.object { (scanner, key, _) throws(FormatError) in
      switch key {
      case "dtype":
        let name = try scanner.string()
        guard let known = ElementType(rawValue: name) else {
          throw FormatError(.unsupported("the type \(name.quoted)"))
        }
        type = known
      case "shape":
        extents = try Self.counts(&scanner, most: Shape.maximumRank, "an extent")
      case "data_offsets":
        places = try Self.counts(&scanner, most: 2, "an offset")
      default:
        // A later version may say more; what it says here changes nothing of the rest.
        try scanner.skipValue()
      }
    }
    guard let type, let extents, let places else {
      throw FormatError(
        .malformed(
          expected: "dtype, shape and data_offsets",
          found: "no \(type == nil ? "dtype" : extents == nil ? "shape" : "data_offsets")"))
    }
    guard places.count == 2, places[0] <= places[1], places[1] <= data.count else {
      throw FormatError(
        .malformed(
          expected: "offsets of a begin and an end within \(data.count) bytes of data",
          found: "\(places)"))
    }
    guard let size = type.byteCount(of: extents),
      extents.allSatisfy({ $0 <= Int(UInt32.max) })
    else { throw FormatError(.unsupported("the shape \(extents)")) }
    guard size == places[1] - places[0] else {
      throw FormatError(
        .malformed(
          expected: "\(size) bytes of data for \(type.rawValue) of shape \(extents)",
          found: "\(places[1] - places[0])"))
    }
    let begin = data.lowerBound + places[0]
    return Entry(
      name: name, type: type, shape: Shape(extents), bytes: begin..<begin + size, offset: offset)
  }

  private static func counts(
    _ scanner: inout JSONScanner, most: Int, _ meaning: String
  ) throws(FormatError) -> [Int] {
    var counts: [Int] = []
    try scanner.array { scanner throws(FormatError) in
      guard counts.count < most else { throw scanner.error(expected: "at most \(most) numbers") }
      counts.append(try scanner.count(meaning))
    }
    return counts
  }

  /// The tensors must cover the data, each byte once: nothing is hidden between them, and none is
  /// another one's.
  private func checkPlaces() throws(FormatError) {
    var end = data.lowerBound
    let ordered = entries.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    for entry in ordered {
      guard entry.bytes.lowerBound == end else {
        throw FormatError(
          .malformed(
            expected: "data from offset \(end - data.lowerBound) on, where the one before it ends",
            found: "data from offset \(entry.bytes.lowerBound - data.lowerBound) on"),
          file: file, tensor: entry.name, offset: entry.offset)
      }
      end = entry.bytes.upperBound
    }
    guard end == data.upperBound else {
      throw FormatError(
        .malformed(
          expected: "the end of the file after the last tensor",
          found: "\(data.upperBound - end) more bytes"),
        file: file, offset: end)
    }
  }
}
