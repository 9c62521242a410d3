/// How a network is made and trained.
struct TrainingSettings {
  let layers: LayerSizes
  let activation: Activation
  let dropout: Double
  let optimizer: OptimizerKind
  let learningRate: Double
  let momentum: Double
  let epochs: Int
  let batch: Int
  let seed: UInt64
  let precision: Precision
}
