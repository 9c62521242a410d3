// What classification losses compute with: inputs and targets `[batch, classes]`, or class indices
// `[batch]`. Shapes have been checked by the caller.

extension Tensor {
  /// The first row whose class index is not whole or out of range.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package func firstInvalidIndex(classes: Int) -> Int? {
    let row = Scalar.firstInvalidIndex(pointer, count, classes)
    return row < 0 ? nil : row
  }

  /// The sum of the class weights of targets: sum of w_c t_c.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package func weightOfTargets(_ weights: Tensor, areIndices: Bool) -> Scalar {
    areIndices
      ? Scalar.sumOfWeights(indices: pointer, weights.pointer, count)
      : Scalar.sumOfWeights(targets: pointer, weights.pointer, shape[0], shape[1])
  }

  /// - sum of w_c t_c log p_c, with p clamped to [epsilon, 1 - epsilon].
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package static func logLoss(
    _ probabilities: Tensor, _ targets: Tensor, _ weights: Tensor?, epsilon: Scalar
  ) -> Scalar {
    Scalar.logLoss(
      probabilities.pointer, targets.pointer, weights?.pointer, epsilon, probabilities.shape[0],
      probabilities.shape[1])
  }

  /// alpha w_c t_c / p_c, with p clamped.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLogLossBackward(
    _ probabilities: Tensor, _ targets: Tensor, _ weights: Tensor?, epsilon: Scalar, alpha: Scalar
  ) {
    prepareToOverwrite(shape: probabilities.shape)
    Scalar.logLossBackward(
      probabilities.pointer, targets.pointer, weights?.pointer, epsilon, alpha, mutablePointer(),
      shape[0], shape[1])
  }

  /// - sum of w_c t_c l_c, for log-probabilities l; terms with t = 0 are 0.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package static func negativeLogLikelihood(
    _ logProbabilities: Tensor, _ targets: Tensor, _ weights: Tensor?
  ) -> Scalar {
    Scalar.negativeLogLikelihood(
      logProbabilities.pointer, targets.pointer, weights?.pointer, logProbabilities.shape[0],
      logProbabilities.shape[1])
  }

  /// alpha w_c t_c
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignNegativeLogLikelihoodBackward(
    _ targets: Tensor, _ weights: Tensor?, alpha: Scalar
  ) {
    prepareToOverwrite(shape: targets.shape)
    let target = mutablePointer()
    Scalar.affine(targets.pointer, alpha, 0, target, count)
    if let weights {
      Scalar.applyRow(.multiply, target, weights.pointer, target, shape[0], shape[1])
    }
  }

  /// The sum over the rows of the cross-entropies of logits.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package static func crossEntropy(
    _ logits: Tensor, _ target: Tensor, areIndices: Bool, _ weights: Tensor?, smoothing: Scalar
  ) -> Scalar {
    crossEntropy(logits, target, areIndices, weights, smoothing, 0, nil)
  }

  /// alpha times the gradient of `crossEntropy`; returns the sum of the losses too.
  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignCrossEntropyBackward(
    _ logits: Tensor, _ target: Tensor, areIndices: Bool, _ weights: Tensor?, smoothing: Scalar,
    alpha: Scalar
  ) -> Scalar {
    prepareToOverwrite(shape: logits.shape)
    return Self.crossEntropy(
      logits, target, areIndices, weights, smoothing, alpha, mutablePointer())
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private static func crossEntropy(
    _ logits: Tensor, _ target: Tensor, _ areIndices: Bool, _ weights: Tensor?,
    _ smoothing: Scalar, _ alpha: Scalar, _ gradInput: UnsafeMutablePointer<Scalar>?
  ) -> Scalar {
    let (rows, columns) = (logits.shape[0], logits.shape[1])
    return areIndices
      ? Scalar.crossEntropy(
        logits.pointer, indices: target.pointer, weights?.pointer, smoothing, alpha, gradInput,
        rows, columns)
      : Scalar.crossEntropy(
        logits.pointer, targets: target.pointer, weights?.pointer, smoothing, alpha, gradInput,
        rows, columns)
  }
}
