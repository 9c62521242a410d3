/// The absolute error, averaged over all elements.
///
/// ```
/// loss = 1/count sum |x - t|,  dx = 1/count sign(x - t)
/// ```
///
/// - Input and target have the same shape, `[batch, ...]`.
/// - Where x = t the gradient is 0, as in PyTorch (in Torch7 it is 1/count). NaN stays NaN.
/// - `.mean` divides by the number of all elements, as PyTorch and Torch7 do; `.batchMean` by the batch
///   size.
///
/// Torch7: `nn.AbsCriterion()`.
///
/// ```swift
/// L1Criterion<Double>().forward(Tensor(rows: [[1, 2]]), Tensor(rows: [[0, 0]]))  // 1.5
/// ```
public final class L1Criterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion.
  public init(reduction: Reduction = .mean) {
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    output = Tensor.loss(.absoluteError, input, target) * share
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    gradInput.assignLossBackward(.absoluteError, input, target, alpha: share)
  }
}
