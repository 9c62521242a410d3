/// Trains a network: goes through the data, steps the optimizer, evaluates, and keeps a history.
///
/// ```swift
/// let network = Sequential<Float>(Linear(784, 128), ReLU(), Linear(128, 10))
/// let optimizer = Adam(network.getParameters())
/// let trainer = Trainer(network, CrossEntropyCriterion(), optimizer)
/// let loader = DataLoader(training, batchSize: 32, seed: 1)
/// try trainer.fit(
///   loader, epochs: 20, validation: validation, metrics: [Accuracy()],
///   callbacks: [EarlyStopping(patience: 3)])
/// try trainer.evaluate(test, metrics: [Accuracy()]).metrics["accuracy"]
/// ```
///
/// The same seeds give the same bits, at any number of threads. Once the tensors have their sizes, a
/// batch allocates nothing.
public final class Trainer<Scalar: BLASScalar> {
  /// The network.
  public let network: Module<Scalar>
  /// The loss.
  public let criterion: Criterion<Scalar>
  /// What changes the parameters.
  public let optimizer: Optimizer<Scalar>

  /// What came of each epoch.
  public internal(set) var history: [EpochRecord] = []
  /// The number of whole epochs that the network has been trained for.
  public var epoch: Int { history.count }
  /// The number of epochs that `fit` was asked for.
  public private(set) var epochs = 0
  /// The loss of the last batch.
  @exclusivity(unchecked) public private(set) var batchLoss = Double.nan
  /// Why the training was stopped, if it was.
  public private(set) var stopReason: String?
  /// The loader that `fit` was given.
  public private(set) var loader: DataLoader<Scalar>?

  private(set) var metrics: [Metric<Scalar>] = []
  private(set) var callbacks: [TrainingCallback<Scalar>] = []
  @exclusivity(unchecked) var sumOfLosses = 0.0
  @exclusivity(unchecked) var samples = 0

  /// Makes a trainer; the optimizer is one of the network's parameters.
  public init(
    _ network: Module<Scalar>, _ criterion: Criterion<Scalar>, _ optimizer: Optimizer<Scalar>
  ) {
    self.network = network
    self.criterion = criterion
    self.optimizer = optimizer
  }

  /// Ends the training after the batch; the reason is for people.
  public func stop(_ reason: String) { stopReason = reason }

  // MARK: Training

  /// Trains until the network has been trained for so many epochs in all: after `fit` for 10 epochs,
  /// `fit` for 15 goes on for 5.
  ///
  /// Metrics are measured on the training samples as their batches come by, and on the validation
  /// part after each epoch. A training that was stopped within an epoch goes on there when `fit` is
  /// called with the same loader. With a checkpoint it goes on where that was made, and does what
  /// the uninterrupted training would have done: network, loader, metrics and callbacks must be made
  /// as they were then.
  ///
  /// - Throws: What the data set and the callbacks throw, or `TrainingError` if the checkpoint is one
  ///   of another network, optimizer or data set.
  @discardableResult
  public func fit(
    _ loader: DataLoader<Scalar>, epochs: Int, validation: (any Dataset<Scalar>)? = nil,
    metrics: [Metric<Scalar>] = [], callbacks: [TrainingCallback<Scalar>] = [],
    resumingFrom checkpoint: Checkpoint<Scalar>? = nil, evaluationBatch: Int = 1024
  ) throws -> [EpochRecord] {
    let continues = self.loader === loader && loader.position > 0
    self.loader = loader
    self.metrics = metrics
    self.callbacks = callbacks.filter { !$0.comesLast } + callbacks.filter(\.comesLast)
    self.epochs = epochs
    stopReason = nil
    if let checkpoint {
      try restore(checkpoint, loader)
    } else if !continues {
      startEpoch()
    }
    let computedGradInput = network.computesGradInput
    network.computesGradInput = false
    network.training()
    defer {
      network.computesGradInput = computedGradInput
      self.callbacks = []
    }
    let validationLoader = validation.map {
      DataLoader($0, batchSize: evaluationBatch, shuffled: false)
    }
    for callback in self.callbacks { try callback.fitWillStart(self) }
    while epoch < epochs, stopReason == nil {
      let start = ContinuousClock.now
      for callback in self.callbacks { try callback.epochWillStart(self) }
      while try nextBatch(loader) {
        if stopReason != nil { break }
      }
      // Stopped within the epoch: it is not over.
      if loader.position > 0 { break }
      try finishEpoch(validationLoader, since: start)
      for callback in self.callbacks { try callback.epochDidEnd(self) }
    }
    for callback in self.callbacks { try callback.fitDidEnd(self) }
    return history
  }

