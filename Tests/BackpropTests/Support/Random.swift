import Backprop

extension Tensor {
  /// Normal scalars that are the same on every run.
  static func random(_ shape: Shape, seed: UInt64) -> Tensor {
    var generator = PhiloxGenerator(seed: seed)
    return normal(shape, using: &generator)
  }
}

/// The largest difference of two tensors of the same shape.
func distance<Scalar>(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Scalar {
  x.isEmpty ? 0 : abs(x - y).max()
}
