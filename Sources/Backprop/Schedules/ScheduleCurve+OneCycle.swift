extension ScheduleCurve {
  /// The form of a one-cycle curve between its corners.
  public enum Annealing: Sendable {
    /// Half a cosine.
    case cosine
    /// A straight line.
    case linear
  }

  /// Up to the base and down to almost nothing, within `steps` steps: one cycle for the whole
  /// training. The optimizer's learning rate is the maximum.
  ///
  /// ```
  /// from base / startDivisor up to base        in the first `rising` of the steps
  /// down to base / startDivisor / endDivisor   in the rest
  /// ```
  ///
  /// With `isThreePhased` it comes down to base / startDivisor as fast as it rose, and in the rest of
  /// the steps to the end. With `momentum` the momentum falls from the upper to the lower bound while
  /// the rate rises, and rises while it falls. After `steps` steps both stay where they are.
  ///
  /// The defaults are those of PyTorch's `OneCycleLR`, but that momentum is not cycled unless bounds
  /// are given (there: 0.85 and 0.95).
  ///
  /// Paper: Smith and Topin, *Super-convergence: very fast training of neural networks using large
  /// learning rates*, 2018.
  ///
  /// ```swift
  /// let optimizer = SGD(net.getParameters(), learningRate: 0.4, momentum: 0.95)
  /// let schedule = Schedule(optimizer, .oneCycle(steps: 1000, momentum: 0.85...0.95))
  /// ```
  public static func oneCycle(
    steps: Int, rising: Double = 0.3, startDivisor: Double = 25, endDivisor: Double = 1e4,
    annealing: Annealing = .cosine, isThreePhased: Bool = false,
    momentum: ClosedRange<Double>? = nil
  ) -> ScheduleCurve {
    requireSteps(steps, "oneCycle")
    if !(rising >= 0 && rising <= 1) {
      fatalError("ScheduleCurve.oneCycle: rising \(rising) is not in [0, 1]")
    }
    if isThreePhased && rising > 0.5 {
      fatalError("ScheduleCurve.oneCycle: rising \(rising) twice is more than all steps")
    }
    let cycle = OneCycle(
      last: Double(steps - 1), top: rising * Double(steps) - 1, isThreePhased: isThreePhased,
      annealing: annealing)
    let rate = { @Sendable (step: Int, base: Double) -> Double in
      let start = base / startDivisor
      return cycle.value(at: step, start: start, top: base, end: start / endDivisor)
    }
    guard let momentum else { return ScheduleCurve("one cycle of \(steps) steps", rate: rate) }
    let (low, high) = (momentum.lowerBound, momentum.upperBound)
    return ScheduleCurve(
      "one cycle of \(steps) steps with momentum", rate: rate,
      momentum: { step in cycle.value(at: step, start: high, top: low, end: high) })
  }
}

/// The corners of a one-cycle curve, in steps; they need not be whole.
private struct OneCycle {
  let last: Double
  let top: Double
  let isThreePhased: Bool
  let annealing: ScheduleCurve.Annealing

  func value(at step: Int, start: Double, top topValue: Double, end: Double) -> Double {
    let step = min(Double(step), last)
    if step <= top { return anneal(start, topValue, step, from: 0, to: top) }
    guard isThreePhased else { return anneal(topValue, end, step, from: top, to: last) }
    let down = 2 * top
    return step <= down
      ? anneal(topValue, start, step, from: top, to: down)
      : anneal(start, end, step, from: down, to: last)
  }

  private func anneal(
    _ start: Double, _ end: Double, _ step: Double, from first: Double, to last: Double
  ) -> Double {
    let share = last > first ? (step - first) / (last - first) : 1
    switch annealing {
    case .cosine: return ScheduleCurve.halfCosine(from: start, to: end, share)
    case .linear: return start + (end - start) * share
    }
  }
}
