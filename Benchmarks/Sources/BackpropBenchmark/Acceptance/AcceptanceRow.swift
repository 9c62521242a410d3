import TextTable

/// A limit that the project promises to keep, and what was measured.
struct AcceptanceRow {
  enum Limit {
    case atMost(Double)
    case atLeast(Double)
    /// Faster than another: a ratio above 1.
    case faster

    func isKept(by value: Double) -> Bool {
      switch self {
      case .atMost(let bound): value <= bound
      case .atLeast(let bound): value >= bound
      case .faster: value > 1
      }
    }

    var text: String {
      switch self {
      case .atMost(let bound): "<= \(bound)"
      case .atLeast(let bound): ">= \(bound)"
      case .faster: "> 1"
      }
    }
  }

  let what: String
  let precision: Precision
  let limit: Limit
  /// Nothing where the other library wasn't there.
  let measured: Double?

  var isMissed: Bool { measured.map { !limit.isKept(by: $0) } ?? false }

  static func table(_ rows: [AcceptanceRow]) -> String {
    TextTable<AcceptanceRow> { row in
      [
        Column("what" <- row.what),
        Column("type" <- row.precision.rawValue),
        Column("limit" <- row.limit.text, align: .right),
        Column("measured" <- row.measured.map(formatSignificant) ?? "not measured", align: .right),
        Column("" <- row.measured == nil ? "-" : row.isMissed ? "MISS" : "ok"),
      ]
    }.string(for: rows) ?? ""
  }
}
