extension Tensor: Equatable {
  /// Whether shapes and scalars are equal; as with scalars, NaN equals nothing and -0 equals 0.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape && Scalar.areEqual(left.pointer, right.pointer, left.count)
  }

  /// Whether shapes are equal and every scalar has the same bits: NaN then equals itself, and -0
  /// is not 0.
  public func isBitIdentical(to other: Tensor) -> Bool {
    shape == other.shape && Scalar.haveEqualBits(pointer, other.pointer, count)
  }
}
