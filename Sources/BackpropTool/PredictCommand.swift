import ArgumentParser
import Backprop
import BackpropTraining
import Glibc
import TensorFormats

/// Predicts the classes of samples.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict the classes of the rows of a CSV file with a network that was kept.",
    discussion: """
      Features are brought to scale as those that the network learned from. Columns are found by \
      their names if both the model and the file have names; else all columns are features, in \
      order. The answers come as CSV, a line a row, while the file is read: it may be of any size.

      EXAMPLES:
        backprop train --data iris.csv --save iris.safetensors
        backprop predict iris.safetensors flowers.csv
        zcat flowers.csv.gz | backprop predict iris.safetensors --probabilities > answers.csv
      """)

  @Argument(help: ArgumentHelp("What 'backprop train --save' has written.", valueName: "model"))
  var model: String

  @Argument(help: ArgumentHelp("A CSV file; '-' is the standard input.", valueName: "file"))
  var file = "-"

  @Flag(help: "Give the probability of each class as well.")
  var probabilities = false

  @Option(
    help: ArgumentHelp(
      "What separates the fields of the file; 'tab'. (default: a comma)", valueName: "character"))
  var delimiter: FieldDelimiter?

  @Flag(
    inversion: .prefixedNo,
    help: "Whether the first row holds names. (default: if it isn't numbers)")
  var header: Bool?

  /// So many rows at a time: their features stay in the cache.
  private static let batch = 512

  func run() throws {
    let contents = try Safetensors(contentsOf: model)
    let isDouble = contents.names.contains { contents[$0]?.type == .float64 }
    if isDouble { try predict(contents, Double.self) } else { try predict(contents, Float.self) }
  }

  private func predict<Scalar: BLASScalar>(_ contents: Safetensors, _: Scalar.Type) throws {
    let model = try ModelFile<Scalar>(contents)
    guard let labels = model.labels else {
      throw InputError("\(self.model.printable): expected a classifier, found no labels")
    }
    let reader: CSVBatchReader<Scalar> = try reader(features: model.featureNames)
    let expected = try inputCount(model.network)
    guard reader.columnIndices.count == expected else {
      throw InputError(
        file: file == "-" ? "standard input" : file, line: 1,
        "expected \(expected) columns of features, found \(reader.columnIndices.count)")
    }
    let names = labels.names.map(\.quotedField)
    StandardOutput.writeLine(
      (["class"] + (probabilities ? names.map { "\($0)" } : [])).joined(separator: ","))
    let softMax = SoftMax<Scalar>()
    var batch = Tensor<Scalar>()
    while try reader.read(into: &batch, rows: Self.batch) {
      let outputs = model.predict(batch)
      guard outputs.shape[1] == names.count else {
        throw InputError(
          "\(self.model.printable): \(outputs.shape[1]) outputs for \(names.count) labels")
      }
      let shares = probabilities ? softMax.forward(outputs) : outputs
      var text = ""
      for (row, predicted) in outputs.argmaxOfRows().enumerated() {
        text += names[predicted]
        if probabilities {
          for column in names.indices {
            text += ","
            text += shares[row, column].asDouble.fixed(6)
          }
        }
        text += "\n"
      }
      StandardOutput.write(text)
    }
  }

  private func reader<Scalar: BLASScalar>(features: [String]?) throws -> CSVBatchReader<Scalar> {
    let mode: CSVOptions.Header =
      switch header {
      case true?: .present
      case false?: .absent
      case nil: .automatic
      }
    let options = CSVOptions(delimiter: delimiter?.character ?? ",", header: mode)
    guard file != "-" else {
      // It can't be looked at twice: names are asked for where a header is promised.
      let columns = header == true ? features?.map { CSVColumn.named($0) } : nil
      return try CSVBatchReader(
        descriptor: STDIN_FILENO, file: "standard input", columns: columns, options: options)
    }
    // By names, if the file has them and they are those of the model.
    let plain = try CSVBatchReader<Scalar>(contentsOf: file, options: options)
    guard let features, let names = plain.header, features.allSatisfy(names.contains) else {
      return plain
    }
    return try CSVBatchReader(
      contentsOf: file, columns: features.map { .named($0) }, options: options)
  }

  private func inputCount<Scalar: BLASScalar>(_ network: Module<Scalar>) throws -> Int {
    var inputs: Int?
    network.visit { module, _ in
      if inputs == nil, let linear = module as? Linear<Scalar> { inputs = linear.inputs }
    }
    guard let inputs else {
      throw InputError("\(model.printable): expected a network with linear layers")
    }
    return inputs
  }
}

extension String {
  /// The text as a field of a CSV file.
  fileprivate var quotedField: String {
    contains { ",\"\n\r".contains($0) }
      ? "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\"" : self
  }
}
