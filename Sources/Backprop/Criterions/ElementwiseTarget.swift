extension Criterion {
  /// What a loss of input and target of the same shape, `[batch, ...]`, is multiplied by: 1 over what
  /// the reduction divides by. Stops the program unless the shapes fit.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  final func share(
    _ reduction: Reduction, _ input: Tensor<Scalar>, _ target: Tensor<Scalar>
  ) -> Scalar {
    require(
      input.shape == target.shape && input.rank >= 1, input: input.shape, target: target.shape,
      expected: "the same shape [batch, ...]")
    switch reduction {
    case .batchMean: return 1 / Scalar(max(1, input.shape[0]))
    case .mean: return 1 / Scalar(max(1, input.count))
    case .sum: return 1
    }
  }

  /// Stops the program unless weights are a row of as many scalars as the last axis of the input.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  final func require(_ weights: Tensor<Scalar>?, fit input: Tensor<Scalar>, _ what: StaticString) {
    if let weights, weights.shape != Shape(input.shape[input.rank - 1]) {
      fatalError(
        "\(description): \(what) \(weights.shape) for an input of shape \(input.shape), expected "
          + "[\(input.shape[input.rank - 1])]")
    }
  }
}
