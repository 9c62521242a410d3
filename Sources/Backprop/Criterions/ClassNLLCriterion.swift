/// The negative log-likelihood of classes, from probabilities or from their logarithms.
///
/// ```
/// loss = - 1/batch sum_rows sum_c t_c log p_c,  dp_c = - t_c / (batch p_c)
/// ```
///
/// - Input `[batch, classes]`: probabilities, as `SoftMax` gives them; or, with `logProbabilities`,
///   their logarithms, as `LogSoftMax` does.
/// - Targets: class indices `[batch]` counted from 0, or one-hot or soft targets `[batch, classes]`.
/// - Class weights `[classes]` multiply the terms of their class; with them, `.mean` divides by the
///   sum of the weights of the targets, as in PyTorch and Torch7: NaN if all of these are 0.
/// - Probabilities are clamped to [1e-15, 1 - 1e-15] (in `Float`, 1 - 1e-15 is 1). In the clamped
///   zone the gradient is not 0 but that of the border, -t/p with p clamped, as in the notebook.
///
/// On logits `CrossEntropyCriterion` is more exact, and faster.
///
/// Torch7: `nn.ClassNLLCriterion()`, which takes log-probabilities.
///
/// ```swift
/// let loss = ClassNLLCriterion<Double>().forward(softmax.output, [2, 0, 1])
/// ```
public final class ClassNLLCriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// Whether the input holds the logarithms of probabilities.
  public let logProbabilities: Bool
  /// The weights of the classes, `[classes]`.
  public let weights: Tensor<Scalar>?
  /// What the sum is divided by.
  public let reduction: Reduction
  private var oneHot = Tensor<Scalar>()

  /// Probabilities are kept this far from 0 and 1.
  static var epsilon: Scalar { Scalar(1e-15) }

  /// Makes a criterion on probabilities or, if `logProbabilities`, on their logarithms.
  public init(
    logProbabilities: Bool = false, weights: Tensor<Scalar>? = nil, reduction: Reduction = .mean
  ) {
    self.logProbabilities = logProbabilities
    self.weights = weights
    self.reduction = reduction
    super.init()
  }

  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let (targets, divisor) = targets(input, target)
    let sum =
      logProbabilities
      ? Tensor.negativeLogLikelihood(input, targets, weights)
      : Tensor.logLoss(input, targets, weights, epsilon: Self.epsilon)
    output = input.shape[0] == 0 ? 0 : sum / divisor
  }

  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let (targets, divisor) = targets(input, target)
    if logProbabilities {
      gradInput.assignNegativeLogLikelihoodBackward(targets, weights, alpha: -1 / divisor)
    } else {
      gradInput.assignLogLossBackward(
        input, targets, weights, epsilon: Self.epsilon, alpha: -1 / divisor)
    }
  }

  /// The targets as `[batch, classes]`, and what to divide by.
  private func targets(
    _ input: Tensor<Scalar>, _ target: Tensor<Scalar>
  ) -> (Tensor<Scalar>, Scalar) {
    let kind = classificationTarget(input, target, weights: weights)
    let divisor = divisor(
      reduction, batch: input.shape[0], target, kind, weights: weights)
    guard kind == .indices else { return (target, divisor) }
    oneHot.assignOneHot(indices: target, classes: input.shape[1])
    return (oneHot, divisor)
  }

  public override var description: String {
    "ClassNLLCriterion" + (logProbabilities ? " (log-probabilities)" : "")
  }
}
