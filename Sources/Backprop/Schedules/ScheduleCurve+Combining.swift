extension ScheduleCurve {
  /// Several curves at once: the rate of each is the base of the next, so factors multiply.
  ///
  /// PyTorch: `ChainedScheduler`. Its values are the same for all curves that multiply the base; a
  /// cosine with a minimum falls to the minimum here, whatever came before, where PyTorch's depends
  /// on the order of updates, and a cosine with restarts or a cycle replaces there what came before.
  /// The momentum is that of the last curve that has one.
  public static func chained(_ curves: [ScheduleCurve]) -> ScheduleCurve {
    let rate = { @Sendable (step: Int, base: Double) -> Double in
      curves.reduce(base) { rate, curve in curve.rate(at: step, base: rate) }
    }
    guard let last = curves.last(where: { $0.hasMomentum }) else {
      return ScheduleCurve(words("chained", curves), rate: rate)
    }
    return ScheduleCurve(
      words("chained", curves), rate: rate, momentum: { step in last.momentum(at: step) ?? 0 })
  }

  /// Several curves, one after the other: each starts, at its own step 0, at its milestone. There is
  /// one milestone fewer than there are curves.
  ///
  /// The momentum of a curve that has none is the last one that there was, at first that of the first
  /// curve with one. PyTorch: `SequentialLR`.
  public static func sequential(_ curves: [ScheduleCurve], milestones: [Int]) -> ScheduleCurve {
    let starts = [0] + milestones
    if curves.count != starts.count {
      fatalError(
        "ScheduleCurve.sequential: \(curves.count) curves with \(milestones.count) milestones")
    }
    if zip(starts, milestones).contains(where: { $0 >= $1 }) {
      fatalError("ScheduleCurve.sequential: milestones \(milestones) do not rise from 1 on")
    }
    let index = { @Sendable (step: Int) -> Int in starts.lastIndex { $0 <= step } ?? 0 }
    let rate = { @Sendable (step: Int, base: Double) -> Double in
      let index = index(step)
      return curves[index].rate(at: step - starts[index], base: base)
    }
    guard let first = curves.firstIndex(where: { $0.hasMomentum }) else {
      return ScheduleCurve(words("sequential", curves), rate: rate)
    }
    let momentum = { @Sendable (step: Int) -> Double in
      let index = index(step)
      guard let last = curves[...index].lastIndex(where: { $0.hasMomentum }) else {
        return curves[first].momentum(at: 0) ?? 0
      }
      // A curve that is over has stopped before its successor started.
      let end = last == index ? step : starts[last + 1] - 1
      return curves[last].momentum(at: end - starts[last]) ?? 0
    }
    return ScheduleCurve(words("sequential", curves), rate: rate, momentum: momentum)
  }

  private static func words(_ name: String, _ curves: [ScheduleCurve]) -> String {
    name + " (" + curves.map(\.description).joined(separator: "; ") + ")"
  }
}
