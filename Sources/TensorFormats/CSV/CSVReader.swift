/// Reads the records of a CSV file, one after the other, as fields of text.
///
/// Follows RFC 4180: fields are separated by a delimiter, and may be quoted, which lets them hold
/// delimiters, ends of lines, and quotes (doubled). Lines end in LF, CRLF or CR. Beyond it, a byte
/// order mark is skipped, blank lines at the end are no records, and a quote inside an unquoted field
/// stands for itself.
///
/// ```swift
/// var reader = try CSVReader(contentsOf: "people.csv")
/// while let record = try reader.next() {
///   print(record.line, record.fields)
/// }
/// ```
public struct CSVReader: Sendable {
  /// A row of fields.
  public struct Record: Sendable, Hashable {
    /// The line that it begins on, counted from 1.
    public let line: Int
    /// The fields, quotes removed.
    public let fields: [String]
  }

  /// The name of the file, for errors.
  public let file: String
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private let end: Int
  private var position: Int
  private var line = 1
  private var fields: [CSVField] = []

  /// Reads a file into memory.
  public init(contentsOf path: String, options: CSVOptions = CSVOptions()) throws(CSVError) {
    let bytes: [UInt8]
    do throws(FormatError) {
      bytes = try FileBytes.read(path)
    } catch {
      throw CSVError(error)
    }
    self.init(bytes, file: path, options: options)
  }

  /// Reads from bytes; `file` names them in errors.
  public init(_ bytes: [UInt8], file: String, options: CSVOptions = CSVOptions()) {
    self.bytes = bytes
    self.file = file
    delimiter = options.delimiter
    position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    // What is blank at the end makes no record.
    var end = bytes.count
    while end > position, bytes[end - 1] == CSVByte.lineFeed || bytes[end - 1] == CSVByte.return {
      end -= 1
    }
    self.end = end
  }

  /// The next record, or `nil` at the end of the file.
  public mutating func next() throws(CSVError) -> Record? {
    var record: [CSVField] = []
    guard try readFields(&record) else { return nil }
    var texts: [String] = []
    texts.reserveCapacity(record.count)
    for (index, field) in record.enumerated() { texts.append(try text(field, column: index)) }
    return Record(line: record[0].line, fields: texts)
  }

  /// Finds the fields of the next record without making strings of them.
  mutating func readFields(_ fields: inout [CSVField]) throws(CSVError) -> Bool {
    fields.removeAll(keepingCapacity: true)
    guard position < end else { return false }
    while true {
      fields.append(try scanField(column: fields.count))
      guard position < end, bytes[position] == delimiter else { break }
      position += 1
    }
    skipLineEnd()
    return true
  }

  /// Finds the end of the field that begins at the position, and moves there.
  private mutating func scanField(column: Int) throws(CSVError) -> CSVField {
    if position < end, bytes[position] == CSVByte.quote { return try scanQuoted(column: column) }
    let start = position
    while position < end {
      let byte = bytes[position]
      if byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.return { break }
      position += 1
    }
    return CSVField(range: start..<position, line: line)
  }

  private mutating func scanQuoted(column: Int) throws(CSVError) -> CSVField {
    let firstLine = line
    let start = position + 1
    var hasDoubledQuotes = false
    position = start
    // Beyond `end` too: the blank lines at the end of the file may lie inside the quotes.
    while position < bytes.count {
      switch bytes[position] {
      case CSVByte.quote:
        if position + 1 < end, bytes[position + 1] == CSVByte.quote {
          hasDoubledQuotes = true
          position += 2
          continue
        }
        let range = start..<position
        position += 1
        guard position >= end || isFieldEnd(bytes[position]) else {
          throw CSVError(.textAfterQuote, file: file, line: line, column: column + 1)
        }
        return CSVField(
          range: range, line: firstLine, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
      case CSVByte.lineFeed, CSVByte.return:
        skipLineEnd()
      default:
        position += 1
      }
    }
    throw CSVError(.unterminatedQuote, file: file, line: firstLine, column: column + 1)
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.return
  }

  /// Skips one end of a line: LF, CR, or CR and LF.
  private mutating func skipLineEnd() {
    guard position < bytes.count else { return }
    let isReturn = bytes[position] == CSVByte.return
    position += 1
    line += 1
    if isReturn, position < bytes.count, bytes[position] == CSVByte.lineFeed { position += 1 }
  }

  // MARK: What stands in a field

  /// The text of a field.
  func text(_ field: CSVField, column: Int, name: String? = nil) throws(CSVError) -> String {
    let raw = bytes[field.range]
    let decoded =
      field.hasDoubledQuotes
      ? String(validating: Self.undoubled(raw), as: UTF8.self)
      : String(validating: raw, as: UTF8.self)
    guard let decoded else {
      throw CSVError(.notUTF8, file: file, line: field.line, column: column + 1, columnName: name)
    }
    return decoded
  }

  private static func undoubled(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
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
    bytes.withUnsafeBufferPointer { DecimalNumber.parse($0[field.range]) }
  }
}

/// Where a field stands in the file.
struct CSVField {
  /// The bytes, without the quotes around them.
  var range: Range<Int>
  /// The line that it begins on.
  var line: Int
  var isQuoted = false
  var hasDoubledQuotes = false
}
