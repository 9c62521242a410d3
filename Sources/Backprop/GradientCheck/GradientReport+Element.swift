extension GradientReport {
  /// One element of the input or of a parameter: its gradient as computed, and as it should be.
  public struct Element: Sendable, CustomStringConvertible {
    /// The element: `input[1, 3]`, `0.weight[2, 0]`.
    public let name: String
    /// What the module or criterion computed.
    public let analytic: Double
    /// What differences of the loss say, or what is documented for a kink.
    public let numeric: Double
    /// Where `numeric` comes from.
    public let comparison: Comparison

    /// |analytic - numeric| / max(1, |analytic|, |numeric|); infinite if either isn't finite.
    public var error: Double {
      let error = abs(analytic - numeric) / max(1, abs(analytic), abs(numeric))
      // A NaN would pass for small in every comparison with a worst error.
      return error.isNaN ? .infinity : error
    }

    /// The element in one line.
    public var description: String {
      "\(name): analytic \(analytic), \(comparison.word) \(numeric), error \(error.scientific)"
    }
  }

  /// What an analytic gradient is compared with.
  public enum Comparison: Sendable, Hashable {
    /// Differences to both sides.
    case central
    /// Differences to the right, because there is a kink on the left.
    case forward
    /// Differences to the left, because there is a kink on the right.
    case backward
    /// The documented gradient of a kink or clamped zone.
    case documented

    var word: String { self == .documented ? "documented" : "numeric" }
  }
}

extension GradientReport {
  /// The name of an element: `weight[2, 0]`.
  static func name(_ tensor: String, _ shape: Shape, _ index: Int) -> String {
    var rest = index
    var indices: [Int] = []
    for extent in Array(shape).reversed() {
      indices.append(rest % extent)
      rest /= extent
    }
    return tensor + "[" + indices.reversed().map(String.init).joined(separator: ", ") + "]"
  }
}

extension Double {
  /// Two digits and a power of ten: `4.1e-12`.
  package var scientific: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    var exponent = 0
    var magnitude = abs(self)
    while magnitude < 1 { (magnitude, exponent) = (magnitude * 10, exponent - 1) }
    while magnitude >= 9.95 { (magnitude, exponent) = (magnitude / 10, exponent + 1) }
    let digits = Int((magnitude * 10).rounded())
    return "\(self < 0 ? "-" : "")\(digits / 10).\(digits % 10)e\(exponent)"
  }

  /// Whole numbers without their ".0".
  var shortest: String { self == rounded() && abs(self) < 1e6 ? "\(Int(self))" : "\(self)" }
}
