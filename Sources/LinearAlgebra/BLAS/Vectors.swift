// Vectors in the sense of BLAS: a tensor of any shape is taken as the vector of its scalars.

/// The inner product of two tensors with as many scalars (BLAS: dot).
public func dot<Scalar>(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Scalar {
  require(x.count == y.count, "dot: shapes \(x.shape) and \(y.shape) differ in their counts")
  return Scalar.dot(x.count, x.pointer, y.pointer)
}

extension Tensor {
  /// The Euclidean norm, the square root of the sum of squares, without overflow on the way
  /// (BLAS: nrm2).
  public func norm() -> Scalar { Scalar.nrm2(count, pointer) }

  /// The sum of the magnitudes (BLAS: asum).
  public func absoluteSum() -> Scalar { Scalar.asum(count, pointer) }

  /// The position of the first scalar with the largest magnitude (BLAS: iamax), or of the first
  /// NaN. There must be a scalar.
  public func indexOfLargestMagnitude() -> Int {
    require(!isEmpty, "indexOfLargestMagnitude of a tensor of shape \(shape)")
    let index = Scalar.iamax(count, pointer)
    // What BLAS does with NaN is not defined: where one may be, look for it.
    let sum = Scalar.asum(count, pointer)
    return sum.isNaN ? (0..<count).first { pointer[$0].isNaN } ?? index : index
  }

  /// Multiplies every scalar in place (BLAS: scal).
  public mutating func scale(by factor: Scalar) {
    guard !isEmpty else { return }
    // BLAS clears x for a factor of 0, NaN included, and some versions for a factor of NaN too; here
    // NaN propagates.
    if factor == 0 || factor.isNaN {
      self *= factor
    } else {
      Scalar.scal(count, factor, mutablePointer())
    }
  }
}
