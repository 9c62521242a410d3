/// The share of samples whose class is predicted right.
///
/// - Outputs `[batch, classes]`: the largest is the prediction, whether they are probabilities or
///   logits. Outputs `[batch, 1]`: class 1 above `threshold`.
/// - Targets: class indices `[batch]`, or one-hot `[batch, classes]`.
///
/// ```swift
/// let history = try trainer.fit(loader, epochs: 10, metrics: [Accuracy()])
/// ```
public final class Accuracy<Scalar: BLASScalar>: Metric<Scalar> {
  /// The number of samples that were right.
  public private(set) var correct = 0
  /// The number of samples.
  public private(set) var samples = 0
  private var reader: ClassReader<Scalar>

  /// Makes a metric. The threshold is for a single output: 0.5 for a probability, 0 for a logit.
  public init(threshold: Scalar = 0.5, name: String = "accuracy") {
    reader = ClassReader(threshold: threshold)
    super.init(name: name)
  }

  public override func update(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    require(
      ClassReader.fits(output, target), output, target, expected: ClassReader<Scalar>.expected)
    reader.read(output, target)
    for (predicted, actual) in zip(reader.predicted, reader.actual) where predicted == actual {
      correct += 1
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
