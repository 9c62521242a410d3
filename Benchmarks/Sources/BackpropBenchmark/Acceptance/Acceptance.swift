/// Which limits a workload must keep.
enum Acceptance {
  /// Whether there is a limit for a workload at all.
  static func concerns(_ workload: Workload) -> Bool {
    switch workload.suite {
    case .steps: StepLimits.byCase[workload.name] != nil
    case .ops:
      workload.name.hasPrefix("Linear")
        || workload.name == "SoftMax backward" && workload.detail == "4096x1000"
    case .inference:
      workload.precision == .f32 && workload.name == NetworkCase.digits.name
        && workload.detail == "batch 1"
    case .threads: true
    case .scaling: false
    }
  }

  static func rows(_ result: WorkloadResult) -> [AcceptanceRow] {
    switch result.workload.suite {
    case .steps: stepRows(result)
    case .ops:
      result.workload.name.hasPrefix("Linear")
        ? [
          row(
            result, "times faster than loops i, j, k",
            .atLeast(result.workload.precision == .f64 ? 50 : 80), times(result, "naive"))
        ] : [row(result, "times faster than PyTorch", .faster, times(result, "torch"))]
    case .inference:
      [row(result, "times faster than PyTorch", .atLeast(3), times(result, "torch"))]
    case .threads: threadRows(result)
    case .scaling: []
    }
  }

  private static func stepRows(_ result: WorkloadResult) -> [AcceptanceRow] {
    let name = result.workload.name
    guard let limits = StepLimits.byCase[name] else { return [] }
    let index = result.workload.precision == .f64 ? 0 : 1
    var rows: [AcceptanceRow] = []
    if name == "dot" { rows.append(dotRow(result)) }
    if !limits.floor.isEmpty {
      rows.append(
        row(
          result, "step / floor", .atMost(limits.floor[index]),
          result.ratio(of: "library", to: "floor")))
    }
    if !limits.torch.isEmpty {
      rows.append(
        row(
          result, "times faster than PyTorch", .atLeast(limits.torch[index]),
          times(result, "torch")))
    }
    rows.append(row(result, "times faster than JAX", .faster, times(result, "jax")))
    if let numpy = limits.numpy, result.workload.precision == .f64 {
      rows.append(
        row(result, "times faster than the notebook", .atLeast(numpy), times(result, "numpy")))
    }
    return rows
  }

  /// The smallest step has two limits, of which it must keep one.
  private static func dotRow(_ result: WorkloadResult) -> AcceptanceRow {
    let microseconds = result.measurement("library").map { $0.median * 1e6 }
    let byTime = row(result, "step, us", .atMost(StepLimits.dotMicroseconds), microseconds)
    let times = times(result, "torch")
    guard byTime.isMissed, times != nil else { return byTime }
    return row(result, "times faster than PyTorch", .atLeast(StepLimits.dotTorch), times)
  }

  /// However many threads there are: never more than 5% slower than one.
  private static func threadRows(_ result: WorkloadResult) -> [AcceptanceRow] {
    result.measurements.dropFirst().map { measurement in
      row(
        result, "\(measurement.threads) threads / 1", .atMost(1.05),
        result.ratio(of: measurement, to: result.measurements[0]))
    }
  }

  /// How many times faster than another variant the library is.
  private static func times(_ result: WorkloadResult, _ other: String) -> Double? {
    result.ratio(of: other, to: "library")
  }

  private static func row(
    _ result: WorkloadResult, _ what: String, _ limit: AcceptanceRow.Limit, _ measured: Double?
  ) -> AcceptanceRow {
    let workload = result.workload
    let name = [workload.name, workload.detail].filter { !$0.isEmpty }.joined(separator: " ")
    return AcceptanceRow(
      what: "\(name): \(what)", precision: workload.precision, limit: limit, measured: measured)
  }
}
