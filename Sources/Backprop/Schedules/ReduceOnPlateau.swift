/// Lowers the learning rate when a metric has stopped improving.
///
/// ```
/// better: metric < (1 - threshold) best, or metric < best - threshold      (.lower)
///         metric > (1 + threshold) best, or metric > best + threshold      (.higher)
/// ```
///
/// After more than `patience` steps that were not better, the rate is multiplied by `factor`, but does
/// not fall below `minimum`; then `cooldown` steps are not counted. NaN is never better, and the first one to count is finite. The rate is
/// left alone where the change would be `smallestChange` or less.
///
/// It may have a curve, for warm-up: the reductions then multiply the curve. The defaults are those of
/// PyTorch's `ReduceLROnPlateau`.
///
/// ```swift
/// let schedule = ReduceOnPlateau(optimizer, patience: 3)
/// for _ in 0..<100 {
///   train()
///   schedule.step(metric: validationLoss())
/// }
/// ```
public final class ReduceOnPlateau<Scalar: BLASScalar>: Schedule<Scalar> {
  /// Which metrics are better.
  public enum Goal: Sendable {
    /// Lower ones: a loss.
    case lower
    /// Higher ones: an accuracy.
    case higher
  }

  /// What a threshold is measured by.
  public enum Threshold: Sendable {
    /// A share of the best metric.
    case relative(Double)
    /// A difference of metrics.
    case absolute(Double)
  }

  /// Which metrics are better.
  public let goal: Goal
  /// What the rate is multiplied by.
  public let factor: Double
  /// How many steps without improvement are borne.
  public let patience: Int
  /// By how much a metric must be better to count.
  public let threshold: Threshold
  /// How many steps are not counted after a reduction.
  public let cooldown: Int
  /// The lowest rate.
  public let minimum: Double
  /// A reduction must change the rate by more than this.
  public let smallestChange: Double
  /// The best metric so far.
  public private(set) var best: Double?
  /// How often the rate was reduced.
  public private(set) var reductionCount = 0
  private var badSteps = 0
  private var cooldownLeft = 0

  /// Makes a schedule; the factor is below 1.
  public init(
    _ optimizer: Optimizer<Scalar>, _ curve: ScheduleCurve = .constant, goal: Goal = .lower,
    factor: Double = 0.1, patience: Int = 10, threshold: Threshold = .relative(1e-4),
    cooldown: Int = 0, minimum: Double = 0, smallestChange: Double = 1e-8
  ) {
    if !(factor >= 0 && factor < 1) {
      fatalError("ReduceOnPlateau: factor \(factor) is not in [0, 1)")
    }
    self.goal = goal
    self.factor = factor
    self.patience = patience
    self.threshold = threshold
    self.cooldown = cooldown
    self.minimum = minimum
    self.smallestChange = smallestChange
    super.init(optimizer, curve)
  }

  public override func observe(_ metric: Double) {
    if isBetter(metric) {
      best = metric
      badSteps = 0
    } else {
      badSteps += 1
    }
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      badSteps = 0
    }
    guard badSteps > patience else { return }
    let reduced = rate(at: stepCount, reductions: reductionCount + 1)
    if rate(at: stepCount) - reduced > smallestChange { reductionCount += 1 }
    cooldownLeft = cooldown
    badSteps = 0
  }

  public override func rate(at step: Int) -> Double {
    rate(at: step, reductions: reductionCount)
  }

  private func rate(at step: Int, reductions: Int) -> Double {
    let rate = super.rate(at: step)
    // The minimum bounds reductions; a curve may be below it.
    return reductions == 0 ? rate : min(rate, max(rate * power(factor, reductions), minimum))
  }

  private func isBetter(_ metric: Double) -> Bool {
    guard let best else { return metric.isFinite }
    switch (goal, threshold) {
    case (.lower, .relative(let share)): return metric < best * (1 - share)
    case (.lower, .absolute(let step)): return metric < best - step
    case (.higher, .relative(let share)): return metric > best * (1 + share)
    case (.higher, .absolute(let step)): return metric > best + step
    }
  }

  public override func codeState(_ coder: inout StateCoder<Double>) throws {
    try super.codeState(&coder)
    try coder.count("reductionCount", &reductionCount)
    try coder.count("badSteps", &badSteps)
    try coder.count("cooldownLeft", &cooldownLeft)
    try coder.optional("best", &best)
  }
}
