/// The squared error near the target and the absolute error far from it.
///
/// ```
/// loss = 1/count sum l,  l = (x - t)^2 / 2        where |x - t| <= delta
///                        l = delta (|x - t| - delta/2)  elsewhere
/// dx   = 1/count (x - t, kept in [-delta, delta])
/// ```
///
/// - Input and target have the same shape, `[batch, ...]`. NaN stays NaN.
/// - delta is by default 1, as in PyTorch, and positive.
/// - `.mean` divides by the number of all elements, as PyTorch does; `.batchMean` by the batch size.
///
/// `SmoothL1Criterion` is the same divided by delta. Paper: Huber, *Robust estimation of a location
/// parameter*, 1964.
///
/// ```swift
/// HuberCriterion<Double>().forward(Tensor(rows: [[3]]), Tensor(rows: [[0]]))  // 2.5
/// ```
public final class HuberCriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// Where the square ends.
  public let delta: Scalar
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion.
  public init(delta: Scalar = 1, reduction: Reduction = .mean) {
    if !(delta > 0 && delta.isFinite) {
      fatalError("HuberCriterion: delta \(delta) is not positive")
    }
    self.delta = delta
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    output = Tensor.loss(.huber, input, target, at: delta) * share
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    gradInput.assignLossBackward(.huber, input, target, at: delta, alpha: share)
  }

  public override var description: String {
    delta == 1 ? "HuberCriterion" : "HuberCriterion (delta \(delta))"
  }
}
