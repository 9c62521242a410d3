// Gradients changed between the backward pass and the step.

extension ParameterVector {
  /// The Euclidean norm of all gradients together, the same at any number of threads.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradientNorm() -> Scalar {
    var sum = 0.0
    forEachSegment { sum += Scalar.sumOfSquares($0.grad, $0.count).asDouble }
    return Scalar(sum.squareRoot())
  }

  /// Shrinks all gradients by one factor, so that their norm is at most the given one, and returns the
  /// norm that they had.
  ///
  /// ```
  /// grad = grad min(1, maximum / (norm + 1e-6))
  /// ```
  ///
  /// As PyTorch's `clip_grad_norm_`: an infinite norm makes all finite gradients 0, and NaN makes all
  /// of them NaN. To skip such a step, look at the norm that is returned.
  ///
  /// Paper: Pascanu, Mikolov, Bengio, *On the difficulty of training recurrent neural networks*, 2013.
  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func clipGradients(toNorm maximum: Scalar) -> Scalar {
    if !(maximum >= 0) { fatalError("clipGradients: norm \(maximum) is not at least 0") }
    let norm = gradientNorm()
    let factor = maximum / (norm + 1e-6)
    // Negated, so that NaN spreads.
    if !(factor >= 1) { scaleGradients(by: factor) }
    return norm
  }

  /// Brings each gradient to within -maximum ... maximum; NaN stays. PyTorch: `clip_grad_value_`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func clipGradients(toValue maximum: Scalar) {
    if !(maximum >= 0) { fatalError("clipGradients: value \(maximum) is not at least 0") }
    forEachSegment { Scalar.clamp($0.grad, -maximum, maximum, $0.grad, $0.count) }
  }

  /// Multiplies all gradients by a factor: to make a mean of what several batches added up.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func scaleGradients(by factor: Scalar) {
    forEachSegment { Scalar.affine($0.grad, factor, 0, $0.grad, $0.count) }
  }
}
