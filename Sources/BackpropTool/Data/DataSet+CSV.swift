import BackpropTraining
import LinearAlgebra
import TensorFormats

extension DataSet {
  /// The samples of a CSV file, whose classes stand in the last column or the one named.
  ///
  /// - Throws: `CSVError` or `InputError`, which name the place in the file.
  static func csv(_ path: String, target: String?, options: CSVOptions) throws -> DataSet {
    let table = try CSVTable<Double>(
      contentsOf: path, labels: target.map { .named($0) } ?? .last, options: options)
    let column = (table.labelIndex ?? 0) + 1
    guard table.values.shape[1] > 0 else {
      throw InputError(
        file: path, line: 1, column: column,
        "expected columns of numbers beside that of the classes, found none")
    }
    for (row, label) in table.labels.enumerated() {
      if let number = Double(label), !number.isFinite {
        throw table.labelError(row: row, .notFinite(text: label))
      }
    }
    let labels = ClassLabels(of: table.labels)
    let classes = try labels.encode(table.labels)
    let inColumn = table.labelName.map { " in column \($0.quoted)" } ?? ""
    guard labels.names.count > 1 else {
      throw InputError(
        file: path, line: table.lines[0], column: column,
        "expected at least two classes\(inColumn), found only \(labels.names[0].quoted)")
    }
    guard classes.count >= Split.fewestSamples else {
      throw InputError(
        file: path, line: table.lines.last,
        "expected at least \(Split.fewestSamples) rows (a fifth is held out), found "
          + "\(classes.count)")
    }
    guard labels.names.count * 2 <= classes.count else {
      throw InputError(
        file: path, line: table.lines[0], column: column,
        "expected classes\(inColumn) with two rows each at least, found \(labels.names.count) "
          + "different values in \(classes.count) rows")
    }
    return DataSet(
      name: path, samples: "rows of \(table.values.shape[1].grouped) features", attribution: nil,
      contents: .table(table.values, .standardized), classes: classes, labels: labels,
      featureNames: table.columnNames)
  }
}
