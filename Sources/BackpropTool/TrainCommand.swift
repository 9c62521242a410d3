import ArgumentParser
import Backprop
import BackpropTraining
import Glibc
import TensorFormats

/// Trains a classifier.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a classifier and test it on the fifth of the samples that it doesn't see.",
    discussion: """
      Without --data it trains on 1,797 images of handwritten digits that come with the program \
      (UCI optdigits by E. Alpaydin and C. Kaynak, CC BY 4.0).

      A file has a sample a row: numbers, which are standardised, and a class, which may be text. A \
      first row with names is recognised. A folder has images as MNIST's \
      (train-images-idx3-ubyte.gz and so on); those to test with are the ones held out. The held-out \
      samples are the same for every --seed, and the results the same at any number of --threads.

      EXAMPLES:
        backprop train
        backprop train --layers 64,32 --activation tanh --dropout 0
        backprop train --data iris.csv --epochs 200
        backprop train --data wine.csv --target type --delimiter ';' --float
        backprop train --data /usr/share/datasets/fashion-mnist --float --report run.html
        backprop train --data iris.csv --save iris.safetensors
        backprop train --format json | tail -1
      """)

  @Option(help: ArgumentHelp("A CSV file, or a folder of images.", valueName: "path"))
  var data: String?

  @Option(help: ArgumentHelp("The column of the classes. (default: the last)", valueName: "name"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "What separates the fields of the file; 'tab'. (default: a comma)", valueName: "character"))
  var delimiter: FieldDelimiter?

  @Flag(
    inversion: .prefixedNo,
    help: "Whether the first row holds names. (default: if it isn't numbers)")
  var header: Bool?

  @Option(help: ArgumentHelp("Units of the hidden layers; 'none'.", valueName: "sizes"))
  var layers = LayerSizes([256, 128])

  @Option(help: "The function after each hidden layer.")
  var activation = Activation.relu

  @Option(help: ArgumentHelp("The share of units dropped while training.", valueName: "share"))
  var dropout = 0.3

  @Option(help: "The rule that changes the parameters.")
  var optimizer = OptimizerKind.adam

  @Option(
    help: ArgumentHelp(
      "The step size. (default: 0.001; 0.05 for sgd)", valueName: "rate"))
  var learningRate: Double?

  @Option(help: ArgumentHelp("The momentum of sgd. (default: 0.9)", valueName: "share"))
  var momentum: Double?

  @Option(
    help: ArgumentHelp(
      "How strongly parameters are pulled to 0. (default: 0; 0.01 for adamw)", valueName: "factor"))
  var weightDecay: Double?

  @Option(
    help: ArgumentHelp(
      "The share of each target that is spread over all classes.", valueName: "share"))
  var labelSmoothing = 0.0

  @Option(help: "How the step size changes: with one-cycle it rises first, then falls to almost 0.")
  var schedule = ScheduleKind.constant

  @Option(
    help: ArgumentHelp(
      "How often to go through the samples. (default: 40; more if they are few)",
      valueName: "count"))
  var epochs: Int?

  @Option(help: ArgumentHelp("The number of samples a step.", valueName: "count"))
  var batch = 32

  @Option(help: ArgumentHelp("The start of the random numbers.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(exclusivity: .exclusive)
  var precision = Precision.double

  @Option(
    help: ArgumentHelp("The number of threads. (default: all processors)", valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Keep the network, with its preprocessing and labels, in a safetensors file.",
      valueName: "file"))
  var save: String?

  @Option(
    help: ArgumentHelp(
      "Write a page with learning curves, confusion matrix and worst mistakes.", valueName: "file"))
  var report: String?

  @Option(help: "For people, or for programs: a JSON object a line.")
  var format = OutputFormat.text

  func validate() throws {
    func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
      if !condition { throw ValidationError(message()) }
    }
    // Beyond any use, and far from what overflows.
    let most = 1_000_000_000
    if let epochs {
      try require((1...most).contains(epochs), "--epochs \(epochs) is not in 1...\(most)")
    }
    try require((1...most).contains(batch), "--batch \(batch) is not in 1...\(most)")
    try require(dropout >= 0 && dropout < 1, "--dropout \(dropout) is not in [0, 1)")
    if let learningRate {
      try require(
        learningRate > 0 && learningRate.isFinite, "--learning-rate \(learningRate) is not above 0")
    }
    if let momentum {
      try require(optimizer == .sgd, "--momentum is for --optimizer sgd")
      try require(momentum >= 0 && momentum < 1, "--momentum \(momentum) is not in [0, 1)")
    }
    if let weightDecay {
      try require(
        weightDecay >= 0 && weightDecay.isFinite, "--weight-decay \(weightDecay) is not at least 0")
    }
    try require(
      labelSmoothing >= 0 && labelSmoothing < 1,
      "--label-smoothing \(labelSmoothing) is not in [0, 1)")
    if let threads {
      try require(threads >= 1 && threads <= 256, "--threads \(threads) is not in 1...256")
    }
    if data == nil {
      try require(target == nil, "--target names a column of the file given by --data")
      try require(delimiter == nil, "--delimiter is about the file given by --data")
      try require(header == nil, "--header is about the file given by --data")
    }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    // Before the training, not after it: then it would be lost.
    for path in [save, report].compactMap({ $0 }) { try requireFolder(of: path) }
    let dataSet = try loadData()
    switch precision {
    case .double: try train(dataSet, Double.self)
    case .float: try train(dataSet, Float.self)
    }
  }

  private func requireFolder(of path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard access(folder, W_OK) == 0 else {
      let reason = String(cString: strerror(errno))
      throw InputError("\(path.printable): can't be written: \(folder.printable): \(reason)")
    }
  }

  private func loadData() throws -> DataSet {
    guard let data else { return DataSet.digits() }
    if MNISTFolder.isPresent(at: data) { return try DataSet.images(data) }
    let header: CSVOptions.Header =
      switch self.header {
      case true?: .present
      case false?: .absent
      case nil: .automatic
      }
    let options = CSVOptions(delimiter: delimiter?.character ?? ",", header: header)
    return try DataSet.csv(data, target: target, options: options)
  }

  private func train<Scalar: BLASScalar>(_ dataSet: DataSet, _: Scalar.Type) throws {
    var run = try TrainingRun<Scalar>(dataSet, settings(for: dataSet))
    switch format {
    case .text:
      var reporter = TextReporter()
      try run.run(reportingTo: &reporter)
    case .json:
      var reporter = JSONReporter()
      try run.run(reportingTo: &reporter)
    }
    if let save { try run.model.write(to: save) }
    if let report { try run.report().write(to: report) }
  }

  private func settings(for dataSet: DataSet) -> TrainingSettings {
    TrainingSettings(
      layers: layers, activation: activation, dropout: dropout, optimizer: optimizer,
      learningRate: learningRate ?? optimizer.defaultLearningRate,
      momentum: momentum ?? OptimizerKind.defaultMomentum,
      weightDecay: weightDecay ?? optimizer.defaultWeightDecay, labelSmoothing: labelSmoothing,
      schedule: schedule,
      epochs: epochs ?? TrainingSettings.defaultEpochs(samples: dataSet.count, batch: batch),
      batch: batch, seed: seed, precision: precision)
  }
}
