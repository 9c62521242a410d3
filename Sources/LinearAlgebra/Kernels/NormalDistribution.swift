internal import CVectorMath

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The standard normal distribution.
enum NormalDistribution {
  /// The probability of a value at most x.
  static func cumulative(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  /// Replaces probabilities by the values that have them.
  static func quantiles(_ probabilities: UnsafeMutablePointer<Double>, _ count: Int) {
    bp_normal_quantile_f64(probabilities, probabilities, count)
  }
}
