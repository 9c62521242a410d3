/// Standardizes each feature over the batch, and gives it a learned scale and shift.
///
/// ```
/// training:    h = (x - m) / sqrt(v + epsilon),  m and v mean and variance of the batch
///              y = gamma h + beta
///              dx = gamma / sqrt(v + epsilon) (dy - mean(dy) - h mean(dy h))
/// evaluation:  h = (x - running_mean) / sqrt(running_var + epsilon)
///              dx = gamma dy / sqrt(running_var + epsilon)
/// both:        dgamma = sum(dy h),  dbeta = sum(dy)
/// ```
///
/// with means and sums over the batch, and v the sum of squares over the batch size.
///
/// - Input and output `[batch, features]`.
/// - Parameters: `weight` gamma `[features]`, at first 1, and `bias` beta `[features]`, at first 0;
///   without `affine` there are none.
/// - Buffers: `running_mean` and `running_var` `[features]`, at first 0 and 1, and
///   `num_batches_tracked`, the number of batches seen (in `Float` up to 2^24). In training
///   `running = (1 - momentum) running + momentum batch`, with the unbiased variance (over the batch
///   size less 1), as in PyTorch and Torch7. Without a momentum they are means over all batches.
/// - Without `trackRunningStatistics` there are no buffers, and evaluation takes those of the batch.
/// - A training batch of one has no variance: it is treated as in evaluation, and not tracked, as in
///   Torch7 (PyTorch refuses it). So the last, partial batch of an epoch does no harm. An empty batch
///   gives an empty output, and changes nothing. NaN makes its feature NaN.
/// - A replica shares the buffers: train one of them at a time. A layer used twice in a network tracks
///   both inputs in the same statistics.
///
/// Defaults: epsilon 1e-5, momentum 0.1, as in PyTorch and Torch7 (whose gamma is uniform on [0, 1) at
/// first).
///
/// Paper: Ioffe, Szegedy, *Batch normalization*, 2015. Torch7: `nn.BatchNormalization(features)`.
///
/// ```swift
/// let net = Sequential<Double>(Linear(4, 8), BatchNorm1d(8), ReLU(), Linear(8, 3))
/// net.evaluate()  // from now on with the running statistics
/// ```
public final class BatchNorm1d<Scalar: BLASScalar>: Module<Scalar> {
  /// The number of features.
  public let features: Int
  /// What is added to variances.
  public let epsilon: Scalar
  /// The weight of a new batch in the running statistics; nil for means over all batches.
  public let momentum: Scalar?
  /// gamma, `[features]`; nil without `affine`.
  public let weight: Parameter<Scalar>?
  /// beta, `[features]`; nil without `affine`.
  public let bias: Parameter<Scalar>?
  /// The running mean, `[features]`; nil if it isn't tracked.
  public let runningMean: Buffer<Scalar>?
  /// The running unbiased variance, `[features]`; nil if it isn't tracked.
  public let runningVariance: Buffer<Scalar>?
  /// The number of batches in the running statistics, `[]`; nil if they aren't tracked.
  public let batchCount: Buffer<Scalar>?
  private let parameters: [Parameter<Scalar>]
  private let buffers: [Buffer<Scalar>]

  // Of the last forward pass.
  @exclusivity(unchecked) private var normalized = Tensor<Scalar>()
  @exclusivity(unchecked) private var mean = Tensor<Scalar>()
  @exclusivity(unchecked) private var variance = Tensor<Scalar>()
  @exclusivity(unchecked) private var deviation = Tensor<Scalar>()
  @exclusivity(unchecked) private var inverse = Tensor<Scalar>()
  @exclusivity(unchecked) private var usedBatch = false
  // Of the last backward pass: sums over the batch, and the scale of dx.
  @exclusivity(unchecked) private var gradSum = Tensor<Scalar>()
  @exclusivity(unchecked) private var productSum = Tensor<Scalar>()
  @exclusivity(unchecked) private var scale = Tensor<Scalar>()

  /// Makes a layer for a number of features.
  public convenience init(
    _ features: Int, epsilon: Scalar = 1e-5, momentum: Scalar? = 0.1, affine: Bool = true,
    trackRunningStatistics: Bool = true
  ) {
    if features < 0 { fatalError("BatchNorm1d: \(features) features") }
    let shape = Shape(features)
    let weight = affine ? Parameter<Scalar>(name: "weight", .ones(shape)) : nil
    let bias = affine ? Parameter<Scalar>(name: "bias", .zeros(shape)) : nil
    var statistics: (Buffer<Scalar>, Buffer<Scalar>, Buffer<Scalar>)?
    if trackRunningStatistics {
      statistics = (
        Buffer(name: "running_mean", .zeros(shape)), Buffer(name: "running_var", .ones(shape)),
        Buffer(name: "num_batches_tracked", .zeros([]))
      )
    }
    self.init(features, epsilon, momentum, weight, bias, statistics)
  }

