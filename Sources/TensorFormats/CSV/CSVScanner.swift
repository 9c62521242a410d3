/// Finds the records of a CSV file in a window that moves over it: the memory it takes depends on the
/// longest record, not on the file.
final class CSVScanner {
  let file: String
  let delimiter: UInt8
  private let source: ByteSource
  /// The window. Behind its bytes stands a 0, which ends a number and a field.
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int
  /// Where the next record begins.
  var position = 0
  /// The line on which it begins, counted from 1.
  var line = 1
  private var sourceIsAtEnd = false
  private var hasBegun = false
  /// The end of the blank lines that begin at the position, if it was looked for.
  private var blankEnd = 0

  /// How much is read at once.
  private let block: Int
  /// How long a record may be.
  private static let longestRecord = 1 << 28

  init(_ source: ByteSource, file: String, delimiter: UInt8) {
    self.source = source
    self.file = file
    self.delimiter = delimiter
    block = min(1 << 18, max(16, source.knownCount ?? .max))
    capacity = 2 * block
    base = .allocate(capacity: capacity + 1)
    base[0] = 0
  }

  deinit { base.deallocate() }

  /// Refuses to read more bytes than these, after decompression.
  func limitBytes(to limit: Int) { source.limit = limit }

  // MARK: The window

  /// Moves the window to the beginning of the next record and reads more behind it.
  private func refill() throws(CSVError) {
    let rest = count - position
    guard rest <= Self.longestRecord else {
      throw CSVError(.recordTooLong(limit: Self.longestRecord), file: file, line: line)
    }
    if rest + block > capacity {
      // Twice as much each time: a long record is scanned anew from its beginning.
      capacity = max(2 * rest, rest + block)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 1)
      larger.update(from: base + position, count: rest)
      base.deallocate()
      base = larger
    } else if position > 0 {
      // The two may overlap.
      base.update(from: base + position, count: rest)
    }
    blankEnd = max(0, blankEnd - position)
    position = 0
    count = rest
    do throws(FormatError) {
      let room = UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
      let read = try source.read(into: room)
      sourceIsAtEnd = read == 0
      count += read
    } catch {
      throw CSVError(error)
    }
    base[count] = 0
  }

  private func begin() throws(CSVError) {
    hasBegun = true
    while count < 3, !sourceIsAtEnd { try refill() }
    // A byte order mark.
    if count >= 3, base[0] == 0xef, base[1] == 0xbb, base[2] == 0xbf { position = 3 }
  }

  // MARK: Records

  private enum Outcome {
    case record(end: Int, line: Int)
    /// The window ends inside the record.
    case needsMore
  }

  /// Finds the fields of the next record, or returns `false` at the end of the file.
  func readFields(_ fields: inout [CSVField]) throws(CSVError) -> Bool {
    if !hasBegun { try begin() }
    while true {
      if position == count, sourceIsAtEnd { return false }
      if position < count, try isAtTheEnd() { return false }
      fields.removeAll(keepingCapacity: true)
      if position < count, case .record(let end, let nextLine) = try scan(&fields) {
        position = end
        line = nextLine
        return true
      }
      try refill()
    }
  }

  /// Whether nothing but ends of lines is left: that makes no record.
  private func isAtTheEnd() throws(CSVError) -> Bool {
    guard isLineEnd(base[position]) else { return false }
    while true {
      var index = max(position, blankEnd)
      while index < count, isLineEnd(base[index]) { index += 1 }
      blankEnd = index
      if index < count { return false }
      if sourceIsAtEnd { return true }
      try refill()
    }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == CSVByte.lineFeed || byte == CSVByte.return
  }

  private func scan(_ fields: inout [CSVField]) throws(CSVError) -> Outcome {
    var (index, line) = (position, line)
    while true {
      if index < count, base[index] == CSVByte.quote {
        guard let field = try scanQuoted(&index, &line, column: fields.count) else {
          return .needsMore
        }
        fields.append(field)
      } else {
        let start = index
        while index < count, base[index] != delimiter, !isLineEnd(base[index]) { index += 1 }
        fields.append(CSVField(range: start..<index, line: line))
      }
      // The end of the file ends the record.
      guard index < count else {
        return sourceIsAtEnd ? .record(end: index, line: line + 1) : .needsMore
      }
      guard base[index] == delimiter else { break }
      index += 1
    }
    guard skipLineEnd(&index, &line) else { return .needsMore }
    return .record(end: index, line: line)
  }

  /// Scans from the opening quote to behind the closing one.
  private func scanQuoted(
    _ index: inout Int, _ line: inout Int, column: Int
  ) throws(CSVError) -> CSVField? {
    let firstLine = line
    let start = index + 1
    var hasDoubledQuotes = false
    index = start
    while index < count {
      switch base[index] {
      case CSVByte.quote:
        guard index + 1 < count || sourceIsAtEnd else { return nil }
        if index + 1 < count, base[index + 1] == CSVByte.quote {
          hasDoubledQuotes = true
          index += 2
          continue
        }
        let range = start..<index
        index += 1
        guard index == count || base[index] == delimiter || isLineEnd(base[index]) else {
          throw CSVError(.textAfterQuote, file: file, line: line, column: column + 1)
        }
        return CSVField(
          range: range, line: firstLine, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
      case CSVByte.lineFeed, CSVByte.return:
        guard skipLineEnd(&index, &line) else { return nil }
      default:
        index += 1
      }
    }
    if !sourceIsAtEnd { return nil }
    throw CSVError(.unterminatedQuote, file: file, line: firstLine, column: column + 1)
  }

  /// Skips one end of a line: LF, CR, or CR and LF. Fails where the LF may come with the next bytes.
  private func skipLineEnd(_ index: inout Int, _ line: inout Int) -> Bool {
    if base[index] == CSVByte.return {
      guard index + 1 < count || sourceIsAtEnd else { return false }
      if index + 1 < count, base[index + 1] == CSVByte.lineFeed { index += 1 }
    }
    index += 1
    line += 1
    return true
  }

  // MARK: What stands in a field

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// The text of a field.
  func text(_ field: CSVField, column: Int, name: String? = nil) throws(CSVError) -> String {
    let raw = bytes(field.range)
    let decoded =
      field.hasDoubledQuotes
      ? String(validating: Self.undoubled(raw), as: UTF8.self)
      : String(validating: raw, as: UTF8.self)
    guard let decoded else {
      throw CSVError(.notUTF8, file: file, line: field.line, column: column + 1, columnName: name)
    }
    return decoded
  }

  private static func undoubled(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      result.append(bytes[index])
      index += bytes[index] == CSVByte.quote ? 2 : 1
    }
    return result
  }

  /// The number in a field.
  func number<Scalar: BLASScalar>(
    _ field: CSVField, as type: Scalar.Type = Scalar.self
  ) -> ParsedNumber<Scalar> {
    DecimalNumber.parse(bytes(field.range)[...])
  }
}
