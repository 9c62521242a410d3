import BackpropTraining

/// A confusion matrix for people.
struct ConfusionTable {
  /// With more classes the matrix is too large to read.
  static let mostClasses = 20

  let matrix: ConfusionMatrix
  let names: [String]

  /// The matrix, or where it is too wide or has too many classes, the most frequent confusions.
  func text(width: Int) -> String {
    guard matrix.classCount <= Self.mostClasses, let table = table(width: width) else {
      return list(width: width)
    }
    return table
  }

  private func table(width: Int) -> String? {
    let largest = (0..<matrix.classCount).flatMap { matrix.row($0) }.max() ?? 0
    let recall = 7
    // Columns that can't have a name of that length have the number of the class.
    let isNumbered = names.contains { $0.count > 6 }
    let shown = isNumbered ? names.indices.map { "\($0 + 1)" } : names
    let column = ([String(largest)] + shown).map(\.count).max().map { $0 + 2 } ?? 3
    let rows = names.enumerated().map { index, name in
      (isNumbered ? "\(index + 1) " : "") + name.shortened(to: 20)
    }
    let first = max(6, rows.map(\.count).max() ?? 0) + 1
    guard first + column * matrix.classCount + 2 + recall <= width else { return nil }

    var lines = ["class".left(first) + shown.map { $0.right(column) }.joined() + "   recall"]
    for (actual, row) in rows.enumerated() {
      var line = row.left(first)
      let counts = matrix.row(actual)
      for (predicted, count) in counts.enumerated() {
        let cell = (count == 0 ? "." : String(count)).right(column)
        line += count == 0 ? cell : predicted == actual ? Terminal.green(cell) : Terminal.red(cell)
      }
      let samples = counts.reduce(0, +)
      let share = Double(counts[actual]) / Double(max(1, samples))
      lines.append(line + (samples == 0 ? "-" : share.asPercent).right(2 + recall))
    }
    let title = "Confusion matrix of the held-out samples (a row a class, a column a prediction):"
    return ([title.wrapped(to: width)] + lines).joined(separator: "\n")
  }

  private func list(width: Int) -> String {
    let most = 15
    let confusions = matrix.confusions
    guard !confusions.isEmpty else { return "No held-out sample was taken for another class." }
    let room = max(4, min(30, (width - 16) / 2))
    let shown = confusions.prefix(most).map { confusion in
      let actual = names[confusion.actual].shortened(to: room)
      let predicted = names[confusion.predicted].shortened(to: room)
      return "\(String(confusion.count).right(6))  \(actual) as \(predicted)"
    }
    let rest = confusions.count - shown.count
    return
      (["Most frequent confusions of the held-out samples:".wrapped(to: width)] + shown
      + (rest > 0 ? ["        and \(rest.grouped) other kinds"] : [])).joined(separator: "\n")
  }
}