  private init(
    _ features: Int, _ epsilon: Scalar, _ momentum: Scalar?, _ weight: Parameter<Scalar>?,
    _ bias: Parameter<Scalar>?, _ statistics: (Buffer<Scalar>, Buffer<Scalar>, Buffer<Scalar>)?
  ) {
    if !(epsilon >= 0 && epsilon.isFinite) {
      fatalError("BatchNorm1d: epsilon \(epsilon) is negative, or no number")
    }
    if let momentum, !(momentum >= 0 && momentum <= 1) {
      fatalError("BatchNorm1d: momentum \(momentum) is not in [0, 1]")
    }
    self.features = features
    self.epsilon = epsilon
    self.momentum = momentum
    self.weight = weight
    self.bias = bias
    (runningMean, runningVariance, batchCount) = (statistics?.0, statistics?.1, statistics?.2)
    parameters = [weight, bias].compactMap { $0 }
    buffers = [runningMean, runningVariance, batchCount].compactMap { $0 }
    super.init()
  }

  public override var ownParameters: [Parameter<Scalar>] { parameters }
  public override var ownBuffers: [Buffer<Scalar>] { buffers }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    requireInput(input)
    let batch = input.shape[0]
    if let runningMean, let runningVariance, !isTraining || batch < 2 {
      usedBatch = false
      mean.assignCopy(of: runningMean.place)
      variance.assignCopy(of: runningVariance.place)
    } else {
      usedBatch = true
      mean.prepareToOverwrite(shape: Shape(features))
      variance.prepareToOverwrite(shape: Shape(features))
      let share = 1 / Scalar(max(1, batch))
      mean.addSumOfRows(input, beta: 0)
      mean *= share
      variance.addSum(.squaredDeviations, input, by: mean, beta: 0)
      variance *= share
      if isTraining { track(batch) }
    }
    // 1 / sqrt(v + epsilon)
    variance += epsilon
    deviation.assign(.sqrt, variance)
    inverse.assign(.reciprocal, deviation)
    normalized.assignFeatures(.standardize, input, by: mean, inverse)
    if let weight, let bias {
      output.assignFeatures(.scaleAndShift, normalized, by: weight.valuePlace, bias.valuePlace)
    } else {
      output.assignCopy(of: normalized)
    }
  }

  /// running = (1 - momentum) running + momentum batch
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func track(_ batch: Int) {
    guard let runningMean, let runningVariance, let batchCount else { return }
    batchCount.update { $0 += 1 }
    let factor = momentum ?? 1 / batchCount.place.scalar
    let unbiased = Scalar(batch) / Scalar(batch - 1)
    runningMean.update {
      $0 *= 1 - factor
      $0.add(mean, scaledBy: factor)
    }
    runningVariance.update {
      $0 *= 1 - factor
      $0.add(variance, scaledBy: factor * unbiased)
    }
  }

  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func backward(
    _ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    // The gradients of the parameters are sums that dx needs too.
    sumUp(gradOutput)
    weight?.accumulate(productSum)
    bias?.accumulate(gradSum)
    if computesGradInput { makeGradInput(gradOutput) }
    return gradInput
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    sumUp(gradOutput)
    makeGradInput(gradOutput)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    sumUp(gradOutput)
    weight?.accumulate(productSum)
    bias?.accumulate(gradSum)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func sumUp(_ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradSum.prepareToOverwrite(shape: Shape(features))
    productSum.prepareToOverwrite(shape: Shape(features))
    gradSum.addSumOfRows(gradOutput, beta: 0)
    productSum.addSum(.products, gradOutput, normalized, beta: 0)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func makeGradInput(_ gradOutput: Tensor<Scalar>) {
    if usedBatch {
      let share = 1 / Scalar(max(1, gradOutput.shape[0]))
      gradSum *= share
      productSum *= share
    } else {
      // Running statistics don't depend on the input.
      gradSum.fill(with: 0)
      productSum.fill(with: 0)
    }
    if let weight {
      scale.assign(.multiply, weight.valuePlace, inverse)
    } else {
      scale.assignCopy(of: inverse)
    }
    gradInput.assignFeatures(
      .standardizeBackward, normalized, gradOutput, by: scale, gradSum, productSum)
  }

  private func requireInput(_ input: Tensor<Scalar>) {
    require(
      input.rank == 2 && input.shape[1] == features, "input", expected: "[batch, \(features)]",
      got: input.shape)
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard inputShape.rank == 2, inputShape[1] == features else {
      throw ShapeError(self, expected: "[batch, \(features)]", given: inputShape)
    }
    return inputShape
  }

  public override func makeReplica() -> Module<Scalar> {
    var statistics: (Buffer<Scalar>, Buffer<Scalar>, Buffer<Scalar>)?
    if let runningMean, let runningVariance, let batchCount {
      statistics = (runningMean, runningVariance, batchCount)
    }
    return BatchNorm1d(features, epsilon, momentum, weight, bias, statistics)
  }

  public override var description: String { "BatchNorm1d \(features)" }
}
