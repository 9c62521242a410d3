/// The binary cross-entropy of probabilities: each element is a yes or no of its own.
///
/// ```
/// loss = - 1/count sum w (t log(x + e) + (1 - t) log(1 - x + e)),  logarithms at least -100
/// dx   = 1/count w (x - t) / max(1e-12, (x + e) (1 - x + e))
/// ```
///
/// - Input and target have the same shape, `[batch, ...]`: probabilities, as `Sigmoid` gives them.
///   Outside of [0, 1] the loss is NaN, mostly.
/// - Weights w `[features]` multiply the terms of their column of the last axis; the divisor stays.
/// - With the default e = 0 it is PyTorch's: the bound of the logarithms keeps the loss finite where x
///   is 0 or 1. Torch7's is `epsilon: 1e-12`.
/// - `.mean` divides by the number of all elements, as PyTorch and Torch7 do; `.batchMean` by the batch
///   size.
///
/// On logits `BCEWithLogitsCriterion` is more exact.
///
/// Torch7: `nn.BCECriterion(weights)`.
///
/// ```swift
/// BCECriterion<Double>().forward(Tensor(rows: [[0.5]]), Tensor(rows: [[1]]))  // 0.693...
/// ```
public final class BCECriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// The weights of the features, `[features]`.
  public let weights: Tensor<Scalar>?
  /// What is added to probabilities inside of the logarithms.
  public let epsilon: Scalar
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion.
  public init(
    weights: Tensor<Scalar>? = nil, epsilon: Scalar = 0, reduction: Reduction = .mean
  ) {
    if !(epsilon >= 0 && epsilon < 1) {
      fatalError("BCECriterion: epsilon \(epsilon) is not in [0, 1)")
    }
    self.weights = weights
    self.epsilon = epsilon
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    require(weights, fit: input, "weights")
    output = Tensor.loss(.binaryCrossEntropy, input, target, weights, at: epsilon) * share
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    require(weights, fit: input, "weights")
    gradInput.assignLossBackward(
      .binaryCrossEntropy, input, target, weights, at: epsilon, alpha: share)
  }
}
