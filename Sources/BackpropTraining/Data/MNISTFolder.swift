import TensorFormats

/// The images of a folder laid out as MNIST's is: Fashion-MNIST, KMNIST, EMNIST and others are, too.
///
/// Recognised are the names `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`, for the test
/// part with `t10k` or `test` instead of `train`; with a full stop instead of the last hyphen but one
/// (`train-images.idx3-ubyte`); and each compressed, with `.gz` at the end.
///
/// ```swift
/// let folder = try MNISTFolder("/usr/share/datasets/fashion-mnist")
/// let training: ByteDataset<Float> = folder.training.dataset()  // [60000, 784], between 0 and 1
/// ```
public struct MNISTFolder: Sendable {
  /// Images with their labels.
  public struct Part: Sendable {
    /// The pixels, one image after the other, row by row.
    public let pixels: [UInt8]
    /// The number of rows of an image.
    public let height: Int
    /// The number of columns of an image.
    public let width: Int
    /// The class of each image, counted from 0.
    public let classes: [Int]

    /// The number of images.
    public var count: Int { classes.count }

    /// The images as rows of height times width pixels, scaled by `factor` as they are read.
    public func dataset<Scalar: BLASScalar>(
      factor: Double = 1.0 / 255
    ) -> ByteDataset<Scalar> {
      ByteDataset(bytes: pixels, width: height * width, classes: classes, factor: factor)
    }
  }

  /// The images to train on.
  public let training: Part
  /// The images to test with, if the folder has them.
  public let test: Part?

  /// Reads the files of a folder.
  ///
  /// - Throws: `TrainingError` if files are missing or don't fit one another; `FormatError` if one
  ///   can't be read.
  public init(_ path: String) throws {
    guard let training = try Self.part(path, ["train"]) else {
      throw TrainingError("\(path.printable): there is no train-images-idx3-ubyte[.gz]")
    }
    self.training = training
    test = try Self.part(path, ["t10k", "test"])
    if let test, test.height != training.height || test.width != training.width {
      throw TrainingError(
        "\(path.printable): the test images have \(test.height)x\(test.width) pixels, those to "
          + "train on \(training.height)x\(training.width)")
    }
  }

  /// Whether a folder has images to train on under these names.
  public static func isPresent(at path: String) -> Bool { find(path, "train", "images", 3) != nil }

  private static func part(_ folder: String, _ names: [String]) throws -> Part? {
    for name in names {
      guard let imagesPath = find(folder, name, "images", 3) else { continue }
      guard let labelsPath = find(folder, name, "labels", 1) else {
        throw TrainingError(
          "\(folder.printable): there is no \(name)-labels-idx1-ubyte[.gz] for the images")
      }
      let images = try IDX.read(imagesPath)
      let labels = try IDX.read(labelsPath)
      guard images.type == .uint8, images.shape.rank == 3 else {
        throw TrainingError(
          "\(imagesPath.printable): expected bytes of shape [count, height, width], found "
            + "\(images.type.rawValue) of shape \(images.shape)")
      }
      guard labels.type == .uint8, labels.shape == Shape(images.shape[0]) else {
        throw TrainingError(
          "\(labelsPath.printable): expected \(images.shape[0]) bytes, found "
            + "\(labels.type.rawValue) of shape \(labels.shape)")
      }
      return Part(
        pixels: images.bytes, height: images.shape[1], width: images.shape[2],
        classes: labels.bytes.map(Int.init))
    }
    return nil
  }

  private static func find(
    _ folder: String, _ part: String, _ kind: String, _ rank: Int
  ) -> String? {
    let names = ["\(part)-\(kind)-idx\(rank)-ubyte", "\(part)-\(kind).idx\(rank)-ubyte"]
    return names.flatMap { [$0, $0 + ".gz"] }.map { folder + "/" + $0 }.first(where: Files.exists)
  }
}
