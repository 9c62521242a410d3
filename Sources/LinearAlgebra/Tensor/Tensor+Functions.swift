extension Tensor {
  /// Overwrites this tensor with a function of each scalar of another one.
  ///
  /// Allocates nothing when the memory is there: `output.assign(.tanh, input)`.
  public mutating func assign(_ function: UnaryFunction, _ input: Tensor) {
    prepareToOverwrite(shape: input.shape)
    Scalar.apply(function, input.pointer, mutablePointer(), input.count)
  }

  func applying(_ function: UnaryFunction) -> Tensor {
    var result = Tensor(uninitialized: shape)
    Scalar.apply(function, pointer, result.mutablePointer(), count)
    return result
  }

  /// Every scalar limited to a range; NaN stays NaN.
  public func clamped(to range: ClosedRange<Scalar>) -> Tensor {
    var result = Tensor(uninitialized: shape)
    Scalar.clamp(
      pointer, range.lowerBound, range.upperBound, result.mutablePointer(), count)
    return result
  }
}

/// The exponential function of each scalar, to 2 ulp.
public func exp<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.applying(.exp) }
/// The natural logarithm of each scalar, to 2 ulp: -infinity of 0, NaN of negative numbers.
public func log<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.applying(.log) }
/// The hyperbolic tangent of each scalar, to 2 ulp.
public func tanh<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.applying(.tanh) }
/// The logistic function 1 / (1 + exp(-x)) of each scalar, to 2 ulp.
public func sigmoid<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.applying(.sigmoid) }
/// The error function of each scalar, to 2 ulp.
public func erf<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.applying(.erf) }
/// The square root of each scalar.
public func sqrt<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.applying(.sqrt) }
/// The magnitude of each scalar.
public func abs<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.applying(.abs) }

/// The smaller of each two scalars; NaN if either is.
public func minimum<Scalar>(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
  var result = Tensor<Scalar>()
  result.assign(.minimum, x, y)
  return result
}

/// The larger of each two scalars; NaN if either is.
public func maximum<Scalar>(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
  var result = Tensor<Scalar>()
  result.assign(.maximum, x, y)
  return result
}
