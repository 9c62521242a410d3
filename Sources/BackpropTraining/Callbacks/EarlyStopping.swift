/// Stops a training when a number has stopped getting better, and goes back to the best weights.
///
/// After `patience` epochs in a row that are not better than the best one by more than `margin`, the
/// training ends. With `restoresBest` (the default) the parameters and buffers of the best epoch are
/// put back at the end of `fit`, whether it was stopped or not.
///
/// ```swift
/// try trainer.fit(loader, epochs: 100, validation: validation, callbacks: [EarlyStopping(patience: 5)])
/// ```
///
/// Paper: Prechelt, *Early stopping - but when?*, 1998.
public final class EarlyStopping<Scalar: BLASScalar>: TrainingCallback<Scalar> {
  /// What is watched.
  public let monitor: Monitor
  /// How many epochs without improvement are borne.
  public let patience: Int
  /// By how much a number must be better to count.
  public let margin: Double
  /// Whether the best weights are put back.
  public let restoresBest: Bool
  /// The best number so far.
  public private(set) var best: Double?
  /// The epoch that it was reached in, counted from 1.
  public private(set) var bestEpoch = 0
  /// The epochs since then.
  public private(set) var epochsSince = 0
  private var weights: [String: Tensor<Scalar>] = [:]

  /// Makes a callback.
  public init(
    _ monitor: Monitor = .validationLoss, patience: Int, margin: Double = 0,
    restoresBest: Bool = true
  ) {
    if patience < 1 { fatalError("EarlyStopping: patience \(patience), expected at least 1") }
    self.monitor = monitor
    self.patience = patience
    self.margin = margin
    self.restoresBest = restoresBest
  }

  public override func fitWillStart(_ trainer: Trainer<Scalar>) {
    stopIfDue(trainer)  // resumed after the end
  }

  public override func epochDidEnd(_ trainer: Trainer<Scalar>) throws {
    guard let record = trainer.history.last else { return }
    let value = try monitor.value(in: record)
    if monitor.isBetter(value, than: best, by: margin) {
      best = value
      bestEpoch = record.epoch
      epochsSince = 0
      if restoresBest { weights = NamedTensors.of(trainer.network) }
    } else {
      epochsSince += 1
    }
    stopIfDue(trainer)
  }

  private func stopIfDue(_ trainer: Trainer<Scalar>) {
    guard epochsSince >= patience else { return }
    trainer.stop("\(monitor.name) has not got better for \(patience) epochs")
  }

  public override func fitDidEnd(_ trainer: Trainer<Scalar>) throws {
    // Stopped within an epoch, the training is to go on from its own weights.
    if let loader = trainer.loader, loader.position > 0 { return }
    if !weights.isEmpty { try NamedTensors.restore(weights, to: trainer.network) }
  }

  public override var state: State {
    var scalars = ["bestEpoch": Double(bestEpoch), "epochsSince": Double(epochsSince)]
    scalars["best"] = best
    return State(scalars: scalars, tensors: weights)
  }

  public override func restore(_ state: State) {
    best = state.scalars["best"]
    bestEpoch = Int(state.scalars["bestEpoch"] ?? 0)
    epochsSince = Int(state.scalars["epochsSince"] ?? 0)
    weights = state.tensors
  }
}
