/// Three significant digits with a unit: `12.3 us`.
func formatSeconds(_ seconds: Double) -> String {
  let units = [(1.0, "s"), (1e-3, "ms"), (1e-6, "us")]
  let (factor, unit) = units.first { seconds >= $0.0 } ?? (1e-9, "ns")
  return formatSignificant(seconds / factor) + " " + unit
}

/// About three significant digits.
func formatSignificant(_ value: Double) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
  let decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 || value == 0 ? 2 : 4
  let scale = [1.0, 10, 100, 1000, 10_000][decimals]
  let rounded = Int((value * scale).rounded())
  if decimals == 0 { return "\(rounded)" }
  let digits = String(repeating: "0", count: decimals) + "\(rounded)"
  let whole = rounded / Int(scale)
  return "\(whole)." + digits.suffix(decimals)
}
