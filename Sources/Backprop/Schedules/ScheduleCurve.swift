/// The learning rate as a function of the step, of which the first is 0, and of a base rate, which is
/// the learning rate that the optimizer was made with.
///
/// The curves have the names and values of PyTorch's `torch.optim.lr_scheduler`, in closed form. They
/// combine: see `chained(_:)` and `sequential(_:milestones:)`. A step is a batch or an epoch, as
/// `Schedule.step` is called after the one or the other.
///
/// ```swift
/// let curve = ScheduleCurve.sequential([.warmUp(steps: 5), .cosine(steps: 95)], milestones: [5])
/// curve.rate(at: 0, base: 0.3)  // 0.1
/// ```
public struct ScheduleCurve: Sendable, CustomStringConvertible {
  /// What the curve is, in a few words.
  public let description: String
  private let rateFunction: @Sendable (_ step: Int, _ base: Double) -> Double
  private let momentumFunction: (@Sendable (_ step: Int) -> Double)?

  /// Makes a curve of one's own, which may change the momentum, too.
  public init(
    _ description: String,
    rate: @escaping @Sendable (_ step: Int, _ base: Double) -> Double,
    momentum: (@Sendable (_ step: Int) -> Double)? = nil
  ) {
    self.description = description
    rateFunction = rate
    momentumFunction = momentum
  }

  /// The learning rate of a step.
  public func rate(at step: Int, base: Double) -> Double { rateFunction(step, base) }

  /// The momentum of a step, if the curve has one.
  public func momentum(at step: Int) -> Double? { momentumFunction?(step) }

  /// Whether the curve changes the momentum.
  public var hasMomentum: Bool { momentumFunction != nil }

  // MARK: Steps

  /// Always the base.
  public static let constant = ScheduleCurve("constant") { _, base in base }

  /// `factor` times the base before step `steps`, then the base. PyTorch: `ConstantLR`.
  public static func constant(factor: Double = 1.0 / 3, steps: Int = 5) -> ScheduleCurve {
    requireSteps(steps, "constant")
    return ScheduleCurve("constant, times \(factor) for \(steps) steps") { step, base in
      step < steps ? base * factor : base
    }
  }

  /// Multiplied by `factor` after every `period` steps. PyTorch: `StepLR`.
  public static func step(every period: Int, factor: Double = 0.1) -> ScheduleCurve {
    requireSteps(period, "step")
    return ScheduleCurve("times \(factor) every \(period) steps") { step, base in
      base * power(factor, step / period)
    }
  }

  /// Multiplied by `factor` at each of the given steps, twice at one that is given twice. PyTorch:
  /// `MultiStepLR`.
  public static func multiStep(at milestones: [Int], factor: Double = 0.1) -> ScheduleCurve {
    ScheduleCurve("times \(factor) at \(milestones)") { step, base in
      base * power(factor, milestones.count { $0 <= step })
    }
  }

  /// Multiplied by `factor` after each step. PyTorch: `ExponentialLR`.
  public static func exponential(factor: Double) -> ScheduleCurve {
    ScheduleCurve("times \(factor) each step") { step, base in base * power(factor, step) }
  }

  /// base (1 - step / steps)^exponent, and 0 from `steps` on. PyTorch: `PolynomialLR`.
  public static func polynomial(steps: Int = 5, exponent: Double = 1) -> ScheduleCurve {
    requireSteps(steps, "polynomial")
    return ScheduleCurve("polynomial, exponent \(exponent), over \(steps) steps") { step, base in
      base * power(1 - Double(min(step, steps)) / Double(steps), exponent)
    }
  }

  /// From `start` times the base to `end` times the base over `steps` steps, then constant. PyTorch:
  /// `LinearLR`.
  public static func linear(
    from start: Double = 1.0 / 3, to end: Double = 1, steps: Int = 5
  ) -> ScheduleCurve {
    requireSteps(steps, "linear")
    return ScheduleCurve("linear from \(start) to \(end) over \(steps) steps") { step, base in
      base * (start + (end - start) * Double(min(step, steps)) / Double(steps))
    }
  }

  /// Grows linearly to the base over `steps` steps: `linear(from:to:steps:)` up to 1.
  public static func warmUp(steps: Int = 5, from start: Double = 1.0 / 3) -> ScheduleCurve {
    linear(from: start, to: 1, steps: steps)
  }

  static func requireSteps(_ steps: Int, _ name: StaticString) {
    if steps < 1 { fatalError("ScheduleCurve.\(name): \(steps) steps are not at least 1") }
  }
}
