import ArgumentParser

/// A type of scalar.
enum Precision: String, ExpressibleByArgument, CaseIterable, Encodable {
  case f64, f32

  /// The rounding of a number near 1.
  var ulpOfOne: Double { self == .f64 ? Double.ulpOfOne : Double(Float.ulpOfOne) }
}
