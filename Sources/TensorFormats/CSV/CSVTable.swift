@_exported import LinearAlgebra

/// A table of numbers from a CSV file, with one column of labels if asked for.
///
/// ```swift
/// let iris = try CSVTable<Double>(contentsOf: "iris.csv", labels: .last)
/// iris.values.shape   // [150, 4]
/// iris.columnNames    // ["sepal length", ...]
/// iris.labels         // ["setosa", ...]
/// ```
///
/// All rows have as many fields as the first one. Numbers are finite decimals, `-1.5e3`, with blanks
/// around them ignored, whatever the locale is. See `CSVReader` for quotes and the ends of lines.
public struct CSVTable<Scalar: BLASScalar>: Sendable {
  /// The name of the file, for errors.
  public let file: String
  /// The numbers, `[rows, columns]`, without the column of labels.
  public let values: Tensor<Scalar>
  /// The names of the columns of `values`, if the file has a header.
  public let columnNames: [String]?
  /// The column of labels as text, without blanks around it; empty if none was asked for.
  public let labels: [String]
  /// The position of the column of labels among the fields, counted from 0.
  public let labelIndex: Int?
  /// The name of the column of labels, if the file has a header.
  public let labelName: String?
  /// The lines that the rows begin on, counted from 1.
  public let lines: [Int]
  /// The number of rows that were left out for want of a value: see `CSVOptions.missingValues`.
  public let droppedRows: Int

  /// Reads a file of at most `maximumBytes` after decompression: half of the machine's memory by
  /// default.
  public init(
    contentsOf path: String, labels: CSVColumn? = nil, options: CSVOptions = CSVOptions(),
    maximumBytes: Int? = nil
  ) throws(CSVError) {
    // What memory can't hold is refused before it is read.
    let limit = maximumBytes ?? FileBytes.defaultLimit
    let scanner = try CSVScanner.open(path, options, limit: limit)
    scanner.limitBytes(to: limit)
    try self.init(CSVBatchReader(scanner, nil, labels, options))
  }

  /// Reads from bytes; `file` names them in errors.
  public init(
    _ bytes: [UInt8], file: String, labels: CSVColumn? = nil, options: CSVOptions = CSVOptions(),
    maximumBytes: Int? = nil
  ) throws(CSVError) {
    let reader = try CSVBatchReader<Scalar>(bytes, file: file, labels: labels, options: options)
    reader.scanner.limitBytes(to: maximumBytes ?? FileBytes.defaultLimit)
    try self.init(reader)
  }

  private init(_ reader: CSVBatchReader<Scalar>) throws(CSVError) {
    var (scalars, labels, lines): ([Scalar], [String], [Int]) = ([], [], [])
    var batch = Tensor<Scalar>()
    while try reader.read(into: &batch, rows: 1024) {
      batch.withUnsafeScalars { scalars.append(contentsOf: $0) }
      labels += reader.labels
      lines += reader.lines
    }
    if lines.isEmpty { throw CSVError(.noRows, file: reader.file) }
    file = reader.file
    values = Tensor(shape: Shape(lines.count, reader.columnIndices.count), scalars)
    columnNames = reader.columnNames
    self.labels = labels
    self.lines = lines
    labelIndex = reader.labelIndex
    labelName = reader.labelIndex.flatMap { reader.header?[$0] }
    droppedRows = reader.droppedRows
  }

  /// The labels as numbers, for regression.
  ///
  /// - Throws: `CSVError` that tells line and column of a label that is no finite number.
  public func numericLabels() throws(CSVError) -> [Scalar] {
    var numbers: [Scalar] = []
    numbers.reserveCapacity(labels.count)
    for (row, label) in labels.enumerated() {
      let utf8 = Array(label.utf8)
      let parsed: ParsedNumber<Scalar> =
        utf8.withUnsafeBufferPointer { DecimalNumber.parse($0[...]) }
      if case .number(let value) = parsed {
        numbers.append(value)
      } else {
        throw labelError(row: row, parsed.problem(text: label))
      }
    }
    return numbers
  }

  /// An error about the label of a row, which names its place in the file.
  public func labelError(row: Int, _ problem: CSVError.Problem) -> CSVError {
    CSVError(
      problem, file: file, line: lines[row], column: labelIndex.map { $0 + 1 },
      columnName: labelName)
  }
}
