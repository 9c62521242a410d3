import Foundation

/// Times the variants of a workload in turn, round after round, so that what disturbs the machine
/// disturbs all of them alike.
struct InterleavedRounds {
  /// At least this many rounds, at most this many, and no more once the time is spent.
  let rounds: ClosedRange<Int>
  let secondsPerWorkload: Double
  /// Short work is repeated until a measurement takes about this long.
  private let secondsPerMeasurement = 0.004
  /// Work runs about this long before it is timed: threads wake up, caches fill.
  private let secondsOfWarmUp = 0.002
  /// OpenBLAS's threads spin for 2^26 cycles after their last product, about 25 ms; those of the
  /// peers' libraries less.
  private let secondsToSettle = 0.04

  func measure(_ workload: Workload) throws -> WorkloadResult {
    let variants = workload.variants
    let estimates = try variants.map { variant in
      try inTurn(variant) { try estimate(variant) }
    }
    var measurements = variants.map { Measurement(variant: $0.name, threads: $0.threads) }
    let clock = ContinuousClock()
    let start = clock.now
    for round in 0..<rounds.upperBound {
      if round >= rounds.lowerBound, (clock.now - start).seconds > secondsPerWorkload { break }
      for (index, variant) in variants.enumerated() {
        measurements[index].seconds.append(
          try inTurn(variant) { try time(variant, estimates[index]) })
      }
    }
    return WorkloadResult(workload: workload, measurements: measurements)
  }

  private func inTurn<Result>(_ variant: Variant, _ body: () throws -> Result) throws -> Result {
    try variant.prepare()
    defer {
      variant.finish()
      if variant.leavesSpinningThreads { Thread.sleep(forTimeInterval: secondsToSettle) }
    }
    return try body()
  }

  private func time(_ variant: Variant, _ estimate: Double) throws -> Double {
    // To long work neither matters, and an idle run would cost as much as a measurement.
    if estimate < 0.1 {
      _ = try variant.time(Int((secondsOfWarmUp / estimate).rounded(.up)))
    }
    let repetitions = max(1, Int((secondsPerMeasurement / estimate).rounded(.up)))
    return try variant.time(repetitions) / Double(repetitions)
  }

  /// About how long one run takes. A single one of a fraction of a microsecond can't be timed.
  private func estimate(_ variant: Variant) throws -> Double {
    // The agreement check has warmed up what is in this process; a peer begins anew, and JAX
    // compiles in its first run.
    if variant.isPeer { _ = try variant.time(1) }
    var repetitions = 1
    while true {
      let seconds = try variant.time(repetitions)
      if seconds >= 0.0005 { return seconds / Double(repetitions) }
      repetitions *= 4
    }
  }
}
