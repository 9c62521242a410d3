/// Tells how a training goes.
protocol TrainingReporter {
  mutating func start(_ start: TrainingStart)
  /// Called after every batch; `share` is how much of the epoch is done.
  mutating func progress(epoch: Int, share: Double)
  mutating func finish(epoch: EpochResult)
  mutating func finish(_ result: TrainingResult)
}

/// What is known before the first epoch.
struct TrainingStart {
  let dataSet: DataSet
  let settings: TrainingSettings
  let trainingSamples: Int
  let heldOutSamples: Int
  let criterion: String
  let optimizer: String
  let parameters: Int
  /// The network as a table of at most so many columns.
  let summary: (_ width: Int) -> String
}

/// What is known after the last epoch.
struct TrainingResult {
  let last: EpochResult
  /// The time that training took.
  let trainingSeconds: Double
  /// The time with the evaluations.
  let seconds: Double
}
