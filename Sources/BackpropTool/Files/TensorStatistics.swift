import TensorFormats

/// What the numbers of a tensor are like. Those that aren't finite are counted, and left out of the
/// rest.
struct TensorStatistics {
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  private(set) var mean = 0.0
  private(set) var nonFinite = 0
  private var finite = 0
  private var squares = 0.0

  init(_ tensor: Tensor<Double>) {
    tensor.withUnsafeScalars { scalars in
      for value in scalars {
        guard value.isFinite else {
          nonFinite += 1
          continue
        }
        finite += 1
        minimum = min(minimum, value)
        maximum = max(maximum, value)
        // Welford's way: no difference of large sums.
        let difference = value - mean
        mean += difference / Double(finite)
        squares += difference * (value - mean)
      }
    }
  }

  /// Whether there is any number to speak of.
  var isEmpty: Bool { finite == 0 }

  /// The standard deviation of the population.
  var deviation: Double { finite == 0 ? 0 : (squares / Double(finite)).squareRoot() }
}
