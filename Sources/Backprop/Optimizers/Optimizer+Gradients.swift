// What is done to gradients before a step; see `ParameterVector`.

extension Optimizer {
  /// Shrinks the gradients by one factor, so that their norm is at most the given one, and returns the
  /// norm that they had. See `ParameterVector.clipGradients(toNorm:)`.
  ///
  /// ```swift
  /// net.backward(input, criterion.backward(net.output, target))
  /// optimizer.clipGradients(toNorm: 1)
  /// optimizer.step()
  /// ```
  @discardableResult
  public final func clipGradients(toNorm maximum: Scalar) -> Scalar {
    vector.clipGradients(toNorm: maximum)
  }

  /// Brings each gradient to within -maximum ... maximum.
  public final func clipGradients(toValue maximum: Scalar) {
    vector.clipGradients(toValue: maximum)
  }

  /// Multiplies the gradients by a factor.
  ///
  /// Gradients add up from one `zeroGradParameters` to the next, so a large batch can be taken in
  /// parts. A criterion that averages divides by the size of its part: k parts of one size are divided
  /// by k.
  ///
  /// ```swift
  /// optimizer.zeroGradParameters()
  /// for (input, target) in parts {  // of one size
  ///   criterion.forward(net.forward(input), target)
  ///   net.backward(input, criterion.backward(net.output, target))
  /// }
  /// optimizer.scaleGradients(by: 1 / Double(parts.count))
  /// optimizer.step()
  /// ```
  ///
  /// With parts of several sizes, let the criterion sum (`Reduction.sum`) and divide by the number of
  /// rows in all.
  public final func scaleGradients(by factor: Scalar) { vector.scaleGradients(by: factor) }
}
