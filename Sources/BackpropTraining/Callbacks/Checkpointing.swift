/// Writes checkpoints while a network trains: the latest, and the best.
///
/// ```swift
/// let path = "run.checkpoint"
/// try trainer.fit(
///   loader, epochs: 20, validation: validation,
///   callbacks: [Checkpointing(path, every: .batches(500), best: "best.checkpoint")],
///   resumingFrom: Checkpoint(ifPresentAt: path))
/// ```
///
/// Each writing replaces the file safely (see `Checkpoint`); a full disk is an error, and leaves the
/// checkpoint before. A training that is stopped within an epoch leaves a checkpoint of that place.
public final class Checkpointing<Scalar: BLASScalar>: TrainingCallback<Scalar> {
  /// When a checkpoint is due.
  public enum Interval: Sendable {
    /// After every so many batches of an epoch, and after every epoch.
    case batches(Int)
    /// After every so many epochs.
    case epochs(Int)
  }

  /// Where the latest checkpoint stands.
  public let path: String
  /// When it is written.
  public let interval: Interval
  /// Where the checkpoint of the best epoch stands, if it is wanted.
  public let bestPath: String?
  /// What tells which epoch is the best.
  public let monitor: Monitor
  /// Whether the checkpoint before the latest is kept, as `name.previous`.
  public let keepsPrevious: Bool
  /// The best number so far.
  public private(set) var best: Double?

  /// Makes a callback.
  public init(
    _ path: String, every interval: Interval = .epochs(1), best bestPath: String? = nil,
    watching monitor: Monitor = .validationLoss, keepsPrevious: Bool = true
  ) {
    switch interval {
    case .batches(let count), .epochs(let count):
      if count < 1 { fatalError("Checkpointing: every \(count), expected at least 1") }
    }
    self.path = path
    self.interval = interval
    self.bestPath = bestPath
    self.monitor = monitor
    self.keepsPrevious = keepsPrevious
  }

  public override var comesLast: Bool { true }

  public override func batchDidEnd(_ trainer: Trainer<Scalar>) throws {
    guard case .batches(let count) = interval, let batch = trainer.loader?.batch else { return }
    if batch % count == 0 { try write(trainer) }
  }

  public override func epochDidEnd(_ trainer: Trainer<Scalar>) throws {
    if let bestPath, let record = trainer.history.last {
      let value = try monitor.value(in: record)
      if monitor.isBetter(value, than: best) {
        best = value
        try trainer.checkpoint().write(to: bestPath, keepingPrevious: keepsPrevious)
      }
    }
    if case .epochs(let count) = interval, trainer.epoch % count != 0,
      trainer.epoch != trainer.epochs, trainer.stopReason == nil
    {
      return
    }
    try write(trainer)
  }

  public override func fitDidEnd(_ trainer: Trainer<Scalar>) throws {
    if let loader = trainer.loader, loader.position > 0 { try write(trainer) }
  }

  private func write(_ trainer: Trainer<Scalar>) throws {
    try trainer.checkpoint().write(to: path, keepingPrevious: keepsPrevious)
  }

  public override var state: State { State(scalars: best.map { ["best": $0] } ?? [:]) }

  public override func restore(_ state: State) { best = state.scalars["best"] }
}
