/// How far the result of a variant is from the reference.
struct Agreement {
  let variant: String
  /// The largest deviation, as a multiple of what rounding allows.
  let deviation: Double

  init(_ variant: String, deviation: Double) {
    self.variant = variant
    self.deviation = deviation
  }

  /// Compares element by element; NaN and a different number of elements agree with nothing.
  init(_ variant: String, _ result: [Double], _ reference: [Double], tolerance: Double) {
    self.variant = variant
    guard result.count == reference.count else {
      deviation = .infinity
      return
    }
    deviation = zip(result, reference).reduce(0.0) { worst, pair in
      let difference = abs(pair.0 - pair.1) / tolerance
      return difference.isNaN ? .infinity : max(worst, difference)
    }
  }
}

/// Two variants do not compute the same.
struct Disagreement: Error, CustomStringConvertible {
  let description: String
}
