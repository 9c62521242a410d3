import BackpropTraining
import TensorFormats

/// Tells people how a training goes: on a terminal in a line that is redrawn, else in a line an epoch.
struct TextReporter: TrainingReporter {
  private var names: [String] = []
  private var line = ProgressLine(epochs: 1)
  private let clock = ContinuousClock()
  private var nextDrawing = ContinuousClock.now

  mutating func start(_ start: TrainingStart) {
    let width = Terminal.textWidth
    let (dataSet, settings) = (start.dataSet, start.settings)
    names = dataSet.classNames.map(\.printable)
    line = ProgressLine(epochs: settings.epochs)
    var paragraphs = [
      "Training on \(dataSet.name): \(dataSet.count.grouped) \(dataSet.samples), "
        + "\(names.count.grouped) classes"
    ]
    if let attribution = dataSet.attribution { paragraphs.append("(\(attribution))") }
    paragraphs.append(
      "\(start.trainingSamples.grouped) to train on, \(start.heldOutSamples.grouped) held out")
    let how =
      "\(start.criterion), \(start.optimizer), batches of \(settings.batch), seed \(settings.seed)"
    let text = paragraphs.map { $0.wrapped(to: width, indent: 2) }.joined(separator: "\n")
    StandardOutput.write(
      text + "\n\n" + start.summary(width) + "\n\n" + how.wrapped(to: width, indent: 2) + "\n\n")
    if Terminal.isInteractive {
      Cursor.hide()
      draw()
    } else {
      StandardOutput.writeLine(columns(["epoch", "loss", "training", "held out", "samples/s"]))
    }
  }

  mutating func progress(epoch: Int, share: Double) {
    guard Terminal.isInteractive, clock.now >= nextDrawing else { return }
    line.epoch = epoch
    line.share = (Double(epoch - 1) + share) / Double(line.epochs)
    draw()
  }

  mutating func finish(epoch: EpochResult) {
    line.epoch = epoch.epoch
    line.share = Double(epoch.epoch) / Double(line.epochs)
    line.last = epoch
    if !Terminal.isInteractive {
      // Of hundreds of epochs, a screenful will do.
      let every = (line.epochs + 49) / 50
      guard epoch.epoch % every == 0 || epoch.epoch == 1 || epoch.epoch == line.epochs else {
        return
      }
      StandardOutput.writeLine(
        columns([
          "\(epoch.epoch)/\(line.epochs)", epoch.loss.asLoss, epoch.trainingAccuracy.asPercent,
          epoch.heldOut.accuracy.asPercent, Int(epoch.samplesPerSecond).grouped,
        ]))
    } else if epoch.epoch == line.epochs || clock.now >= nextDrawing {
      draw()
    }
  }

  func finish(_ result: TrainingResult) {
    Cursor.show()
    let width = Terminal.textWidth
    let heldOut = result.last.heldOut
    let table = ConfusionTable(matrix: heldOut.confusion, names: names)
    StandardOutput.writeLine("\n" + table.text(width: width) + "\n")
    let speed = Double(result.last.samples * line.epochs) / max(result.trainingSeconds, 1e-9)
    let time =
      "Time: \(result.seconds.fixed(2)) s, of it \(result.trainingSeconds.fixed(2)) s training "
      + "(\(Int(speed).grouped) samples a second)"
    let accuracy = Terminal.bold("Held-out accuracy: \(heldOut.accuracy.asPercent)")
    StandardOutput.writeLine(
      "\(accuracy) (\(heldOut.confusion.correct.grouped) of \(heldOut.confusion.samples.grouped))")
    StandardOutput.writeLine(time.wrapped(to: width, indent: 2))
  }

  private mutating func draw() {
    // Room for a ^C, and the last column stays free: some terminals wrap as soon as it is written.
    StandardOutput.write("\r\u{1b}[K" + line.text(width: Terminal.width - 3))
    nextDrawing = clock.now + .milliseconds(50)
  }

  private func columns(_ cells: [String]) -> String {
    zip(cells, [11, 11, 10, 10, 13]).map { $0.right($1) }.joined()
  }
}
