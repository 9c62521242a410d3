/// Seconds that a variant took, round by round.
struct Measurement {
  let variant: String
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

/// Times the variants of a workload in turn, round after round, so that what disturbs the machine
/// disturbs all of them alike.
struct InterleavedRounds {
  /// At least this many rounds, at most this many, and no more once the time is spent.
  let rounds: ClosedRange<Int>
  let secondsPerWorkload: Double
  /// Short work is repeated until a measurement takes about this long.
  let secondsPerMeasurement = 0.002

  func measure(_ workload: Workload) -> [Measurement] {
    let clock = ContinuousClock()
    func time(_ run: () -> Void, _ repetitions: Int) -> Double {
      let elapsed = clock.measure {
        for _ in 0..<repetitions { run() }
      }
      return elapsed.seconds / Double(repetitions)
    }
    // The agreement check has warmed everything up.
    let repetitions = workload.variants.map { variant in
      max(1, Int(secondsPerMeasurement / max(1e-9, time(variant.run, 1))))
    }
    var measurements = workload.variants.map { Measurement(variant: $0.name) }
    let start = clock.now
    for round in 0..<rounds.upperBound {
      if round >= rounds.lowerBound, (clock.now - start).seconds > secondsPerWorkload { break }
      for (index, variant) in workload.variants.enumerated() {
        measurements[index].seconds.append(time(variant.run, repetitions[index]))
      }
    }
    return measurements
  }
}

extension Duration {
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
