/// Steps a schedule of the learning rate, after every batch or after every epoch.
///
/// ```swift
/// let schedule = Schedule(optimizer, .cosine(steps: 20 * loader.batchCount))
/// try trainer.fit(loader, epochs: 20, callbacks: [ScheduleStepping(schedule, each: .batch)])
/// ```
///
/// After an epoch the schedule is given the watched number of its record, for `ReduceOnPlateau`.
public final class ScheduleStepping<Scalar: BLASScalar>: TrainingCallback<Scalar> {
  /// When a step is due.
  public enum Period: Sendable {
    /// After every batch.
    case batch
    /// After every epoch.
    case epoch
  }

  /// The schedule.
  public let schedule: Schedule<Scalar>
  /// When a step is due.
  public let period: Period
  /// What the schedule is given after an epoch, where that has such a number.
  public let monitor: Monitor

  /// Makes a callback.
  public init(
    _ schedule: Schedule<Scalar>, each period: Period = .epoch,
    watching monitor: Monitor = .validationLoss
  ) {
    self.schedule = schedule
    self.period = period
    self.monitor = monitor
  }

  public override func batchDidEnd(_ trainer: Trainer<Scalar>) {
    if period == .batch { schedule.step() }
  }

  public override func epochDidEnd(_ trainer: Trainer<Scalar>) throws {
    guard period == .epoch else { return }
    if schedule is ReduceOnPlateau<Scalar>, let record = trainer.history.last {
      schedule.step(metric: try monitor.value(in: record))
    } else {
      schedule.step()
    }
  }

  public override var state: State { State(scalars: schedule.state) }

  public override func restore(_ state: State) throws { try schedule.restore(state.scalars) }
}