  /// Trains on the next batch, if the epoch has one.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func nextBatch(_ loader: DataLoader<Scalar>) throws -> Bool {
    // A network that begins with the identity would hold on to the last batch.
    network.dropAliases()
    guard try loader.nextBatch() else { return false }
    optimizer.zeroGradParameters()
    let output = network.forward(loader.input)
    batchLoss = criterion.forward(output, loader.target).asDouble
    network.backward(loader.input, criterion.backward(output, loader.target))
    for callback in callbacks { try callback.gradientsDidUpdate(self) }
    optimizer.step()
    let count = loader.input.shape[0]
    sumOfLosses += batchLoss * Double(count)
    samples += count
    for metric in metrics { metric.update(output, loader.target) }
    for callback in callbacks { try callback.batchDidEnd(self) }
    return true
  }

  private func startEpoch() {
    (sumOfLosses, samples) = (0, 0)
    for metric in metrics { metric.reset() }
  }

  private func finishEpoch(
    _ validation: DataLoader<Scalar>?, since start: ContinuousClock.Instant
  ) throws {
    var entries: [(name: String, value: Double)] = [("loss", sumOfLosses / Double(samples))]
    for metric in metrics { entries.append((metric.name, metric.value)) }
    if let validation {
      let evaluation = try evaluate(validation, metrics)
      entries.append(("validation loss", evaluation.loss))
      for metric in metrics { entries.append(("validation " + metric.name, metric.value)) }
    }
    startEpoch()
    entries.append(("learning rate", optimizer.learningRate.asDouble))
    entries.append(("seconds", (ContinuousClock.now - start).inSeconds))
    history.append(EpochRecord(epoch: epoch + 1, entries))
  }

  // MARK: Evaluation

  /// Measures the network in evaluation mode, on samples that it wasn't trained on.
  @discardableResult
  public func evaluate(
    _ dataset: any Dataset<Scalar>, metrics: [Metric<Scalar>] = [], batchSize: Int = 1024
  ) throws -> Evaluation {
    try evaluate(DataLoader(dataset, batchSize: batchSize, shuffled: false), metrics)
  }

  private func evaluate(
    _ loader: DataLoader<Scalar>, _ metrics: [Metric<Scalar>]
  ) throws -> Evaluation {
    for metric in metrics { metric.reset() }
    var (sum, count) = (0.0, 0)
    try forEachBatch(loader) { output in
      let rows = loader.input.shape[0]
      sum += criterion.forward(output, loader.target).asDouble * Double(rows)
      count += rows
      for metric in metrics { metric.update(output, loader.target) }
    }
    let values = metrics.map { ($0.name, $0.value) }
    return Evaluation(
      loss: sum / Double(count), samples: count,
      metrics: Dictionary(values, uniquingKeysWith: { first, _ in first }))
  }

  /// The outputs of the network in evaluation mode, for a tensor of inputs `[count, ...]`.
  public func predict(_ inputs: Tensor<Scalar>, batchSize: Int = 1024) -> Tensor<Scalar> {
    let wasTraining = network.isTraining
    network.evaluate()
    defer { if wasTraining { network.training() } }
    let count = inputs.shape[0]
    // One pass at least: an empty tensor has an empty output, of the right shape.
    let outputs = stride(from: 0, to: max(1, count), by: batchSize).map { first in
      network.forward(inputs.rows(first..<min(count, first + batchSize)))
    }
    return Tensor.concatenating(rows: outputs)
  }

  /// The outputs of the network in evaluation mode, for the inputs of a data set.
  public func predict(
    _ dataset: any Dataset<Scalar>, batchSize: Int = 1024
  ) throws -> Tensor<Scalar> {
    var outputs: [Tensor<Scalar>] = []
    try forEachBatch(DataLoader(dataset, batchSize: batchSize, shuffled: false)) {
      outputs.append($0)
    }
    return Tensor.concatenating(rows: outputs)
  }

  private func forEachBatch(
    _ loader: DataLoader<Scalar>, _ body: (_ output: Tensor<Scalar>) throws -> Void
  ) throws {
    let wasTraining = network.isTraining
    network.evaluate()
    defer { if wasTraining { network.training() } }
    while try loader.nextBatch() {
      try body(network.forward(loader.input))
      network.dropAliases()
    }
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
