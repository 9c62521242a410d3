import BackpropTraining
import Backprop
import Glibc

/// Trains a network on a data set and reports how it goes.
struct TrainingRun<Scalar: BLASScalar> {
  private let settings: TrainingSettings
  private let dataSet: DataSet
  private let data: TrainingData<Scalar>
  private let network: Sequential<Scalar>
  private let criterion = CrossEntropyCriterion<Scalar>()
  private let optimizer: Optimizer<Scalar>
  private var generator: PhiloxGenerator
  private var input = Tensor<Scalar>()

  init(_ dataSet: DataSet, _ settings: TrainingSettings) throws {
    self.settings = settings
    self.dataSet = dataSet
    let split = try Split(classes: dataSet.classes, count: dataSet.classNames.count)
    data = TrainingData(dataSet, split)
    RandomSource.seed(settings.seed)
    generator = RandomSource.split()
    network = try Network.make(
      inputs: dataSet.featureCount, outputs: dataSet.classNames.count, settings)
    // Nothing asks for the gradient with respect to the samples.
    network.computesGradInput = false
    optimizer = settings.optimizer.optimizer(
      network.getParameters(), learningRate: settings.learningRate, momentum: settings.momentum)
  }

  /// Trains for all epochs.
  ///
  /// - Throws: `InputError` if the loss stops being a number.
  mutating func run(reportingTo reporter: inout some TrainingReporter) throws {
    let batch = min(settings.batch, data.trainingClasses.count)
    reporter.start(
      TrainingStart(
        dataSet: dataSet, settings: settings, trainingSamples: data.trainingClasses.count,
        heldOutSamples: data.heldOutClasses.count, criterion: criterion.description,
        optimizer: optimizer.description,
        parameters: network.getParameters().reduce(0) { $0 + $1.count },
        summary: { [network, dataSet] width in
          network.summary(inputShape: [batch, dataSet.featureCount], width: width)
        }))
    let clock = ContinuousClock()
    let start = clock.now
    var trainingSeconds = 0.0
    var last: EpochResult?
    for epoch in 1...settings.epochs {
      let result = try train(epoch: epoch, reporter: &reporter)
      trainingSeconds += result.trainingSeconds
      reporter.finish(epoch: result)
      last = result
    }
    guard let last else { return }
    reporter.finish(
      TrainingResult(
        last: last, trainingSeconds: trainingSeconds, seconds: (clock.now - start).seconds))
  }

  private mutating func train(
    epoch: Int, reporter: inout some TrainingReporter
  ) throws -> EpochResult {
    let clock = ContinuousClock()
    let start = clock.now
    let count = data.trainingClasses.count
    let order = generator.permutation(of: count)
    var (sumOfLosses, correct) = (0.0, 0)
    for first in stride(from: 0, to: count, by: settings.batch) {
      let indices = order[first..<min(count, first + settings.batch)]
      let classes = indices.map { data.trainingClasses[$0] }
      input.assignRows(of: data.training, at: indices)
      optimizer.zeroGradParameters()
      let output = network.forward(input)
      let loss = criterion.forward(output, classes).asDouble
      try requireFinite(loss, epoch: epoch)
      network.backward(input, criterion.backward(output, classes))
      optimizer.step()
      sumOfLosses += loss * Double(indices.count)
      correct += zip(output.argmaxOfRows(), classes).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
      reporter.progress(epoch: epoch, share: Double(indices.endIndex) / Double(count))
    }
    let seconds = (clock.now - start).seconds
    let heldOut = evaluate()
    try requireFinite(heldOut.loss, epoch: epoch)
    let loss = sumOfLosses / Double(count)
    try requireModest(loss, epoch: epoch)
    return EpochResult(
      epoch: epoch, loss: loss,
      trainingAccuracy: Double(correct) / Double(count), heldOut: heldOut,
      trainingSeconds: seconds, samples: count)
  }

  private func evaluate() -> Evaluation {
    network.evaluate()
    defer { network.training() }
    var confusion = ConfusionMatrix(classCount: dataSet.classNames.count)
    var sumOfLosses = 0.0
    let count = data.heldOutClasses.count
    // In parts, so that the outputs of a large data set need not be held all at once.
    for first in stride(from: 0, to: count, by: 1024) {
      let rows = first..<min(count, first + 1024)
      let classes = Array(data.heldOutClasses[rows])
      let output = network.forward(data.heldOut.rows(rows))
      sumOfLosses += criterion.forward(output, classes).asDouble * Double(classes.count)
      for (predicted, actual) in zip(output.argmaxOfRows(), classes) {
        confusion.count(actual, as: predicted)
      }
    }
    return Evaluation(loss: sumOfLosses / Double(count), confusion: confusion)
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
