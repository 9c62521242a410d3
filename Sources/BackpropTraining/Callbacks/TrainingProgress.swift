/// Tells how far a training is, and how much time is left, at most every so often.
///
/// ```swift
/// try trainer.fit(loader, epochs: 10, callbacks: [TrainingProgress { print($0) }])
/// // epoch 3/10, batch 120/1875, loss 0.0821, 1:24 left
/// ```
///
/// The time left is what the work so far took, over its share of the whole: the part that was done
/// before the training was resumed doesn't count.
public final class TrainingProgress<Scalar: BLASScalar>: TrainingCallback<Scalar> {
  /// How far a training is.
  public struct Report: Sendable, CustomStringConvertible {
    /// The epoch, counted from 1.
    public let epoch: Int
    /// The number of epochs.
    public let epochs: Int
    /// The number of batches that the epoch has had.
    public let batch: Int
    /// The number of batches in an epoch.
    public let batches: Int
    /// The loss of the last batch.
    public let loss: Double
    /// The share of all epochs that is done.
    public let share: Double
    /// The time since `fit` began.
    public let seconds: Double
    /// The time that is left; nothing as long as it can't be told.
    public let secondsLeft: Double?

    /// Makes a report.
    public init(
      epoch: Int, epochs: Int, batch: Int, batches: Int, loss: Double, share: Double,
      seconds: Double, secondsLeft: Double?
    ) {
      (self.epoch, self.epochs) = (epoch, epochs)
      (self.batch, self.batches) = (batch, batches)
      (self.loss, self.share) = (loss, share)
      (self.seconds, self.secondsLeft) = (seconds, secondsLeft)
    }

    /// The report on one line.
    public var description: String {
      var text = "epoch \(epoch)/\(epochs), batch \(batch)/\(batches), loss \(rounded(loss))"
      if let secondsLeft { text += ", \(Self.time(secondsLeft)) left" }
      return text
    }

    private func rounded(_ loss: Double) -> String {
      guard loss.magnitude >= 1e-4, loss.magnitude < 1e11 else { return "\(loss)" }
      return "\((loss * 10000).rounded() / 10000)"
    }

    /// Hours, minutes and seconds: `1:02:03`.
    static func time(_ seconds: Double) -> String {
      guard seconds < 1e9 else { return "years" }
      let whole = Int(seconds.rounded())
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let (hours, minutes) = (whole / 3600, whole / 60 % 60)
      return (hours > 0 ? "\(hours):\(two(minutes))" : "\(minutes)") + ":\(two(whole % 60))"
    }
  }

  private let interval: Duration
  private let report: (Report) -> Void
  private var start = ContinuousClock.now
  private var nextReport = ContinuousClock.now
  private var shareAtStart = 0.0

  /// Makes a callback that reports after the first batch, after the last, and in between at most
  /// every `interval`.
  public init(every interval: Duration = .milliseconds(500), _ report: @escaping (Report) -> Void) {
    self.interval = interval
    self.report = report
  }

  public override func fitWillStart(_ trainer: Trainer<Scalar>) {
    start = ContinuousClock.now
    nextReport = start
    shareAtStart = share(trainer)
  }

  public override func batchDidEnd(_ trainer: Trainer<Scalar>) {
    let now = ContinuousClock.now
    let share = share(trainer)
    guard now >= nextReport || share >= 1, let loader = trainer.loader else { return }
    nextReport = now + interval
    let seconds = (now - start).inSeconds
    let done = share - shareAtStart
    report(
      Report(
        epoch: trainer.epoch + 1, epochs: trainer.epochs, batch: loader.batch,
        batches: loader.batchCount, loss: trainer.batchLoss, share: share, seconds: seconds,
        secondsLeft: done > 0 ? max(0, seconds * (1 - share) / done) : nil))
  }

  private func share(_ trainer: Trainer<Scalar>) -> Double {
    guard let loader = trainer.loader, trainer.epochs > 0 else { return 0 }
    let epoch = Double(loader.position) / Double(max(1, loader.sampleCount))
    return (Double(trainer.epoch) + epoch) / Double(trainer.epochs)
  }
}
