/// Tells how a training goes in JSON: a line for each epoch, and one for the result.
///
/// All but the members whose names end in `seconds` is the same on every run with the same seed, at
/// any number of threads.
struct JSONReporter: TrainingReporter {
  private var start: TrainingStart?

  mutating func start(_ start: TrainingStart) { self.start = start }

  func progress(epoch: Int, share: Double) {}

  func finish(epoch: EpochResult) {
    var members: [(key: String, value: JSON)] = [("event", .string("epoch"))]
    members.append(("epoch", .integer(epoch.epoch)))
    members += measures(epoch)
    members.append(("training_seconds", .number(epoch.trainingSeconds)))
    StandardOutput.writeLine(JSON.object(members).description)
  }

  func finish(_ result: TrainingResult) {
    guard let start else { return }
    let (dataSet, settings) = (start.dataSet, start.settings)
    var members: [(key: String, value: JSON)] = [("event", .string("result"))]
    members += measures(result.last)
    members += [
      ("epochs", .integer(settings.epochs)),
      ("data", .string(dataSet.name)),
      ("training_samples", .integer(start.trainingSamples)),
      ("held_out_samples", .integer(start.heldOutSamples)),
      ("features", .integer(dataSet.featureCount)),
      ("classes", .array(dataSet.classNames.map(JSON.string))),
      ("layers", .array(settings.layers.sizes.map(JSON.integer))),
      ("parameters", .integer(start.parameters)),
      ("activation", .string(settings.activation.rawValue)),
      ("dropout", .number(settings.dropout)),
      ("optimizer", .string(settings.optimizer.rawValue)),
      ("learning_rate", .number(settings.learningRate)),
    ]
    if settings.optimizer == .sgd { members.append(("momentum", .number(settings.momentum))) }
    members += [
      ("batch", .integer(settings.batch)),
      ("seed", .unsigned(settings.seed)),
      ("precision", .string(settings.precision.rawValue)),
    ]
    let confusion = result.last.heldOut.confusion
    if confusion.classCount <= ConfusionTable.mostClasses {
      let rows = (0..<confusion.classCount).map { JSON.array(confusion.row($0).map(JSON.integer)) }
      members.append(("confusion", .array(rows)))
    }
    members.append(("training_seconds", .number(result.trainingSeconds)))
    members.append(("seconds", .number(result.seconds)))
    StandardOutput.writeLine(JSON.object(members).description)
  }

  private func measures(_ epoch: EpochResult) -> [(key: String, value: JSON)] {
    [
      ("accuracy", .number(epoch.heldOut.accuracy)),
      ("loss", .number(epoch.loss)),
      ("held_out_loss", .number(epoch.heldOut.loss)),
      ("training_accuracy", .number(epoch.trainingAccuracy)),
    ]
  }
}
