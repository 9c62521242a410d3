/// Brings each column to a range, by default 0 to 1.
///
/// ```
/// y = low + (x - minimum) (high - low) / (maximum - minimum)
/// ```
///
/// Fitted on the training part only, so other samples may lie outside of the range. A column that
/// doesn't vary becomes `low`.
///
/// ```swift
/// let scaling = MinMaxScaling(of: features, rows: split.training)
/// scaling.apply(to: &features)
/// ```
public struct MinMaxScaling: Sendable, Equatable {
  /// The smallest value of each column.
  public let minimum: Tensor<Double>
  /// The largest value of each column.
  public let maximum: Tensor<Double>
  /// What the smallest value becomes.
  public let low: Double
  /// What the largest value becomes.
  public let high: Double

  /// Takes the extremes of the columns of a matrix, or of some of its rows.
  public init<Scalar: BLASScalar>(
    of matrix: Tensor<Scalar>, rows: [Int]? = nil, low: Double = 0, high: Double = 1
  ) {
    let part: Tensor<Double> = trainingPart(of: matrix, rows, "MinMaxScaling")
    self.init(minimum: part.min(axis: 0), maximum: part.max(axis: 0), low: low, high: high)
  }

  /// Makes a scaling of extremes known from elsewhere, such as a file: vectors of the same length.
  public init(minimum: Tensor<Double>, maximum: Tensor<Double>, low: Double = 0, high: Double = 1) {
    guard minimum.rank == 1, minimum.shape == maximum.shape, low < high else {
      fatalError(
        "MinMaxScaling: minimum \(minimum.shape), maximum \(maximum.shape), from \(low) to \(high)")
    }
    self.minimum = minimum
    self.maximum = maximum
    self.low = low
    self.high = high
  }

  /// Brings the columns of a matrix to scale.
  public func apply<Scalar: BLASScalar>(to matrix: inout Tensor<Scalar>) {
    requireColumns(matrix, minimum, "MinMaxScaling")
    matrix -= minimum.converted()
    matrix /= Tensor(extents.map { $0 > 0 ? $0 / (high - low) : .infinity }).converted()
    matrix += Scalar(low)
  }

  /// Undoes `apply`; columns that don't vary become their value.
  public func invert<Scalar: BLASScalar>(_ matrix: inout Tensor<Scalar>) {
    requireColumns(matrix, minimum, "MinMaxScaling")
    matrix -= Scalar(low)
    matrix *= Tensor(extents.map { $0 / (high - low) }).converted()
    matrix += minimum.converted()
  }

  private var extents: [Double] { (maximum - minimum).scalars }
}
