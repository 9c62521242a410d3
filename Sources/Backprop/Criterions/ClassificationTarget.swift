/// The targets of a classification, checked against the input: class indices `[batch]`, or one-hot
/// or soft targets `[batch, classes]`.
enum ClassificationTarget {
  case indices
  case distribution
}

extension Criterion {
  /// Tells which kind of targets was given, and stops the program unless they fit the input.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  final func classificationTarget(
    _ input: Tensor<Scalar>, _ target: Tensor<Scalar>, weights: Tensor<Scalar>?
  ) -> ClassificationTarget {
    require(
      input.rank == 2, input: input.shape, target: target.shape, expected: "input [batch, classes]")
    let (batch, classes) = (input.shape[0], input.shape[1])
    if let weights, weights.shape != Shape(classes) {
      fatalError("\(description): class weights \(weights.shape) for \(classes) classes")
    }
    if target.rank == 2 {
      require(
        target.shape == input.shape, input: input.shape, target: target.shape,
        expected: "target [\(batch), \(classes)] or indices [\(batch)]")
      return .distribution
    }
    require(
      target.shape == Shape(batch), input: input.shape, target: target.shape,
      expected: "target [\(batch), \(classes)] or indices [\(batch)]")
    if let row = target.firstInvalidIndex(classes: classes) {
      fatalError(
        "\(description): target \(target[row]) of row \(row) is not a class index in 0..<\(classes)"
      )
    }
    return .indices
  }

  /// What the sum of the losses is divided by.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  final func divisor(
    _ reduction: Reduction, batch: Int, _ target: Tensor<Scalar>, _ kind: ClassificationTarget,
    weights: Tensor<Scalar>?
  ) -> Scalar {
    switch reduction {
    case .sum: return 1
    case .batchMean: return Scalar(max(1, batch))
    case .mean:
      guard let weights, batch > 0 else { return Scalar(max(1, batch)) }
      return target.weightOfTargets(weights, areIndices: kind == .indices)
    }
  }
}
