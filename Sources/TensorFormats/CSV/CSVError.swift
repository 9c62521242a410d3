/// What is wrong with a CSV file, and where.
///
/// ```swift
/// do {
///   let table = try CSVTable<Double>(contentsOf: "iris.csv")
/// } catch {
///   print(error)  // iris.csv:4:2: expected a number in column "width", found "wide"
/// }
/// ```
public struct CSVError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Equatable, Sendable {
    /// The file can't be read; the reason is the system's.
    case unreadable(reason: String)
    /// The bytes of a field aren't UTF-8.
    case notUTF8
    /// A quote is opened and never closed.
    case unterminatedQuote
    /// Something other than a delimiter or the end of the line follows a closing quote.
    case textAfterQuote
    /// A row has another number of fields than the first one.
    case raggedRow(expected: Int, found: Int)
    /// A field that must hold something is empty.
    case emptyField(expected: String)
    /// Something other than a number where a number belongs.
    case notANumber(text: String)
    /// A NaN or an infinity where a finite number belongs.
    case notFinite(text: String)
    /// A number too large for the type of scalar.
    case outOfRange(text: String)
    /// A row so long that it is none: a quote that isn't closed, or no text at all.
    case recordTooLong(limit: Int)
    /// There is no row of values.
    case noRows
    /// There is no column of that name; these are the columns.
    case noColumn(named: String, among: [String])
    /// Several columns have the name of the one that is asked for.
    case ambiguousColumn(named: String)
    /// There is no column at that position.
    case noColumnAt(index: Int, count: Int)
    /// A column is asked for by name, and the first row holds no names.
    case noHeader(column: String)
  }

  /// What is wrong.
  public let problem: Problem
  /// The file, as it was named.
  public let file: String
  /// The line of the file, counted from 1, if it is known.
  public let line: Int?
  /// The number of the field in its row, counted from 1, if it is known.
  public let column: Int?
  /// The name of the column, if the table has a header.
  public let columnName: String?

  /// Describes a problem.
  public init(
    _ problem: Problem, file: String, line: Int? = nil, column: Int? = nil,
    columnName: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.line = line
    self.column = column
    self.columnName = columnName
  }

  /// The error in words, after the place: `iris.csv:4:2: expected a number, found "wide"`.
  public var description: String {
    let place = [line, column].compactMap { $0 }.reduce(file) { "\($0):\($1)" }
    return place + ": " + message
  }

  private var message: String {
    switch problem {
    case .unreadable(let reason):
      return "can't be read: \(reason)"
    case .notUTF8:
      return "expected UTF-8, found other bytes\(inColumn)"
    case .unterminatedQuote:
      return "expected a closing quote, found the end of the file; the quote opens here"
    case .textAfterQuote:
      return "expected a delimiter or the end of the line after the closing quote"
    case .raggedRow(let expected, let found):
      return "expected \(counted(expected, "field")) as in the first row, found \(found)"
    case .emptyField(let expected):
      return "expected \(expected)\(inColumn), found an empty field"
    case .notANumber(let text):
      return "expected a number\(inColumn), found \(text.quoted)"
    case .notFinite(let text):
      return "expected a finite number\(inColumn), found \(text.quoted)"
    case .outOfRange(let text):
      return "expected a number in the range of the scalar type\(inColumn), found \(text.quoted)"
    case .recordTooLong(let limit):
      return "expected a row of at most \(limit) bytes, found a longer one"
    case .noRows:
      return "expected at least one row of values, found none"
    case .noColumn(let name, let names):
      let known = names.isEmpty ? "the first row is empty" : "the columns are \(names.quotedList)"
      return "expected a header with a column \(name.quoted); \(known)"
    case .ambiguousColumn(let name):
      return "several columns are named \(name.quoted)"
    case .noColumnAt(let index, let count):
      return "there is no column \(index + 1): the rows have \(counted(count, "field"))"
    case .noHeader(let column):
      return "expected a header with a column \(column.quoted), found a first row without names"
    }
  }

  private var inColumn: String { columnName.map { " in column \($0.quoted)" } ?? "" }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension CSVError {
  /// What kept the bytes of the file from being read.
  init(_ error: FormatError) {
    var reason = FormatError(error.problem, offset: error.offset).description
    if case .unreadable(let system) = error.problem { reason = system }
    let file = error.file ?? "file"
    self.init(.unreadable(reason: reason), file: file.isEmpty ? "\"\"" : file)
  }
}
