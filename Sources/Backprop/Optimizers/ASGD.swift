/// Averaged stochastic gradient descent: plain steps whose rate falls, and a running average of the
/// parameters.
///
/// ```
/// g = grad + weightDecay p
/// eta = learningRate / (1 + lambda learningRate (step - 1))^alpha
/// p = (1 - lambda eta) p - eta g
/// a = a + (p - a) / max(1, step - 1 - averagingStart)
/// ```
///
/// The average follows p until `averagingStart`; after that it is the mean of all p since. It is read
/// with `average`, or put in the place of the parameters by `assignAverage()`.
///
/// The defaults are PyTorch's: 0.01, lambda 1e-4, alpha 0.75, averaging from step 1e6 on. Torch7's rate
/// is by default 1e-4, and it has no weight decay. A changed learning rate takes effect at once; in
/// PyTorch, whose eta is computed at the end of a step, one step later.
///
/// State: one number a parameter.
///
/// Paper: Polyak and Juditsky, *Acceleration of stochastic approximation by averaging*, 1992.
///
/// Torch7: `optim.asgd` (`eta0`, `lambda`, `alpha`, `t0`).
///
/// ```swift
/// let optimizer = ASGD(net.getParameters(), learningRate: 0.05, averagingStart: 1000)
/// ```
public final class ASGD<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// The strength of the decay of parameters and rate.
  @exclusivity(unchecked) public var lambda: Scalar
  /// The power of the fall of the rate.
  @exclusivity(unchecked) public var alpha: Scalar
  /// The step from which on parameters are averaged.
  @exclusivity(unchecked) public var averagingStart: Double
  /// The strength of the pull of the parameters to zero.
  @exclusivity(unchecked) public var weightDecay: Scalar
  @exclusivity(unchecked) private var averaged = Tensor<Scalar>()

  /// Makes an optimizer.
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.01, lambda: Scalar = 1e-4,
    alpha: Scalar = 0.75, averagingStart: Double = 1e6, weightDecay: Scalar = 0,
    groups: [ParameterGroup<Scalar>] = []
  ) {
    Self.requireNonNegative(weightDecay, "ASGD", "weight decay")
    if !(averagingStart >= 0) {
      fatalError("ASGD: start of averaging \(averagingStart) is not at least 0")
    }
    self.lambda = lambda
    self.alpha = alpha
    self.averagingStart = averagingStart
    self.weightDecay = weightDecay
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  /// The averages of the parameters, in the order of `vector`: before the first step, the parameters.
  ///
  /// - Complexity: O(`vector.count`) before the first step, else O(1).
  public var average: Tensor<Scalar> { averaged.isEmpty ? vector.values : averaged }

  /// Overwrites the parameters with their averages.
  public func assignAverage() { vector.values = average }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    let average = pointer(&averaged)
    let steps = Double(stepCount - 1)
    let share = Scalar(1 / max(1, steps - averagingStart))
    forEachSegment(rate: learningRate, weightDecay: weightDecay) { segment, rate, weightDecay in
      let base = 1 + lambda.asDouble * rate.asDouble * steps
      let eta = Scalar(rate.asDouble / power(base, alpha.asDouble))
      Scalar.optimizerStep(
        .asgd, segment.value, segment.grad, average + segment.offset, nil, nil,
        StepOptions(
          rate: eta, weightDecay: weightDecay, shrink: 1 - lambda * eta, scale1: share),
        segment.count)
    }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.option("lambda", &lambda)
    try coder.option("alpha", &alpha)
    try coder.number("averagingStart", &averagingStart, in: .nonNegative)
    try coder.option("weightDecay", &weightDecay, in: .nonNegative)
    try coder.vector("average", &averaged)
  }
}
