/// Makes the bytes of a CSV file row by row, as RFC 4180 has it but with lines that end in LF alone.
///
/// ```swift
/// try AtomicFile.write(to: "predictions.csv") { file throws(FormatError) in
///   var writer = CSVWriter()
///   writer.append(fields: ["class", "probability"])
///   for (name, value) in predictions {
///     writer.append(fields: [name, "\(value)"])
///     try file.write(writer.takeBytes())
///   }
/// }
/// ```
///
/// Fields are quoted where they must be. Numbers have the fewest digits that give them back.
public struct CSVWriter: Sendable {
  private let delimiter: UInt8
  private var bytes: [UInt8] = []

  /// A writer with no rows yet, which separates fields as the options say.
  public init(options: CSVOptions = CSVOptions()) {
    delimiter = options.delimiter
  }

  /// The number of bytes that were made and not yet taken.
  public var count: Int { bytes.count }

  /// Adds a row of text.
  public mutating func append(fields: some Collection<String>) {
    var isFirst = true
    for field in fields {
      if !isFirst { bytes.append(delimiter) }
      isFirst = false
      // A row of one empty field would be a blank line.
      append(field, alone: fields.count == 1)
    }
    bytes.append(CSVByte.lineFeed)
  }

  /// Adds a row of numbers.
  public mutating func append(numbers: some Collection<some BLASScalar>) {
    append(fields: numbers.map(\.description))
  }

  /// The bytes of the rows added since the last call.
  public mutating func takeBytes() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func append(_ field: String, alone: Bool) {
    let utf8 = field.utf8
    let needsQuotes =
      (alone && utf8.isEmpty) || utf8.first == 0x20 || utf8.first == 0x09 || utf8.last == 0x20
      || utf8.last == 0x09 || utf8.starts(with: [0xef, 0xbb, 0xbf])
      || utf8.contains { byte in
        byte == delimiter || byte == CSVByte.quote || byte == CSVByte.lineFeed
          || byte == CSVByte.return
      }
    guard needsQuotes else {
      bytes += utf8
      return
    }
    bytes.append(CSVByte.quote)
    for byte in utf8 {
      if byte == CSVByte.quote { bytes.append(CSVByte.quote) }
      bytes.append(byte)
    }
    bytes.append(CSVByte.quote)
  }

  /// Writes the rows of a matrix to a file, safely: see `AtomicFile`.
  ///
  /// - Parameters:
  ///   - matrix: The numbers, `[rows, columns]`.
  ///   - columnNames: The header, one name a column, if there is to be one.
  ///   - path: The file.
  ///   - options: The delimiter.
  /// - Throws: `FormatError` if the file can't be written; the old one then stays.
  public static func write<Scalar: BLASScalar>(
    _ matrix: Tensor<Scalar>, columnNames: [String]? = nil, to path: String,
    options: CSVOptions = CSVOptions()
  ) throws(FormatError) {
    require(matrix.rank == 2, "CSVWriter: expected a matrix, got the shape \(matrix.shape)")
    let columns = matrix.shape[1]
    require(
      columnNames.map { $0.count == columns } ?? true,
      "CSVWriter: \(columns) columns, \(columnNames?.count ?? 0) names")
    try AtomicFile.write(to: path) { file throws(FormatError) in
      var writer = CSVWriter(options: options)
      if let columnNames { writer.append(fields: columnNames) }
      for row in 0..<matrix.shape[0] {
        writer.append(numbers: matrix.row(row).scalars)
        if writer.count >= 1 << 16 { try file.write(writer.takeBytes()) }
      }
      try file.write(writer.takeBytes())
    }
  }
}
