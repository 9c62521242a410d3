import BackpropTraining
import TensorFormats

extension DataSet {
  /// The images of a folder as MNIST's: `train-images-idx3-ubyte.gz` and so on.
  ///
  /// - Throws: `TrainingError` or `FormatError`, which name the file.
  static func images(_ path: String) throws -> DataSet {
    let folder = try MNISTFolder(path)
    let (training, test) = (folder.training, folder.test)
    let most = max(training.classes.max() ?? -1, test?.classes.max() ?? -1)
    guard training.count >= Split.fewestSamples, most > 0 else {
      throw InputError(
        "\(path.printable): expected at least \(Split.fewestSamples) images of two classes, found "
          + "\(training.count.grouped) of \(most + 1)")
    }
    return DataSet(
      name: path, samples: "images of \(training.width)x\(training.height) pixels",
      attribution: nil, contents: .images(training, test: test), classes: training.classes,
      labels: ClassLabels(names: (0...most).map(String.init)),
      imageSize: (training.height, training.width))
  }
}
