#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Numbers for people, the same in every locale.

extension Int {
  /// The digits in groups of three: `12,345`.
  package var grouped: String {
    var text = ""
    for (position, digit) in String(magnitude).reversed().enumerated() {
      if position > 0, position.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}

extension Double {
  /// Rounded to so many decimals: `0.1250`.
  package func fixed(_ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard isFinite, abs(self) * scale < 1e18 else { return "\(self)" }
    let digits = String(Int((abs(self) * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = self < 0 ? "-" : ""
    return decimals == 0
      ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A loss: four decimals, or an exponent where they would say nothing.
  package var asLoss: String {
    guard isFinite, self != 0, abs(self) < 1e-4 || abs(self) >= 1e5 else { return fixed(4) }
    let exponent = Int(log10(abs(self)).rounded(.down))
    return (self / pow(10, Double(exponent))).fixed(1) + "e\(exponent)"
  }

  /// A share in percent. Only all of it is 100.0%.
  package var asPercent: String {
    self < 1 && self > 0.9995 ? "99.9%" : (self * 100).fixed(1) + "%"
  }
}
