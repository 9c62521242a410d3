import TextTable

/// What was measured of one variant of one workload.
struct ResultRow: Encodable {
  let suite: String
  let `case`: String
  let size: Int
  let precision: String
  let threads: Int
  let variant: String
  let medianSeconds: Double
  let spread: Double
  let gflops: Double
  /// How many times faster than the first variant, the median over the rounds.
  let speedup: Double
  /// The largest deviation from the first variant, as a multiple of the rounding allowed.
  let disagreement: Double

  enum CodingKeys: String, CodingKey {
    case suite
    case `case`
    case size
    case precision
    case threads
    case variant
    case medianSeconds = "median_seconds"
    case spread
    case gflops
    case speedup
    case disagreement
  }

  static func table(_ rows: [ResultRow]) -> String {
    TextTable<ResultRow> {
      [
        Column("operation" <- $0.case),
        Column("size" <- $0.size, align: .right),
        Column("type" <- $0.precision),
        Column("variant" <- $0.variant),
        Column("median" <- formatSeconds($0.medianSeconds), align: .right),
        Column("+-" <- "\(Int(($0.spread * 100).rounded()))%", align: .right),
        Column("GFLOP/s" <- formatSignificant($0.gflops), align: .right),
        Column("times" <- formatSignificant($0.speedup), align: .right),
      ]
    }.string(for: rows) ?? ""
  }
}

/// Three significant digits with a unit: `12.3 us`.
func formatSeconds(_ seconds: Double) -> String {
  let units = [(1.0, "s"), (1e-3, "ms"), (1e-6, "us")]
  let (factor, unit) = units.first { seconds >= $0.0 } ?? (1e-9, "ns")
  return formatSignificant(seconds / factor) + " " + unit
}

/// About three significant digits.
func formatSignificant(_ value: Double) -> String {
  guard value.isFinite else { return "\(value)" }
  let decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2
  let scale = [1.0, 10, 100][decimals]
  let rounded = (value * scale).rounded() / scale
  if decimals == 0 { return "\(Int(rounded))" }
  let parts = "\(rounded)".split(separator: ".")
  return parts[0] + "." + parts[1].padding(decimals)
}

extension Substring {
  fileprivate func padding(_ count: Int) -> String {
    self + String(repeating: "0", count: Swift.max(0, count - self.count))
  }
}
