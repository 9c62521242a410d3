/// The Kullback-Leibler divergence of target distributions from predicted ones.
///
/// ```
/// loss = 1/batch sum t (log t - x),  dx = - t / batch
/// ```
///
/// - Input `[batch, ...]`: the logarithms of probabilities, as `LogSoftMax` gives them. Target of the
///   same shape: probabilities. A term with t = 0 is 0; one with t below 0 is NaN. NaN stays NaN.
/// - `.batchMean`, the default, gives the divergence per sample, as its definition has it. `.mean`
///   divides by the number of all elements, as PyTorch's and Torch7's defaults do.
///
/// Torch7: `nn.DistKLDivCriterion()`, with `reduction: .mean`.
///
/// ```swift
/// KLDivergenceCriterion<Double>().forward(logSoftMax.output, targets)
/// ```
public final class KLDivergenceCriterion<Scalar: BLASScalar>: Criterion<Scalar> {
  /// What the sum is divided by.
  public let reduction: Reduction

  /// Makes a criterion.
  public init(reduction: Reduction = .batchMean) {
    self.reduction = reduction
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    output = Tensor.loss(.divergence, input, target) * share
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let share = share(reduction, input, target)
    gradInput.assignLossBackward(.divergence, input, target, alpha: share)
  }
}
