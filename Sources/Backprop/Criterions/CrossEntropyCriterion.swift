/// The cross-entropy of classes, from logits: `LogSoftMax` and `ClassNLLCriterion` in one pass.
///
/// ```
/// loss = - 1/batch sum_rows sum_c v_c log softmax(x)_c,  dx_c = 1/batch (softmax(x)_c sum_k v_k - v_c)
/// v_c  = w_c ((1 - s) t_c + s/classes sum_k t_k)
/// ```
///
/// with targets t, class weights w (1 without) and label smoothing s (0 without).
///
/// - Input `[batch, classes]`: logits, any numbers.
/// - Targets: class indices `[batch]` counted from 0, or one-hot or soft targets `[batch, classes]`.
/// - With class weights, `.mean` divides by the sum of the weights of the targets, as PyTorch does
///   for indices; soft targets are treated alike here (PyTorch divides them by the batch size). If
///   all of these weights are 0, loss and gradient are NaN, as in PyTorch.
/// - Stable: nothing overflows, and a certain prediction keeps a finite loss and gradient.
///
/// Label smoothing: Szegedy et al., *Rethinking the Inception architecture*, 2016.
/// Torch7: `nn.CrossEntropyCriterion()`.
///
/// ```swift
/// let loss = CrossEntropyCriterion<Double>().forward(logits, [2, 0, 1])
/// ```
public final class CrossEntropyCriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// The weights of the classes, `[classes]`.
  public let weights: Tensor<Scalar>?
  /// How much of each target is spread over all classes, in [0, 1].
  public let labelSmoothing: Scalar
  /// What the sum is divided by.
  public let reduction: Reduction
  /// What the last forward pass saw, and the gradient that it computed along with the loss.
  @exclusivity(unchecked) private var remembered = RememberedArguments<Scalar>()
  @exclusivity(unchecked) private var preparedGradInput = Tensor<Scalar>()

  /// Makes a criterion.
  public init(
    weights: Tensor<Scalar>? = nil, labelSmoothing: Scalar = 0, reduction: Reduction = .mean
  ) {
    if !(labelSmoothing >= 0 && labelSmoothing <= 1) {
      fatalError("CrossEntropyCriterion: label smoothing \(labelSmoothing) is not in [0, 1]")
    }
    self.weights = weights
    self.labelSmoothing = labelSmoothing
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let (kind, divisor) = check(input, target)
    // The exponentials are what costs, and the gradient needs the same ones.
    let isRemembered = remembered.keep(input, target)
    let sum =
      isRemembered
      ? preparedGradInput.assignCrossEntropyBackward(
        input, target, areIndices: kind == .indices, weights, smoothing: labelSmoothing,
        alpha: 1 / divisor)
      : Tensor.crossEntropy(
        input, target, areIndices: kind == .indices, weights, smoothing: labelSmoothing)
    output = input.shape[0] == 0 ? 0 : sum / divisor
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    if remembered.takeIfEqual(input, target) {
      swap(&gradInput, &preparedGradInput)
      return
    }
    let (kind, divisor) = check(input, target)
    gradInput.assignCrossEntropyBackward(
      input, target, areIndices: kind == .indices, weights, smoothing: labelSmoothing,
      alpha: 1 / divisor)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func check(
    _ input: Tensor<Scalar>, _ target: Tensor<Scalar>
  ) -> (ClassificationTarget, Scalar) {
    let kind = classificationTarget(input, target, weights: weights)
    let divisor = divisor(reduction, batch: input.shape[0], target, kind, weights: weights)
    return (kind, divisor)
  }

  public override var description: String {
    "CrossEntropyCriterion" + (labelSmoothing > 0 ? " (label smoothing \(labelSmoothing))" : "")
  }
}
