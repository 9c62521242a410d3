import BackpropTraining

/// What came of an epoch.
struct EpochResult {
  /// Counted from 1.
  let epoch: Int
  /// The mean loss of the training samples, each as its batch came by.
  let loss: Double
  /// The share of the training samples that were right as their batch came by.
  let trainingAccuracy: Double
  let heldOut: HeldOutResult
  /// The time that training took in this epoch.
  let trainingSeconds: Double
  /// The number of training samples.
  let samples: Int

  var samplesPerSecond: Double { Double(samples) / max(trainingSeconds, 1e-9) }
}

/// How well a network does on samples that it doesn't train on.
struct HeldOutResult {
  /// The mean loss.
  let loss: Double
  let confusion: ConfusionMatrix

  var accuracy: Double { confusion.accuracy }
}
