/// The coefficient of determination: the share of the variance of the targets that is explained.
///
/// ```
/// R2 = 1 - sum (t - y)^2 / sum (t - mean(t))^2
/// ```
///
/// - Outputs and targets `[batch, outputs]` or `[batch]`; of several outputs the mean of their
///   scores, as in scikit-learn. 1 is perfect, 0 no better than the mean, and it may be negative.
/// - Targets that don't vary: 1 if they are met, else 0, as in scikit-learn.
///
/// ```swift
/// try trainer.evaluate(test, metrics: [R2Score()])
/// ```
public final class R2Score<Scalar: BLASScalar>: Metric<Scalar> {
  private var rows = 0.0
  // By output: Welford's running mean and sum of squares about it, and the sum of squared errors.
  private var means: [Double] = []
  private var squares: [Double] = []
  private var errors: [Double] = []

  /// Makes a metric.
  public override init(name: String = "R2") { super.init(name: name) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func update(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    require(
      output.count == target.count && output.rank >= 1 && target.rank >= 1
        && output.shape[0] == target.shape[0], output, target,
      expected: "the same shape [batch, outputs]")
    let batch = output.shape[0]
    guard batch > 0 else { return }
    let columns = output.count / batch
    if means.isEmpty {
      means = Array(repeating: 0, count: columns)
      (squares, errors) = (means, means)
    }
    require(means.count == columns, output, target, expected: "\(means.count) outputs, as before")
    output.withUnsafeScalars { output in
      target.withUnsafeScalars { target in
        for row in 0..<batch {
          rows += 1
          for column in 0..<columns {
            let t = target[row * columns + column].asDouble
            let error = t - output[row * columns + column].asDouble
            let difference = t - means[column]
            means[column] += difference / rows
            squares[column] += difference * (t - means[column])
            errors[column] += error * error
          }
        }
      }
    }
  }

  public override var value: Double {
    guard !means.isEmpty else { return .nan }
    var sum = 0.0
    for (error, square) in zip(errors, squares) {
      if square == 0 {
        sum += error == 0 ? 1 : error.isNaN ? .nan : 0
      } else {
        sum += 1 - error / square
      }
    }
    return sum / Double(means.count)
  }

  public override func reset() {
    rows = 0
    (means, squares, errors) = ([], [], [])
  }

  public override var state: [Double] {
    get { [rows] + means + squares + errors }
    set {
      guard newValue.count % 3 == 1 else { return }
      let count = newValue.count / 3
      rows = newValue[0]
      means = Array(newValue[1..<(1 + count)])
      squares = Array(newValue[(1 + count)..<(1 + 2 * count)])
      errors = Array(newValue[(1 + 2 * count)...])
    }
  }
}
