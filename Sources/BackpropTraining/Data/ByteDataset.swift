/// Samples of bytes, such as images, with their classes; kept as bytes, and scaled as they are read.
///
/// A byte b is read as `factor` b: by default between 0 and 1. In double precision the samples take
/// an eighth of the memory of a `TensorDataset`.
///
/// - Inputs `[batch, width]`, targets: class indices `[batch]`.
///
/// ```swift
/// let data = ByteDataset<Float>(bytes: pixels, width: 28 * 28, classes: labels)
/// ```
public struct ByteDataset<Scalar: BLASScalar>: Dataset, Sendable {
  /// The bytes, one sample after the other.
  public let bytes: [UInt8]
  /// The number of bytes of a sample.
  public let width: Int
  /// The class of each sample, counted from 0.
  public let classes: [Int]
  /// What bytes are multiplied by.
  public let factor: Double
  // What each byte is read as: rounded once from the exact product.
  private let values: [Scalar]
  private let targets: Tensor<Scalar>

  /// Makes a data set of as many samples as there are classes.
  public init(bytes: [UInt8], width: Int, classes: [Int], factor: Double = 1.0 / 255) {
    guard width >= 0, bytes.count == width * classes.count else {
      fatalError(
        "ByteDataset: \(bytes.count) bytes for \(classes.count) samples of \(width) bytes each")
    }
    self.bytes = bytes
    self.width = width
    self.classes = classes
    self.factor = factor
    // Divided where that is what is meant: 51 is to be 0.2, not 0.2 and a rounding.
    let divisor = (1 / factor).rounded()
    let isQuotient = 1 / divisor == factor
    values = (0...255).map { Scalar(isQuotient ? Double($0) / divisor : Double($0) * factor) }
    targets = Tensor(integers: classes)
  }

  /// The number of samples.
  public var count: Int { classes.count }

  /// Scales the samples at the given positions.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func fill(
    _ input: inout Tensor<Scalar>, _ target: inout Tensor<Scalar>, at indices: ArraySlice<Int>
  ) {
    target.assignRows(of: targets, at: indices)  // checks the positions
    input.prepareToOverwrite(shape: Shape(indices.count, width))
    let start = input.mutablePointer()
    bytes.withUnsafeBufferPointer { bytes in
      values.withUnsafeBufferPointer { values in
        var next = start
        for index in indices {
          for byte in bytes[(index * width)..<((index + 1) * width)] {
            next.pointee = values[Int(byte)]
            next += 1
          }
        }
      }
    }
  }
}
