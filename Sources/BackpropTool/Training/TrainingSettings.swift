/// How a network is made and trained.
struct TrainingSettings {
  let layers: LayerSizes
  let activation: Activation
  let dropout: Double
  let optimizer: OptimizerKind
  let learningRate: Double
  let momentum: Double
  let weightDecay: Double
  let labelSmoothing: Double
  let schedule: ScheduleKind
  let epochs: Int
  let batch: Int
  let seed: UInt64
  let precision: Precision

  /// 40, or as many as make up for epochs of few steps: what a network learns depends on the steps.
  static func defaultEpochs(samples: Int, batch: Int) -> Int {
    let (fewest, most, steps) = (40, 400, 2000)
    let stepsPerEpoch = max(1, (samples + batch - 1) / batch)
    return min(most, max(fewest, steps / stepsPerEpoch))
  }
}
