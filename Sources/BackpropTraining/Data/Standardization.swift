/// Brings each column to mean 0 and standard deviation 1.
///
/// ```
/// y = (x - mean) / deviation,  x = y deviation + mean
/// ```
///
/// Fitted on the training part only: what held-out samples look like must not be known before. The
/// deviation is that of the population (divided by the number of rows), as in scikit-learn. A
/// column that doesn't vary becomes 0, whatever is put into it later: a network can't have learned
/// what it means.
///
/// ```swift
/// let standardization = Standardization(of: features, rows: split.training)
/// standardization.apply(to: &features)
/// ```
public struct Standardization: Sendable, Equatable {
  /// The mean of each column.
  public let mean: Tensor<Double>
  /// The standard deviation of each column; 0 where it doesn't vary.
  public let deviation: Tensor<Double>

  /// Takes the statistics of the columns of a matrix, or of some of its rows.
  public init<Scalar: BLASScalar>(of matrix: Tensor<Scalar>, rows: [Int]? = nil) {
    let part: Tensor<Double> = trainingPart(of: matrix, rows, "Standardization")
    // Divided by the largest magnitude of a column first: the squares of very large or very small
    // numbers would overflow or vanish.
    let largest = Tensor(abs(part).max(axis: 0).scalars.map { $0 > 0 ? $0 : 1 })
    let scaled = part / largest
    let mean = scaled.mean(axis: 0)
    let centred = scaled - mean
    let deviation = sqrt((centred * centred).mean(axis: 0))
    self.mean = mean * largest
    // Below that, what varies is the rounding of the mean.
    self.deviation = Tensor(deviation.scalars.map { $0 > 1e-14 ? $0 : 0 }) * largest
  }

  /// Makes a standardization of statistics known from elsewhere, such as a file: vectors of the same
  /// length.
  public init(mean: Tensor<Double>, deviation: Tensor<Double>) {
    guard mean.rank == 1, mean.shape == deviation.shape else {
      fatalError("Standardization: mean \(mean.shape) and deviation \(deviation.shape)")
    }
    self.mean = mean
    self.deviation = deviation
  }

  /// Brings the columns of a matrix to scale.
  public func apply<Scalar: BLASScalar>(to matrix: inout Tensor<Scalar>) {
    requireColumns(matrix, mean, "Standardization")
    matrix -= mean.converted()
    // By infinity: columns that don't vary become 0.
    matrix /= Tensor(deviation.scalars.map { $0 > 0 ? $0 : .infinity }).converted()
  }

  /// Undoes `apply`; columns that don't vary become their mean.
  public func invert<Scalar: BLASScalar>(_ matrix: inout Tensor<Scalar>) {
    requireColumns(matrix, mean, "Standardization")
    matrix *= deviation.converted()
    matrix += mean.converted()
  }
}

/// The rows to take statistics of.
func trainingPart<Scalar: BLASScalar>(
  of matrix: Tensor<Scalar>, _ rows: [Int]?, _ name: String
) -> Tensor<Double> {
  guard matrix.rank == 2 else {
    fatalError("\(name): features of shape \(matrix.shape), expected [samples, features]")
  }
  let part = rows.map { matrix.rows(at: $0) } ?? matrix
  if part.shape[0] == 0 { fatalError("\(name): there are no samples to fit it on") }
  return part.converted()
}

func requireColumns<Scalar: BLASScalar>(
  _ matrix: Tensor<Scalar>, _ statistic: Tensor<Double>, _ name: String
) {
  guard matrix.rank == 2, matrix.shape[1] == statistic.count else {
    fatalError("\(name): features of shape \(matrix.shape), expected [samples, \(statistic.count)]")
  }
}
