/// The share of samples whose class is among the k largest outputs.
///
/// An output that equals that of the class counts as smaller if its position is higher, so k = 1 is
/// the accuracy. NaN counts as the largest.
///
/// - Outputs `[batch, classes]`; targets: class indices `[batch]`, or one-hot `[batch, classes]`.
///
/// ```swift
/// let topFive = TopKAccuracy<Float>(5)
/// ```
public final class TopKAccuracy<Scalar: BLASScalar>: Metric<Scalar> {
  /// How many guesses a sample has.
  public let k: Int
  private var correct = 0
  private var samples = 0
  private var reader = ClassReader<Scalar>(threshold: 0)

  /// Makes a metric.
  public init(_ k: Int, name: String? = nil) {
    if k < 1 { fatalError("TopKAccuracy: k is \(k), expected at least 1") }
    self.k = k
    super.init(name: name ?? "top-\(k) accuracy")
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func update(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    require(
      ClassReader.fits(output, target), output, target, expected: ClassReader<Scalar>.expected)
    reader.read(output, target)
    let columns = output.shape[1]
    output.withUnsafeScalars { output in
      for (row, actual) in reader.actual.enumerated() where actual >= 0 && actual < columns {
        let own = output[row * columns + actual]
        var before = 0
        for column in 0..<columns where column != actual {
          let other = output[row * columns + column]
          // The negation counts NaN, which compares with nothing.
          if !(other <= own) || (other == own && column < actual) { before += 1 }
        }
        if before < k { correct += 1 }
      }
    }
    samples += reader.actual.count
  }

  public override var value: Double { Double(correct) / Double(samples) }

  public override func reset() { (correct, samples) = (0, 0) }

  public override var state: [Double] {
    get { [Double(correct), Double(samples)] }
    set {
      guard newValue.count == 2 else { return }
      correct = Int(newValue[0])
      samples = Int(newValue[1])
    }
  }
}
