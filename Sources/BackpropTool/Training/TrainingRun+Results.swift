import Backprop
import BackpropTraining
import TensorFormats

// What stays of a run.

extension TrainingRun {
  /// The network with what it takes to use it.
  var model: ModelFile<Scalar> {
    ModelFile(
      network, preprocessing: data.preprocessing, labels: dataSet.labels,
      featureNames: dataSet.featureNames, notes: ["data": dataSet.name])
  }

  /// A page about the run.
  func report() throws -> TrainingReport {
    var report = TrainingReport(title: "Training on \(dataSet.name.printable)")
    guard let last = history.last else { return report }
    let names = dataSet.classNames.map(\.printable)
    let confusion = last.heldOut.confusion
    let seconds = history.reduce(0) { $0 + $1.trainingSeconds }
    let parameters = network.getParameters().reduce(0) { $0 + $1.count }
    report.facts = [
      ("held-out accuracy", last.heldOut.accuracy.asPercent),
      ("held-out samples", confusion.samples.grouped),
      ("training samples", last.samples.grouped),
      ("epochs", settings.epochs.grouped),
      ("time to train", seconds.fixed(2) + " s"),
      ("parameters", parameters.grouped),
      ("optimizer", settings.optimizer.rawValue),
      ("learning rate", "\(settings.learningRate), \(settings.schedule.rawValue)"),
      ("batch", settings.batch.grouped),
      ("seed", "\(settings.seed)"),
    ]
    report.curves = [
      LearningCurve(
        title: "Loss",
        series: [
          ("training", history.map(\.loss)), ("held out", history.map(\.heldOut.loss)),
        ]),
      LearningCurve(
        title: "Accuracy",
        series: [
          ("training", history.map(\.trainingAccuracy)),
          ("held out", history.map(\.heldOut.accuracy)),
        ]),
    ]
    if names.count <= 200 {
      report.confusion = ConfusionChart(
        labels: names, counts: names.indices.map { confusion.row($0) })
      report.classes = names.indices.map { index in
        .init(
          label: names[index], precision: confusion.precision(of: index),
          recall: confusion.recall(of: index), f1: confusion.f1(of: index),
          support: confusion.support(of: index))
      }
    }
    report.mistakes = try worstMistakes().map { mistake in
      WorstMistake(
        sample: "\(dataSet.imageSize == nil ? "row" : "image") \(mistake.position + 1)",
        truth: names[mistake.truth], predicted: names[mistake.predicted],
        detail: "\(mistake.probability.asPercent) sure", image: image(mistake.position))
    }
    return report
  }

  private struct Mistake {
    let position: Int
    let truth: Int
    let predicted: Int
    /// Of the class that it was taken for.
    let probability: Double
  }

  /// The held-out samples that the network was surest about, and wrong.
  private func worstMistakes() throws -> [Mistake] {
    var mistakes: [Mistake] = []
    let positions = data.heldOutPositions
    let softMax = SoftMax<Scalar>()
    try forEachHeldOutBatch { first, output, target in
      let probabilities = softMax.forward(output)
      for (row, predicted) in output.argmaxOfRows().enumerated() {
        let truth = Int(target[row].asDouble)
        guard predicted != truth else { continue }
        mistakes.append(
          Mistake(
            position: positions[first + row], truth: truth, predicted: predicted,
            probability: probabilities[row, predicted].asDouble))
      }
    }
    return Array(mistakes.sorted { $0.probability > $1.probability }.prefix(24))
  }

  /// The picture of a held-out sample.
  private func image(_ position: Int) -> PNGImage? {
    guard let (height, width) = dataSet.imageSize else { return nil }
    switch dataSet.contents {
    case .table(let features, _):
      let row = features.row(position).scalars
      let largest = max(row.max() ?? 0, 1)
      let pixels = row.map { UInt8(max(0, min(255, ($0 / largest * 255).rounded()))) }
      return PNGImage(width: width, height: height, pixels: pixels)
    case .images(let part, let test):
      let images = data.hasTestPart ? test ?? part : part
      let size = height * width
      return PNGImage(
        width: width, height: height,
        pixels: Array(images.pixels[(position * size)..<((position + 1) * size)]))
    }
  }
}
