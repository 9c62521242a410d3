import TextTable

/// Results as a table for people, a variant a line.
enum ResultTable {
  static func text(_ rows: [ResultRow]) -> String {
    let hasFloor = rows.contains { $0.ratioToFloor != nil }
    return TextTable<ResultRow> { row in
      var columns = [
        Column("case" <- [row.case, row.detail].filter { !$0.isEmpty }.joined(separator: " ")),
        Column("type" <- row.precision.rawValue),
        Column("thr" <- row.threads, align: .right),
        Column("variant" <- row.variant),
        Column("median" <- formatSeconds(row.medianSeconds), align: .right),
        Column("+-" <- "\(Int((row.spread * 100).rounded()))%", align: .right),
        Column("GFLOP/s" <- formatSignificant(row.gflops), align: .right),
        Column("times" <- formatSignificant(row.speedup), align: .right),
      ]
      if let optimizer = row.optimizer {
        columns.insert(Column("rule" <- optimizer.rawValue), at: 1)
      }
      if hasFloor {
        let ratio = row.ratioToFloor.map(formatSignificant) ?? ""
        columns.insert(Column("/ floor" <- ratio, align: .right), at: columns.count - 1)
      }
      return columns
    }.string(for: rows) ?? ""
  }
}
