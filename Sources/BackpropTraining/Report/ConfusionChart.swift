/// A confusion matrix as a picture: the darker a field, the larger its share of the row.
public struct ConfusionChart: Sendable {
  /// The labels of the classes.
  public var labels: [String]
  /// How often a sample of class `i` was taken for class `j`: `counts[i][j]`.
  public var counts: [[Int]]

  /// A picture of a square table of counts.
  public init(labels: [String], counts: [[Int]]) {
    precondition(
      counts.count == labels.count && counts.allSatisfy { $0.count == labels.count },
      "ConfusionChart: \(labels.count) labels, and a table that is not of that size")
    self.labels = labels
    self.counts = counts
  }

  var svg: String {
    let size = labels.count
    guard size > 0 else { return "" }
    let showsCounts = size <= 30
    let cell = showsCounts ? 44.0 : max(4, 900 / Double(size))
    let names = labels.map { $0.count <= 14 ? $0 : $0.prefix(12) + ".." }
    let left = showsCounts ? 16 + 7.5 * Double(names.map(\.count).max() ?? 0) : 8
    let top = left
    var svg = SVG()
    for (row, counts) in counts.enumerated() {
      let total = counts.reduce(0, +)
      for (column, count) in counts.enumerated() {
        let share = total > 0 ? Double(count) / Double(total) : 0
        let corner = (left + Double(column) * cell, top + Double(row) * cell)
        svg.square(
          corner, side: cell - 1, class: row == column ? "right" : "wrong",
          opacity: count == 0 ? 0.04 : 0.15 + 0.85 * share,
          tip: "\(labels[row]) taken for \(labels[column]): \(count)")
        if showsCounts, count > 0 {
          svg.text(
            String(count), (corner.0 + cell / 2 - 0.5, corner.1 + cell / 2 + 4),
            class: share > 0.5 ? "count on" : "count")
        }
      }
      if showsCounts {
        let middle = Double(row) * cell + cell / 2 + 4
        svg.text(names[row], (left - 6, top + middle), class: "end label")
        svg.text(names[row], (left + middle, top - 6), class: "label", degrees: -60)
      }
    }
    // Slanted names reach beyond the last column.
    let width = left + Double(size) * cell + (showsCounts ? left / 2 : 8)
    return svg.element(
      width: width, height: top + Double(size) * cell + 8,
      label: "Confusion matrix of \(size) classes")
  }
}
