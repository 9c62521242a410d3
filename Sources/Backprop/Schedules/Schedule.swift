/// Changes the learning rate of an optimizer, and perhaps its momentum, along a curve.
///
/// Making a schedule sets the rate of step 0; `step()` goes on to the next one and is called after the
/// steps of the optimizer that belong together, a batch or an epoch. The learning rate that the
/// optimizer has when the schedule is made is the base of the curve. Multipliers of groups stay in
/// force.
///
/// ```swift
/// let optimizer = SGD(net.getParameters(), learningRate: 0.1)
/// let schedule = Schedule(optimizer, .cosine(steps: 90))
/// for epoch in 0..<90 {
///   train()
///   schedule.step()
/// }
/// ```
///
/// PyTorch: `torch.optim.lr_scheduler`.
open class Schedule<Scalar: BLASScalar>: CustomStringConvertible {
  /// The optimizer whose learning rate is set.
  public final let optimizer: Optimizer<Scalar>
  /// The learning rate as a function of the step.
  public final let curve: ScheduleCurve
  /// The number of steps taken.
  public private(set) final var stepCount = 0
  /// The learning rate of the optimizer when the schedule was made.
  public private(set) final var baseRate: Double

  /// Makes a schedule and sets the rate of step 0. A curve with a momentum needs an optimizer with
  /// one.
  public init(_ optimizer: Optimizer<Scalar>, _ curve: ScheduleCurve) {
    if curve.hasMomentum && optimizer.scheduledMomentum == nil {
      fatalError("Schedule: the curve (\(curve)) changes the momentum, \(optimizer) has none")
    }
    self.optimizer = optimizer
    self.curve = curve
    baseRate = optimizer.learningRate.asDouble
    apply()
  }

  /// Goes on to the next step. A schedule that watches a metric counts this as no improvement.
  public final func step() { step(metric: .nan) }

  /// Goes on to the next step, after a metric such as the validation loss. Only a schedule that
  /// watches it makes use of it.
  public final func step(metric: Double) {
    stepCount += 1
    observe(metric)
    apply()
  }

  /// Sees the metric of a step, before the rate of the next is asked for.
  open func observe(_ metric: Double) {}

  /// The learning rate of a step from 0 on: that of the curve, for the base.
  open func rate(at step: Int) -> Double { curve.rate(at: step, base: baseRate) }

  /// Sets the optimizer's learning rate, and momentum, to those of the current step.
  public final func apply() {
    optimizer.learningRate = Scalar(rate(at: stepCount))
    if let momentum = curve.momentum(at: stepCount) {
      optimizer.scheduledMomentum = Scalar(momentum)
    }
  }

  /// What the schedule is, in a few words.
  open var description: String { "\(kind) (\(curve), step \(stepCount))" }

  private var kind: String { String(String(describing: type(of: self)).prefix { $0 != "<" }) }

  // MARK: State

  /// What the schedule remembers. The curve is not part of it: it is made again by the program.
  public final var state: [String: Double] {
    StateCoder.save(kind: kind, vectorCount: 0, codeState).scalars
  }

  /// Goes on from a state, and sets the optimizer's learning rate accordingly.
  /// - Throws: `StateError`, which names what does not fit; then nothing has changed.
  public final func restore(_ state: [String: Double]) throws {
    try StateCoder.restore(
      OptimizerState(kind: kind, scalars: state), kind: kind, vectorCount: 0, codeState)
    apply()
  }

  /// Describes what the schedule remembers (see `StateCoder`). One that remembers more overrides it,
  /// and calls `super` first.
  open func codeState(_ coder: inout StateCoder<Double>) throws {
    try coder.count("stepCount", &stepCount)
    try coder.number("baseRate", &baseRate, in: .nonNegative)
  }
}
