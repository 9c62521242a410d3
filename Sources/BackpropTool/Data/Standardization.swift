import LinearAlgebra

/// Brings each column to mean 0 and standard deviation 1; one that doesn't vary becomes 0.
struct Standardization {
  // Columns are divided by their largest magnitude first: the squares of very large or very small
  // numbers would overflow or vanish.
  private let largest: Tensor<Double>
  private let mean: Tensor<Double>
  private let factor: Tensor<Double>

  /// Takes the statistics of the columns of a matrix.
  init(of matrix: Tensor<Double>) {
    largest = Tensor(abs(matrix).max(axis: 0).scalars.map { $0 > 0 ? $0 : 1 })
    let scaled = matrix / largest
    mean = scaled.mean(axis: 0)
    let centred = scaled - mean
    let deviation = sqrt((centred * centred).mean(axis: 0))
    // Below that, what varies is the rounding of the mean.
    factor = Tensor(deviation.scalars.map { $0 > 1e-14 ? 1 / $0 : 0 })
  }

  func apply(to matrix: inout Tensor<Double>) {
    matrix /= largest
    matrix -= mean
    matrix *= factor
  }
}
