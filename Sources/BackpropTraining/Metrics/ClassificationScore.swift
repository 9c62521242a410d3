/// A score from the confusion matrix: precision, recall or F1 over all classes. The matrix stays to be
/// looked at.
///
/// - Outputs `[batch, classes]`, or `[batch, 1]` with a threshold; targets: class indices `[batch]`,
///   or one-hot `[batch, classes]`.
///
/// ```swift
/// let f1 = ClassificationScore<Float>(.f1, classCount: 3)
/// try trainer.evaluate(test, metrics: [f1])
/// f1.value
/// f1.matrix.recall(of: 2)
/// ```
public final class ClassificationScore<Scalar: BLASScalar>: Metric<Scalar> {
  /// What is computed.
  public enum Score: String, Sendable {
    /// The share of right ones among those taken for a class.
    case precision
    /// The share of a class that was found.
    case recall
    /// The harmonic mean of the two.
    case f1 = "F1"
  }

  /// What is computed.
  public let score: Score
  /// How the classes are averaged.
  public let average: ConfusionMatrix.Average
  /// How often each class was taken for which, since the last `reset`.
  public private(set) var matrix: ConfusionMatrix
  private var reader: ClassReader<Scalar>

  /// Makes a metric. The threshold is for a single output: 0.5 for a probability, 0 for a logit.
  public init(
    _ score: Score = .f1, classCount: Int, average: ConfusionMatrix.Average = .macro,
    threshold: Scalar = 0.5, name: String? = nil
  ) {
    self.score = score
    self.average = average
    matrix = ConfusionMatrix(classCount: classCount)
    reader = ClassReader(threshold: threshold)
    super.init(name: name ?? (average == .macro ? "" : "weighted ") + score.rawValue)
  }

  public override func update(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    require(
      ClassReader.fits(output, target), output, target, expected: ClassReader<Scalar>.expected)
    reader.read(output, target)
    for (predicted, actual) in zip(reader.predicted, reader.actual) {
      matrix.count(actual, as: predicted)
    }
  }

  public override var value: Double {
    switch score {
    case .precision: matrix.precision(average)
    case .recall: matrix.recall(average)
    case .f1: matrix.f1(average)
    }
  }

  public override func reset() { matrix = ConfusionMatrix(classCount: matrix.classCount) }

  public override var state: [Double] {
    get { (0..<matrix.classCount).flatMap { matrix.row($0).map(Double.init) } }
    set {
      let count = matrix.classCount
      reset()
      guard newValue.count == count * count else { return }
      for (index, times) in newValue.enumerated() where times > 0 {
        matrix.count(index / count, as: index % count, times: Int(times))
      }
    }
  }
}
