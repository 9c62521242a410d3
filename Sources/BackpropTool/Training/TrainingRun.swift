import BackpropTraining
import Backprop
import Glibc

/// Trains a network on a data set and reports how it goes.
struct TrainingRun<Scalar: BLASScalar> {
  let settings: TrainingSettings
  let dataSet: DataSet
  let data: TrainingData<Scalar>
  let network: Sequential<Scalar>
  private let criterion: CrossEntropyCriterion<Scalar>
  private let optimizer: Optimizer<Scalar>
  private var generator: PhiloxGenerator
  /// What came of the epochs.
  private(set) var history: [EpochResult] = []
  private let schedule: Schedule<Scalar>?
  private var (input, target) = (Tensor<Scalar>(), Tensor<Scalar>())

  init(_ dataSet: DataSet, _ settings: TrainingSettings) throws {
    self.settings = settings
    self.dataSet = dataSet
    data = try TrainingData(dataSet)
    RandomSource.seed(settings.seed)
    generator = RandomSource.split()
    network = try Network.make(
      inputs: dataSet.featureCount, outputs: dataSet.classNames.count, settings)
    criterion = CrossEntropyCriterion(labelSmoothing: Scalar(settings.labelSmoothing))
    // Nothing asks for the gradient with respect to the samples.
    network.computesGradInput = false
    optimizer = settings.optimizer.optimizer(
      network.getParameters(), settings)
    let steps = settings.epochs * ((data.training.count + settings.batch - 1) / settings.batch)
    let optimizer = self.optimizer
    schedule = settings.schedule.curve(steps: steps).map { Schedule(optimizer, $0) }
  }

  /// Trains for all epochs.
  ///
  /// - Throws: `InputError` if the loss stops being a number.
  mutating func run(reportingTo reporter: inout some TrainingReporter) throws {
    let batch = min(settings.batch, data.training.count)
    reporter.start(
      TrainingStart(
        dataSet: dataSet, settings: settings, trainingSamples: data.training.count,
        heldOutSamples: data.heldOut.count, criterion: criterion.description,
        optimizer: optimizer.description,
        parameters: network.getParameters().reduce(0) { $0 + $1.count },
        summary: { [network, dataSet] width in
          network.summary(inputShape: [batch, dataSet.featureCount], width: width)
        }))
    let clock = ContinuousClock()
    let start = clock.now
    var trainingSeconds = 0.0
    for epoch in 1...settings.epochs {
      let result = try train(epoch: epoch, reporter: &reporter)
      trainingSeconds += result.trainingSeconds
      reporter.finish(epoch: result)
      history.append(result)
    }
    guard let last = history.last else { return }
    reporter.finish(
      TrainingResult(
        last: last, trainingSeconds: trainingSeconds, seconds: (clock.now - start).seconds))
  }

  private mutating func train(
    epoch: Int, reporter: inout some TrainingReporter
  ) throws -> EpochResult {
    let clock = ContinuousClock()
    let start = clock.now
    let count = data.training.count
    let order = generator.permutation(of: count)
    var (sumOfLosses, correct) = (0.0, 0)
    for first in stride(from: 0, to: count, by: settings.batch) {
      let indices = order[first..<min(count, first + settings.batch)]
      try data.training.fill(&input, &target, at: indices)
      optimizer.zeroGradParameters()
      let output = network.forward(input)
      let loss = criterion.forward(output, target).asDouble
      try requireFinite(loss, epoch: epoch)
      network.backward(input, criterion.backward(output, target))
      optimizer.step()
      schedule?.step()
      sumOfLosses += loss * Double(indices.count)
      correct += output.argmaxOfRows().enumerated().count {
        target[$0.offset] == Scalar($0.element)
      }
      reporter.progress(epoch: epoch, share: Double(indices.endIndex) / Double(count))
    }
    let seconds = (clock.now - start).seconds
    let heldOut = try evaluate()
    try requireFinite(heldOut.loss, epoch: epoch)
    let loss = sumOfLosses / Double(count)
    try requireModest(loss, epoch: epoch)
    return EpochResult(
      epoch: epoch, loss: loss,
      trainingAccuracy: Double(correct) / Double(count), heldOut: heldOut,
      trainingSeconds: seconds, samples: count)
  }

  private func evaluate() throws -> HeldOutResult {
    var confusion = ConfusionMatrix(classCount: dataSet.classNames.count)
    var sumOfLosses = 0.0
    try forEachHeldOutBatch { _, output, target in
      sumOfLosses += criterion.forward(output, target).asDouble * Double(target.count)
      for (row, predicted) in output.argmaxOfRows().enumerated() {
        confusion.count(Int(target[row].asDouble), as: predicted)
      }
    }
    return HeldOutResult(loss: sumOfLosses / Double(data.heldOut.count), confusion: confusion)
  }

  /// In parts, so that the outputs of a large data set need not be held all at once.
  func forEachHeldOutBatch(
    _ body: (_ first: Int, _ output: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Void
  ) throws {
    network.evaluate()
    defer { network.training() }
    let indices = Array(0..<data.heldOut.count)
    var (input, target) = (Tensor<Scalar>(), Tensor<Scalar>())
    for first in stride(from: 0, to: indices.count, by: 1024) {
      try data.heldOut.fill(
        &input, &target, at: indices[first..<min(indices.count, first + 1024)])
      body(first, network.forward(input), target)
    }
  }

  private func requireFinite(_ loss: Double, epoch: Int) throws {
    guard !loss.isFinite else { return }
    throw diverged("the loss became \(loss.isNaN ? "NaN" : "infinite")", epoch: epoch)
  }

  /// A network that diverged may stay finite, and learn nothing any more: rectified units that are
  /// never active have no gradient. Guessing costs log(classes), so a loss far beyond tells.
  private func requireModest(_ loss: Double, epoch: Int) throws {
    guard loss > 1000 * log(Double(dataSet.classNames.count)) else { return }
    throw diverged("the loss grew to \(loss.asLoss)", epoch: epoch)
  }

  private func diverged(_ what: String, epoch: Int) -> InputError {
    InputError(
      "\(what) in epoch \(epoch): the training diverged; try a --learning-rate smaller than "
        + "\(settings.learningRate)")
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
