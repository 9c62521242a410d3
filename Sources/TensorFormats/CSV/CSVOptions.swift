/// How a CSV file is to be read.
public struct CSVOptions: Sendable, Hashable {
  /// Whether the first row holds the names of the columns.
  public enum Header: Sendable, Hashable {
    /// It does if a field outside the label column is text: neither a number nor empty.
    case automatic
    /// It does.
    case present
    /// It holds values.
    case absent
  }

  /// Whether the first row holds the names of the columns.
  public var header: Header
  /// The character between two fields, in ASCII; neither a quote nor the end of a line.
  public let delimiter: UInt8

  /// What becomes of fields that hold no number.
  public var missingValues: CSVMissingValues
  /// What stands for a missing value beside nothing at all, unless those are an error.
  public var missingMarkers = ["NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "?"]

  /// Makes options; by default fields are separated by commas, a header is detected, and a missing
  /// value is an error.
  public init(
    delimiter: Character = ",", header: Header = .automatic,
    missingValues: CSVMissingValues = .error
  ) {
    guard let byte = delimiter.asciiValue, !Self.reserved.contains(byte) else {
      fatalError("CSVOptions: \(delimiter.debugDescription) can't be a delimiter")
    }
    self.delimiter = byte
    self.header = header
    self.missingValues = missingValues
  }

  /// Whether a character can stand between fields.
  public static func isDelimiter(_ character: Character) -> Bool {
    character.asciiValue.map { !reserved.contains($0) } ?? false
  }

  private static let reserved: Set<UInt8> = [CSVByte.quote, CSVByte.lineFeed, CSVByte.return, 0]
}

/// The column that holds labels rather than features.
public enum CSVColumn: Sendable, Hashable {
  /// The last one.
  case last
  /// The one at a position, counted from 0.
  case index(Int)
  /// The one of that name in the header.
  case named(String)
}

/// The bytes that mean something in a CSV file.
enum CSVByte {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let `return` = UInt8(ascii: "\r")
}
