/// A piece of work in several variants that compute the same.
struct Workload {
  /// What is computed: `Linear forward`.
  let name: String
  /// How large it is: `256`.
  let size: Int
  /// `f64` or `f32`.
  let precision: String
  /// Multiplications and additions of one run.
  let operations: Double
  let variants: [Variant]

  /// One way to do it.
  struct Variant {
    let name: String
    /// Does the work once.
    let run: () -> Void
    /// What the last run computed.
    let result: () -> [Double]
    /// How far an element may be from the same element of the first variant.
    let tolerance: Double
  }
}

extension Workload {
  /// The largest deviation of each variant from the first, as a multiple of its tolerance, after
  /// running each once.
  func disagreements() -> [(variant: String, multiple: Double)] {
    for variant in variants { variant.run() }
    guard let reference = variants.first?.result() else { return [] }
    return variants.dropFirst().map { variant in
      let result = variant.result()
      guard result.count == reference.count else { return (variant.name, .infinity) }
      let worst = zip(result, reference).reduce(0.0) { worst, pair in
        let difference = abs(pair.0 - pair.1)
        return difference.isNaN ? .infinity : max(worst, difference)
      }
      return (variant.name, worst / variant.tolerance)
    }
  }
}
