/// Reads the rows of a table, and finds its header and its labels.
struct CSVTableBuilder<Scalar: BLASScalar> {
  private var reader: CSVReader
  private(set) var names: [String]?
  private(set) var labelIndex: Int?
  private(set) var scalars: [Scalar] = []
  private(set) var labels: [String] = []
  private(set) var lines: [Int] = []
  private var fieldCount = 0

  init(reader: CSVReader) { self.reader = reader }

  /// The number of columns that hold numbers.
  var valueColumns: Int { fieldCount - (labelIndex == nil ? 0 : 1) }

  mutating func read(_ labelColumn: CSVColumn?, _ header: CSVOptions.Header) throws(CSVError) {
    var fields: [CSVField] = []
    guard try reader.readFields(&fields) else { throw error(.noRows) }
    fieldCount = fields.count
    // A column asked for by its name says that there are names.
    if case .named = labelColumn {
      if header == .absent, case .named(let name) = labelColumn {
        throw error(.noHeader(column: name), line: fields[0].line)
      }
      try readNames(fields)
    } else if header == .present {
      try readNames(fields)
    }
    labelIndex = try labelColumn.map { column throws(CSVError) in
      try index(of: column, line: fields[0].line)
    }
    if names == nil, header == .automatic, isHeader(fields) { try readNames(fields) }
    if names == nil { try append(fields) }
    while try reader.readFields(&fields) { try append(fields) }
    if lines.isEmpty { throw error(.noRows) }
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
      let names = names ?? []
      guard let first = names.firstIndex(of: name) else {
        throw error(.noColumn(named: name, among: names), line: line)
      }
      guard names.lastIndex(of: name) == first else {
        throw error(.ambiguousColumn(named: name), line: line)
      }
      return first
    }
  }

  private func isHeader(_ fields: [CSVField]) -> Bool {
    fields.indices.contains { index in
      guard index != labelIndex else { return false }
      if case .notANumber = reader.number(fields[index], as: Scalar.self) { return true }
      return false
    }
  }

  private mutating func readNames(_ fields: [CSVField]) throws(CSVError) {
    var names: [String] = []
    for (index, field) in fields.enumerated() {
      names.append(trimmed(try reader.text(field, column: index)))
    }
    self.names = names
  }

  private mutating func append(_ fields: [CSVField]) throws(CSVError) {
    let line = fields[0].line
    guard fields.count == fieldCount else {
      // The first field that is missing, or one too many.
      throw CSVError(
        .raggedRow(expected: fieldCount, found: fields.count), file: reader.file, line: line,
        column: min(fieldCount, fields.count) + 1)
    }
    for (index, field) in fields.enumerated() {
      if index == labelIndex {
        let label = trimmed(try reader.text(field, column: index, name: names?[index]))
        guard !label.isEmpty else { throw error(.emptyField(expected: "a label"), field, index) }
        labels.append(label)
      } else if case .number(let value) = reader.number(field, as: Scalar.self) {
        scalars.append(value)
      } else {
        let text = try reader.text(field, column: index, name: names?[index])
        throw error(reader.number(field, as: Scalar.self).problem(text: text), field, index)
      }
    }
    lines.append(line)
  }

  private func trimmed(_ text: String) -> String {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    guard text.first.map(isBlank) == true || text.last.map(isBlank) == true else { return text }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  private func error(_ problem: CSVError.Problem, line: Int? = nil) -> CSVError {
    CSVError(problem, file: reader.file, line: line)
  }

  private func error(_ problem: CSVError.Problem, _ field: CSVField, _ index: Int) -> CSVError {
    CSVError(
      problem, file: reader.file, line: field.line, column: index + 1, columnName: names?[index])
  }
}

extension ParsedNumber {
  /// What is wrong with a field that is not a number.
  func problem(text: String) -> CSVError.Problem {
    switch self {
    case .empty: .emptyField(expected: "a number")
    case .notFinite: .notFinite(text: text)
    case .outOfRange: .outOfRange(text: text)
    case .notANumber, .number: .notANumber(text: text)
    }
  }
}
