/// The absolute error, rounded off by a square near the target.
///
/// ```
/// loss = 1/count sum l,  l = (x - t)^2 / (2 beta)  where |x - t| <= beta
///                        l = |x - t| - beta/2       elsewhere
/// dx   = 1/count ((x - t) / beta, kept in [-1, 1])
/// ```
///
/// - Input and target have the same shape, `[batch, ...]`. NaN stays NaN.
/// - beta is by default 1, as in PyTorch and Torch7, and positive; for 0 take `L1Criterion`.
/// - `.mean` divides by the number of all elements, as PyTorch and Torch7 do; `.batchMean` by the batch
///   size.
///
/// It is `HuberCriterion` with delta = beta, divided by beta. Paper: Girshick, *Fast R-CNN*, 2015.
/// Torch7: `nn.SmoothL1Criterion()`.
///
/// ```swift
/// SmoothL1Criterion<Double>().forward(Tensor(rows: [[3]]), Tensor(rows: [[0]]))  // 2.5
/// ```
public final class SmoothL1Criterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// Where the square ends.
  public let beta: Scalar
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion.
  public init(beta: Scalar = 1, reduction: Reduction = .mean) {
    if !(beta > 0 && beta.isFinite) {
      fatalError("SmoothL1Criterion: beta \(beta) is not positive")
    }
    self.beta = beta
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    output = Tensor.loss(.huber, input, target, at: beta) * share / beta
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    gradInput.assignLossBackward(.huber, input, target, at: beta, alpha: share / beta)
  }

  public override var description: String {
    beta == 1 ? "SmoothL1Criterion" : "SmoothL1Criterion (beta \(beta))"
  }
}
