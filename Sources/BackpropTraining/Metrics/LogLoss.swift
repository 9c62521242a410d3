/// The mean negative logarithm of the probability of the right class.
///
/// ```
/// loss = -1/n sum log p[class]
/// ```
///
/// - Outputs `[batch, classes]`: probabilities, log-probabilities or logits. Probabilities are
///   clipped at the machine epsilon, as in scikit-learn.
/// - Targets: class indices `[batch]`, or one-hot `[batch, classes]`.
///
/// ```swift
/// let loss = LogLoss<Float>(of: .logits)
/// ```
public final class LogLoss<Scalar: BLASScalar>: Metric<Scalar> {
  /// What a network puts out.
  public enum Outputs: Sendable {
    /// Probabilities, as of `SoftMax`.
    case probabilities
    /// Their logarithms, as of `LogSoftMax`.
    case logProbabilities
    /// Numbers whose softmax are the probabilities.
    case logits
  }

  /// What the outputs are.
  public let outputs: Outputs
  private var sum = 0.0
  private var samples = 0.0
  private var reader = ClassReader<Scalar>(threshold: 0)

  /// Makes a metric.
  public init(of outputs: Outputs = .probabilities, name: String = "log-loss") {
    self.outputs = outputs
    super.init(name: name)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func update(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    require(
      ClassReader.fits(output, target) && output.shape[1] > 1, output, target,
      expected: ClassReader<Scalar>.expected)
    reader.read(output, target)
    let columns = output.shape[1]
    output.withUnsafeScalars { output in
      for (row, actual) in reader.actual.enumerated() {
        guard actual >= 0, actual < columns else {
          fatalError("\(name): the target of row \(row) is not a class in 0..<\(columns)")
        }
        let own = output[row * columns + actual].asDouble
        switch outputs {
        case .logProbabilities: sum -= own
        case .probabilities:
          let epsilon = Scalar.ulpOfOne.asDouble
          sum -= own.isNaN ? own : naturalLogarithm(max(epsilon, min(1 - epsilon, own)))
        case .logits:
          var largest = -Double.infinity
          for column in 0..<columns {
            largest = max(largest, output[row * columns + column].asDouble)
          }
          var total = 0.0
          for column in 0..<columns {
            total += exponential(output[row * columns + column].asDouble - largest)
          }
          sum += naturalLogarithm(total) + largest - own
        }
      }
    }
    samples += Double(reader.actual.count)
  }

  public override var value: Double { sum / samples }

  public override func reset() { (sum, samples) = (0, 0) }

  public override var state: [Double] {
    get { [sum, samples] }
    set { if newValue.count == 2 { (sum, samples) = (newValue[0], newValue[1]) } }
  }
}
