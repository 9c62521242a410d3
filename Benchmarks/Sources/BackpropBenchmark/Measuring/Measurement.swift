/// Seconds that a variant took, round by round.
struct Measurement {
  let variant: String
  let threads: Int
  var seconds: [Double] = []

  var median: Double { seconds.median }
  /// Half the distance between the quartiles, relative to the median.
  var spread: Double {
    let sorted = seconds.sorted()
    guard sorted.count >= 4 else { return 0 }
    return (sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]) / 2 / median
  }
}

extension [Double] {
  var median: Double {
    let sorted = sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
