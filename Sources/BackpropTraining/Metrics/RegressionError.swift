/// The mean error of a regression: squared, absolute, or the root of the squared one.
///
/// ```
/// MSE = 1/n sum (y - t)^2,  MAE = 1/n sum |y - t|,  RMSE = sqrt(MSE)
/// ```
///
/// - Outputs and targets have as many scalars, `[batch, outputs]`; the mean is over all of them.
///
/// ```swift
/// try trainer.evaluate(test, metrics: [RegressionError(.squared), RegressionError(.absolute)])
/// ```
public final class RegressionError<Scalar: BLASScalar>: Metric<Scalar> {
  /// Which error.
  public enum Kind: String, Sendable {
    /// The square.
    case squared = "MSE"
    /// The magnitude.
    case absolute = "MAE"
    /// The root of the mean square, in the unit of the targets.
    case rootSquared = "RMSE"
  }

  /// Which error.
  public let kind: Kind
  private var sum = 0.0
  private var count = 0.0

  /// Makes a metric.
  public init(_ kind: Kind, name: String? = nil) {
    self.kind = kind
    super.init(name: name ?? kind.rawValue)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func update(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    require(
      output.count == target.count && output.rank >= 1 && target.rank >= 1
        && output.shape[0] == target.shape[0], output, target,
      expected: "the same shape [batch, outputs]")
    let isSquared = kind != .absolute
    output.withUnsafeScalars { output in
      target.withUnsafeScalars { target in
        for index in output.indices {
          let difference = output[index].asDouble - target[index].asDouble
          sum += isSquared ? difference * difference : abs(difference)
        }
      }
    }
    count += Double(output.count)
  }

  public override var value: Double {
    kind == .rootSquared ? (sum / count).squareRoot() : sum / count
  }

  public override func reset() { (sum, count) = (0, 0) }

  public override var state: [Double] {
    get { [sum, count] }
    set { if newValue.count == 2 { (sum, count) = (newValue[0], newValue[1]) } }
  }
}
