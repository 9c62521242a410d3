/// The squared error, summed over the features and averaged over the batch.
///
/// ```
/// loss = 1/batch sum (x - t)^2,  dx = 2/batch (x - t)
/// ```
///
/// - Input and target have the same shape, `[batch, ...]`.
/// - The notebook divides by the batch size (`.batchMean`, the default), PyTorch and Torch7 by the
///   number of all elements (`.mean`).
///
/// Torch7: `nn.MSECriterion()`.
///
/// ```swift
/// MSECriterion<Double>().forward(Tensor(rows: [[1, 2]]), Tensor(rows: [[0, 0]]))  // 5
/// ```
public final class MSECriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion.
  public init(reduction: Reduction = .batchMean) {
    self.reduction = reduction
    super.init()
  }

  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    output = Tensor.squaredDistance(input, target) * share(reduction, input, target)
  }

  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    gradInput.assignScaledDifference(input, target, 2 * share(reduction, input, target))
  }
}
