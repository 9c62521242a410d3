extension CSVBatchReader {
  /// Reads the next rows, at most so many, and overwrites `batch` with their numbers, `[rows,
  /// columns]`; `labels` and `lines` are those of the batch.
  ///
  /// - Returns: Whether there was a row.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func read(into batch: inout Tensor<Scalar>, rows: Int) throws(CSVError) -> Bool {
    require(rows > 0, "CSVBatchReader: a batch has at least one row, \(rows) were asked for")
    let columns = columnIndices.count
    batch.prepareToOverwrite(shape: Shape(rows, columns))
    labels.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    let count = try batch.withUnsafeMutableScalars { values throws(CSVError) in
      try fill(values, rows, columns)
    }
    if count < rows {
      // The memory stays for the next batch only if nobody looks at it.
      batch = batch.rows(0..<count)
    }
    return count > 0
  }

  private func fill(
    _ values: UnsafeMutableBufferPointer<Scalar>, _ rows: Int, _ columns: Int
  ) throws(CSVError) -> Int {
    // Tensors without columns have no memory; nothing is written to it.
    let values = values.baseAddress ?? UnsafeMutablePointer(bitPattern: 64)!
    var label = 0..<0
    var row = 0
    while row < rows {
      let line = scanner.line
      let start = values + row * columns
      if isPlain, !hasFirstRow, readPlainNumbers(into: start, &label) {
        guard try appendLabel(label, line: line) else { continue }
        lines.append(line)
      } else {
        if !hasFirstRow {
          guard try scanner.readFields(&fields) else { break }
        }
        hasFirstRow = false
        guard try readRow(into: start) else {
          droppedRows += 1
          continue
        }
        lines.append(fields[0].line)
      }
      row += 1
    }
    return row
  }

  private func readPlainNumbers(
    into values: UnsafeMutablePointer<Scalar>, _ label: inout Range<Int>
  ) -> Bool {
    let values = UnsafeMutableRawPointer(values)
    return Scalar.self == Double.self
      ? scanner.readPlainNumbers(
        plan, into: values.assumingMemoryBound(to: Double.self), label: &label)
      : scanner.readPlainNumbers(
        plan, into: values.assumingMemoryBound(to: Float.self), label: &label)
  }

  /// Reads a row whatever is in it, or returns `false` if it is to be left out.
  private func readRow(
    into values: UnsafeMutablePointer<Scalar>
  ) throws(CSVError) -> Bool {
    guard fields.count == fieldCount else {
      // The first field that is missing, or one too many.
      throw CSVError(
        .raggedRow(expected: fieldCount, found: fields.count), file: file, line: fields[0].line,
        column: min(fieldCount, fields.count) + 1)
    }
    var label: String?
    if let labelIndex {
      let field = fields[labelIndex]
      let text = try scanner.text(field, column: labelIndex, name: header?[labelIndex])
      label = text.trimmingBlanks
      if isMissing(field) || label == "" {
        if missing == .dropRow { return false }
        if label == "" { throw error(.emptyField(expected: "a label"), field, labelIndex) }
      }
    }
    for (column, index) in columnIndices.enumerated() {
      let field = fields[index]
      if isMissing(field) {
        switch missing {
        case .dropRow: return false
        case .nan: values[column] = .nan
        case .constant(let value): values[column] = Scalar(value)
        case .error: break
        }
        if missing != .error { continue }
      }
      let parsed = scanner.number(field, as: Scalar.self)
      guard case .number(let value) = parsed else {
        let text = try scanner.text(field, column: index, name: header?[index])
        throw error(parsed.problem(text: text), field, index)
      }
      values[column] = value
    }
    if let label { labels.append(label) }
    return true
  }

  /// Whether a field holds no value, under a policy that has something to do then.
  func isMissing(_ field: CSVField) -> Bool {
    guard missing != .error else { return false }
    var bytes = scanner.bytes(field.range)[...]
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes = bytes.dropFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes = bytes.dropLast() }
    return bytes.isEmpty || markers.contains { bytes.elementsEqual($0) }
  }

  /// Takes the label of a plain row, or returns `false` if the row is to be left out.
  private func appendLabel(_ range: Range<Int>, line: Int) throws(CSVError) -> Bool {
    guard let labelIndex else { return true }
    let field = CSVField(range: range, line: line)
    let label = try scanner.text(field, column: labelIndex, name: header?[labelIndex])
      .trimmingBlanks
    if missing == .dropRow, label.isEmpty || isMissing(field) {
      droppedRows += 1
      return false
    }
    guard !label.isEmpty else {
      throw error(.emptyField(expected: "a label"), field, labelIndex)
    }
    labels.append(label)
    return true
  }

  private func error(_ problem: CSVError.Problem, _ field: CSVField, _ index: Int) -> CSVError {
    CSVError(
      problem, file: file, line: field.line, column: index + 1, columnName: header?[index])
  }
}

extension String {
  /// The text without blanks and tabs around it.
  var trimmingBlanks: String {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    guard first.map(isBlank) == true || last.map(isBlank) == true else { return self }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
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
