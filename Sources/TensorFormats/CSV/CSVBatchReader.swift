@_exported import LinearAlgebra

/// Reads the numbers of a CSV file in batches of rows, with one column of labels if asked for: in
/// memory that doesn't grow with the file.
///
/// ```swift
/// let reader = try CSVBatchReader<Float>(
///   contentsOf: "measurements.csv", columns: [.named("width"), .named("length")])
/// var batch = Tensor<Float>()
/// while try reader.read(into: &batch, rows: 256) {
///   print(network.forward(batch))  // batch is [256, 2]; the last one may have fewer rows
/// }
/// ```
///
/// See `CSVTable` for what rows and numbers look like. Files compressed by gzip are gunzipped on the
/// way. A steady loop allocates nothing but the labels.
public final class CSVBatchReader<Scalar: BLASScalar> {
  /// The name of the file, for errors.
  public var file: String { scanner.file }
  /// The names of all columns, if the file has a header.
  public private(set) var header: [String]?
  /// The number of fields in a row.
  public private(set) var fieldCount = 0
  /// The positions of the columns of numbers among the fields, counted from 0, in their order in a
  /// batch.
  public private(set) var columnIndices: [Int] = []
  /// The position of the column of labels, if one was asked for.
  public private(set) var labelIndex: Int?
  /// The labels of the last batch as text, without blanks around them; empty if none were asked for.
  public internal(set) var labels: [String] = []
  /// The lines on which the rows of the last batch begin, counted from 1.
  public internal(set) var lines: [Int] = []
  /// The number of rows that were left out for want of a value: see `CSVOptions.missingValues`.
  public internal(set) var droppedRows = 0

  let scanner: CSVScanner
  let missing: CSVMissingValues
  let markers: [[UInt8]]
  var plan = CSVRowPlan()
  /// Whether rows of plain numbers can be read by the plan alone.
  var isPlain = false
  var fields: [CSVField] = []
  /// Whether `fields` hold the first row, which was read to find the header.
  var hasFirstRow = false

  /// Opens a file or a pipe.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - columns: The columns of numbers, in the order that they are wanted in; all but that of the
  ///     labels by default.
  ///   - labels: The column of labels, if there is one.
  ///   - options: How the file is to be read.
  /// - Throws: `CSVError` if the file can't be read, or has no row, or not the columns.
  public convenience init(
    contentsOf path: String, columns: [CSVColumn]? = nil, labels: CSVColumn? = nil,
    options: CSVOptions = CSVOptions()
  ) throws(CSVError) {
    try self.init(try CSVScanner.open(path, options), columns, labels, options)
  }

  /// Reads from an open file, which stays open: 0 is standard input. `file` names it in errors.
  public convenience init(
    descriptor: Int32, file: String, columns: [CSVColumn]? = nil, labels: CSVColumn? = nil,
    options: CSVOptions = CSVOptions()
  ) throws(CSVError) {
    try self.init(
      try CSVScanner.open(descriptor: descriptor, named: file, options), columns, labels, options)
  }

  /// Reads from bytes; `file` names them in errors.
  public convenience init(
    _ bytes: [UInt8], file: String, columns: [CSVColumn]? = nil, labels: CSVColumn? = nil,
    options: CSVOptions = CSVOptions()
  ) throws(CSVError) {
    let source = ByteSource(bytes, file: file)
    try self.init(
      CSVScanner(source, file: file, delimiter: options.delimiter), columns, labels, options)
  }

  init(
    _ scanner: CSVScanner, _ columns: [CSVColumn]?, _ labels: CSVColumn?, _ options: CSVOptions
  ) throws(CSVError) {
    self.scanner = scanner
    missing = options.missingValues
    markers = options.missingMarkers.map { Array($0.utf8) }
    try begin(columns, labels, options.header)
  }

  /// The names of the columns of numbers, if the file has a header.
  public var columnNames: [String]? {
    header.map { names in columnIndices.map { names[$0] } }
  }

  // MARK: The first row

  private func begin(
    _ columns: [CSVColumn]?, _ labels: CSVColumn?, _ mode: CSVOptions.Header
  ) throws(CSVError) {
    guard try scanner.readFields(&fields) else { throw error(.noRows) }
    fieldCount = fields.count
    hasFirstRow = true
    let line = fields[0].line
    // A column asked for by its name says that there are names.
    let asked = (columns ?? []) + [labels].compactMap { $0 }
    let name = asked.lazy.compactMap { column in
      if case .named(let name) = column { name } else { nil }
    }.first
    if let name, mode == .absent { throw error(.noHeader(column: name), line: line) }
    if name != nil || mode == .present { try takeHeader() }
    labelIndex = try labels.map { column throws(CSVError) in try index(of: column, line: line) }
    if let columns {
      for column in columns { columnIndices.append(try index(of: column, line: line)) }
    } else {
      columnIndices = (0..<fieldCount).filter { $0 != labelIndex }
    }
    if header == nil, mode == .automatic, isHeader() { try takeHeader() }
    makePlan()
  }

  private func makePlan() {
    plan.columns = [Int](repeating: CSVRowPlan.ignored, count: fieldCount)
    if let labelIndex { plan.columns[labelIndex] = CSVRowPlan.label }
    for (column, index) in columnIndices.enumerated() { plan.columns[index] = column }
    // A column that is wanted twice has two places, and a plan only one.
    let wanted = columnIndices + [labelIndex].compactMap { $0 }
    isPlain = scanner.allowsPlainNumbers && Set(wanted).count == wanted.count
  }

  private func index(of column: CSVColumn, line: Int) throws(CSVError) -> Int {
    switch column {
    case .last:
      return fieldCount - 1
    case .index(let index):
      guard index >= 0, index < fieldCount else {
        throw error(.noColumnAt(index: index, count: fieldCount), line: line)
      }
      return index
    case .named(let name):
      let names = header ?? []
      guard let first = names.firstIndex(of: name) else {
        throw error(.noColumn(named: name, among: names), line: line)
      }
      guard names.lastIndex(of: name) == first else {
        throw error(.ambiguousColumn(named: name), line: line)
      }
      return first
    }
  }

  private func isHeader() -> Bool {
    fields.indices.contains { index in
      guard index != labelIndex, !isMissing(fields[index]) else { return false }
      if case .notANumber = scanner.number(fields[index], as: Scalar.self) { return true }
      return false
    }
  }

  private func takeHeader() throws(CSVError) {
    var names: [String] = []
    for (index, field) in fields.enumerated() {
      names.append(try scanner.text(field, column: index).trimmingBlanks)
    }
    header = names
    hasFirstRow = false
  }

  func error(_ problem: CSVError.Problem, line: Int? = nil) -> CSVError {
    CSVError(problem, file: file, line: line)
  }
}
