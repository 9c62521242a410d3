// Parameters where products take a tensor, so that layers read as mathematics.

extension Parameter {
  /// The value of a matrix, to be read transposed by a product.
  public var transpose: MatrixOperand<Scalar> { valuePlace.transpose }
}

extension Tensor {
  /// C = A W, for a parameter W.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func setProduct(_ a: Tensor, _ parameter: Parameter<Scalar>) {
    setProduct(a, parameter.valuePlace)
  }

  /// C = A W + 1 b', for parameters W and b: b is added to each row.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func setProduct(
    _ a: Tensor, _ parameter: Parameter<Scalar>, plusRow row: Parameter<Scalar>
  ) {
    setProduct(a, parameter.valuePlace)
    addRow(row.valuePlace)
  }
}
