#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads the records of a CSV file, one after the other, as fields of text.
///
/// Follows RFC 4180: fields are separated by a delimiter, and may be quoted, which lets them hold
/// delimiters, ends of lines, and quotes (doubled). Lines end in LF, CRLF or CR. Beyond it, a byte
/// order mark is skipped, blank lines at the end are no records, and a quote inside an unquoted field
/// stands for itself. Files compressed by gzip are gunzipped on the way.
///
/// ```swift
/// let reader = try CSVReader(contentsOf: "people.csv", options: CSVOptions(header: .present))
/// print(try reader.header() ?? [])
/// while let record = try reader.next() {
///   print(record.line, record.fields)
/// }
/// ```
///
/// It streams: a file is never in memory as a whole, only a record and some more.
public final class CSVReader {
  /// A row of fields.
  public struct Record: Sendable, Hashable {
    /// The line that it begins on, counted from 1.
    public let line: Int
    /// The fields, quotes removed.
    public let fields: [String]
  }

  /// The name of the file, for errors.
  public var file: String { scanner.file }
  private let scanner: CSVScanner
  private var fields: [CSVField] = []
  private let hasHeader: Bool
  private var names: [String]?

  /// Opens a file or a pipe.
  public convenience init(
    contentsOf path: String, options: CSVOptions = CSVOptions()
  ) throws(CSVError) {
    self.init(try CSVScanner.open(path, options), options)
  }

  /// Reads from bytes; `file` names them in errors.
  public convenience init(_ bytes: [UInt8], file: String, options: CSVOptions = CSVOptions()) {
    self.init(
      CSVScanner(ByteSource(bytes, file: file), file: file, delimiter: options.delimiter), options)
  }

  private init(_ scanner: CSVScanner, _ options: CSVOptions) {
    self.scanner = scanner
    hasHeader = options.header == .present
  }

  /// The names of the columns, if the options say that the first row holds them.
  ///
  /// `CSVOptions.Header.automatic` is none here: a reader of text can't tell names from text.
  public func header() throws(CSVError) -> [String]? {
    if hasHeader, names == nil { names = try record()?.fields ?? [] }
    return names
  }

  /// The next record, or `nil` at the end of the file. The header is none.
  public func next() throws(CSVError) -> Record? {
    _ = try header()
    return try record()
  }

  private func record() throws(CSVError) -> Record? {
    guard try scanner.readFields(&fields) else { return nil }
    var texts: [String] = []
    texts.reserveCapacity(fields.count)
    for (index, field) in fields.enumerated() {
      texts.append(try scanner.text(field, column: index))
    }
    return Record(line: fields[0].line, fields: texts)
  }
}

extension CSVScanner {
  /// Opens a file of at most so many bytes, or a pipe.
  static func open(
    _ path: String, _ options: CSVOptions, limit: Int = .max
  ) throws(CSVError) -> CSVScanner {
    do throws(FormatError) {
      let file = try OpenFile(reading: path)
      guard try file.size() <= limit else { throw file.failure(EFBIG) }
      return try CSVScanner(ByteSource(file), file: path, delimiter: options.delimiter)
    } catch {
      throw CSVError(error)
    }
  }

  /// Reads from an open file: 0 is standard input.
  static func open(
    descriptor: Int32, named file: String, _ options: CSVOptions
  ) throws(CSVError) -> CSVScanner {
    do throws(FormatError) {
      return try CSVScanner(
        ByteSource(OpenFile(descriptor: descriptor, named: file)), file: file,
        delimiter: options.delimiter)
    } catch {
      throw CSVError(error)
    }
  }
}
