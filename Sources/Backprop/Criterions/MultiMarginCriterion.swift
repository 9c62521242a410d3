/// A margin between the score of the right class and those of the others, as in a support vector
/// machine of several classes.
///
/// ```
/// loss = 1/batch sum_rows w_k/classes sum over c != k of max(0, margin - x_k + x_c)^p
/// dx_c = 1/batch w_k/classes p max(0, margin - x_k + x_c)^(p - 1),  dx_k = - their sum
/// ```
///
/// with the right class k of each row, and p 1 or 2.
///
/// - Input `[batch, classes]`: scores, any numbers. Targets: class indices `[batch]` counted from 0.
/// - Class weights `[classes]` multiply the rows of their class. `.mean` and `.batchMean` both divide
///   by the batch size, also with weights, as PyTorch and Torch7 do.
/// - Where a violation is exactly 0, so is its gradient. NaN stays NaN.
///
/// Defaults: p 1 and margin 1, as in PyTorch and Torch7. Paper: Crammer, Singer, *On the algorithmic
/// implementation of multiclass kernel-based vector machines*, 2001.
/// Torch7: `nn.MultiMarginCriterion(p, weights, margin)`.
///
/// ```swift
/// MultiMarginCriterion<Double>().forward(Tensor(rows: [[0, 0.5]]), [1])  // 0.25
/// ```
public final class MultiMarginCriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// The power of violations: 1 or 2.
  public let power: Int
  /// How far the right score should be above the others.
  public let margin: Scalar
  /// The weights of the classes, `[classes]`.
  public let weights: Tensor<Scalar>?
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion with a power of 1 or 2.
  public init(
    power: Int = 1, margin: Scalar = 1, weights: Tensor<Scalar>? = nil,
    reduction: Reduction = .mean
  ) {
    if power != 1 && power != 2 { fatalError("MultiMarginCriterion: power \(power) is not 1 or 2") }
    if margin.isNaN { fatalError("MultiMarginCriterion: the margin is no number") }
    self.power = power
    self.margin = margin
    self.weights = weights
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = check(input, target)
    output =
      Tensor.multiMargin(input, indices: target, weights, power: power, margin: margin) * share
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = check(input, target)
    gradInput.assignMultiMarginBackward(
      input, indices: target, weights, power: power, margin: margin, alpha: share)
  }

  /// 1 over what the reduction divides by.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func check(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Scalar {
    let kind = classificationTarget(input, target, weights: weights)
    require(
      kind == .indices, input: input.shape, target: target.shape,
      expected: "class indices [\(input.shape[0])]")
    return reduction == .sum ? 1 : 1 / Scalar(max(1, input.shape[0]))
  }

  public override var description: String {
    "MultiMarginCriterion" + (power == 1 ? "" : " (power \(power))")
  }
}
