/// Adam with decoupled weight decay: parameters shrink by the factor 1 - learningRate weightDecay at
/// every step, whatever their gradients.
///
/// As PyTorch's `torch.optim.AdamW`, whose defaults these are (weight decay 0.01); see `Adam`.
///
/// Paper: Loshchilov and Hutter, *Decoupled weight decay regularization*, 2019.
///
/// ```swift
/// let optimizer = AdamW(net.getParameters(), learningRate: 0.001, weightDecay: 0.05)
/// ```
public final class AdamW<Scalar: BLASScalar>: Adam<Scalar> {
  override var isDecoupled: Bool { true }

  /// Makes an optimizer; both betas lie in [0, 1).
  public override init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.001, beta1: Scalar = 0.9,
    beta2: Scalar = 0.999, epsilon: Scalar = 1e-8, weightDecay: Scalar = 0.01,
    amsgrad: Bool = false,
    epsilonPlacement: EpsilonPlacement = .afterCorrection, learningRateDecay: Scalar = 0,
    groups: [ParameterGroup<Scalar>] = []
  ) {
    super.init(
      parameters, learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: weightDecay, amsgrad: amsgrad, epsilonPlacement: epsilonPlacement,
      learningRateDecay: learningRateDecay, groups: groups)
  }
}
