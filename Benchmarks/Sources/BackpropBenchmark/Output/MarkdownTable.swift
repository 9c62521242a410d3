/// Results as a table of a page, a case a row and a variant a column.
enum MarkdownTable {
  static func text(_ rows: [ResultRow]) -> String {
    guard let first = rows.first else { return "" }
    let columns = unique(rows.map(column))
    let cases = unique(rows.map(title))
    var lines = [
      "**\(first.suite.rawValue), \(first.precision == .f64 ? "Double" : "Float")**", "",
      "| | " + columns.joined(separator: " | ") + " |",
      "|---|" + String(repeating: "---:|", count: columns.count),
    ]
    for name in cases {
      let cells = columns.map { wanted in
        rows.first { title($0) == name && column($0) == wanted }.map(cell) ?? ""
      }
      lines.append("| \(name) | " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func title(_ row: ResultRow) -> String {
    [row.case, row.detail, row.optimizer?.rawValue ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private static func column(_ row: ResultRow) -> String {
    row.suite == .threads ? "\(row.threads) threads" : row.variant
  }

  /// The median, and in brackets the multiple of the floor.
  private static func cell(_ row: ResultRow) -> String {
    let median = formatSeconds(row.medianSeconds)
    guard let ratio = row.ratioToFloor, row.variant != "floor" else { return median }
    return "\(median) (\(formatSignificant(ratio)))"
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen = Set<String>()
    return names.filter { seen.insert($0).inserted }
  }
}
