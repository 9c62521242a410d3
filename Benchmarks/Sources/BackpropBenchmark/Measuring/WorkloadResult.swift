/// What was measured of a workload.
struct WorkloadResult {
  let workload: Workload
  let measurements: [Measurement]

  func measurement(_ variant: String) -> Measurement? {
    measurements.first { $0.variant == variant }
  }

  /// How many times as long as `other` a variant took: the median of the ratios of each round, in
  /// which both met the same disturbances.
  func ratio(of variant: Measurement, to other: Measurement) -> Double {
    zip(variant.seconds, other.seconds).map { $0 / $1 }.median
  }

  /// The same by names; nothing if one of them wasn't measured.
  func ratio(of variant: String, to other: String) -> Double? {
    guard let variant = measurement(variant), let other = measurement(other) else { return nil }
    return ratio(of: variant, to: other)
  }
}
