/// The binary cross-entropy of logits: `Sigmoid` and `BCECriterion` in one, without their limits.
///
/// ```
/// loss = - 1/count sum w (p t log s(x) + (1 - t) log s(-x)),  s(x) = 1 / (1 + exp(-x))
/// dx   = 1/count w ((1 - t) s(x) - p t s(-x))
/// ```
///
/// - Input `[batch, ...]`: logits, any numbers. Target of the same shape: 0 or 1, or in between.
/// - Weights w `[features]` multiply the terms of their column of the last axis, positive weights p
///   `[features]` those of the target 1 alone: the number of negative samples over that of positive
///   ones balances them. The divisor stays.
/// - Stable: nothing overflows, and a certain prediction keeps a finite loss and gradient; a term with
///   the factor 0 is 0, also where the logit is infinite.
/// - `.mean` divides by the number of all elements, as PyTorch does; `.batchMean` by the batch size.
///
/// Torch7: `nn.Sigmoid` and `nn.BCECriterion(weights)`.
///
/// ```swift
/// BCEWithLogitsCriterion<Double>().forward(Tensor(rows: [[0]]), Tensor(rows: [[1]]))  // 0.693...
/// ```
public final class BCEWithLogitsCriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// The weights of the features, `[features]`.
  public let weights: Tensor<Scalar>?
  /// The weights of positive targets, `[features]`.
  public let positiveWeights: Tensor<Scalar>?
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion.
  public init(
    weights: Tensor<Scalar>? = nil, positiveWeights: Tensor<Scalar>? = nil,
    reduction: Reduction = .mean
  ) {
    self.weights = weights
    self.positiveWeights = positiveWeights
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    require(weights, fit: input, "weights")
    require(positiveWeights, fit: input, "positive weights")
    output = Tensor.loss(.logistic, input, target, weights, positive: positiveWeights) * share
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    require(weights, fit: input, "weights")
    require(positiveWeights, fit: input, "positive weights")
    gradInput.assignLossBackward(
      .logistic, input, target, weights, positive: positiveWeights, alpha: share)
  }
}
