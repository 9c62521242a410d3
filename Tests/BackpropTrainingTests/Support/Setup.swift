import BackpropTraining

/// A training on three clouds of points that lie apart, with everything that has a state: Dropout,
/// running statistics, momentum, shuffling.
struct Setup<Scalar: BLASScalar> {
  let network: Sequential<Scalar>
  let optimizer: Optimizer<Scalar>
  let trainer: Trainer<Scalar>
  let training: DatasetSubset<Scalar>
  let validation: DatasetSubset<Scalar>
  let loader: DataLoader<Scalar>

  init(batch: Int = 16, learningRate: Scalar = 0.01) throws {
    RandomSource.seed(11)
    network = Sequential(
      Sequential(Identity(), BatchNorm1d(4, affine: false)), Linear(4, 12), Tanh(),
      Dropout(keep: 0.8), Sequential(Linear(12, 3)))
    optimizer = Adam(network.getParameters(), learningRate: learningRate)
    trainer = Trainer(network, CrossEntropyCriterion(), optimizer)
    let data = Self.clouds(150)
    let split = try DataSplit.random(count: data.count, validation: 0.3, seed: 2)
    training = data.subset(split.training)
    validation = data.subset(split.validation)
    loader = DataLoader(training, batchSize: batch, seed: 5)
  }

  static func clouds(_ count: Int) -> TensorDataset<Scalar> {
    var generator = PhiloxGenerator(seed: 8)
    var inputs = Tensor<Scalar>.normal([count, 4], using: &generator)
    let classes = (0..<count).map { $0 % 3 }
    for (row, index) in classes.enumerated() { inputs[row, index] += 4 }
    return TensorDataset(inputs: inputs, classes: classes)
  }

  /// All that the network has learned: parameters and running statistics.
  var weights: [[Scalar]] {
    network.getParameters().map(\.value.scalars)
      + network.namedBuffers().map(\.buffer.value.scalars)
  }
}

/// Calls closures.
final class Hooks<Scalar: BLASScalar>: TrainingCallback<Scalar> {
  var onGradients: (Trainer<Scalar>) throws -> Void = { _ in }
  var onBatch: (Trainer<Scalar>) throws -> Void = { _ in }
  var onEpoch: (Trainer<Scalar>) throws -> Void = { _ in }

  override func gradientsDidUpdate(_ trainer: Trainer<Scalar>) throws { try onGradients(trainer) }
  override func batchDidEnd(_ trainer: Trainer<Scalar>) throws { try onBatch(trainer) }
  override func epochDidEnd(_ trainer: Trainer<Scalar>) throws { try onEpoch(trainer) }
}
