/// Standardizes each row over its features, and gives each feature a learned scale and shift.
///
/// ```
/// h  = (x - m) / sqrt(v + epsilon),  m and v mean and variance of the row
/// y  = gamma h + beta
/// dx = (g - mean(g) - h mean(g h)) / sqrt(v + epsilon),  g = gamma dy
/// dgamma = sum(dy h),  dbeta = sum(dy)
/// ```
///
/// with means over the features, v the sum of squares over their number, and sums over all rows.
///
/// - Input and output `[..., features]`: rows along the last axis.
/// - Parameters: `weight` gamma `[features]`, at first 1, and `bias` beta `[features]`, at first 0;
///   without `affine` there are none.
/// - It does the same in training and evaluation, and a batch of one is no exception. An empty batch
///   gives an empty output. NaN makes its row NaN.
///
/// Default: epsilon 1e-5, as in PyTorch. Paper: Ba, Kiros, Hinton, *Layer normalization*, 2016.
/// Torch7: `nn.LayerNormalization(features, bias, eps)`, whose epsilon is divided by the number of
/// features, and 1e-10 by default.
///
/// ```swift
/// LayerNorm<Double>(2, epsilon: 0).forward(Tensor(rows: [[1, 3]]))  // [[-1, 1]]
/// ```
public final class LayerNorm<Scalar: BLASScalar>: Module<Scalar> {
  /// The number of features.
  public let features: Int
  /// What is added to variances.
  public let epsilon: Scalar
  /// gamma, `[features]`; nil without `affine`.
  public let weight: Parameter<Scalar>?
  /// beta, `[features]`; nil without `affine`.
  public let bias: Parameter<Scalar>?
  private let parameters: [Parameter<Scalar>]
  // Of the last forward pass.
  @exclusivity(unchecked) private var normalized = Tensor<Scalar>()
  @exclusivity(unchecked) private var inverse = Tensor<Scalar>()

  /// Makes a layer for a number of features.
  public convenience init(_ features: Int, epsilon: Scalar = 1e-5, affine: Bool = true) {
    if features < 0 { fatalError("LayerNorm: \(features) features") }
    let shape = Shape(features)
    let weight = affine ? Parameter<Scalar>(name: "weight", .ones(shape)) : nil
    let bias = affine ? Parameter<Scalar>(name: "bias", .zeros(shape)) : nil
    self.init(features, epsilon, weight, bias)
  }

  private init(
    _ features: Int, _ epsilon: Scalar, _ weight: Parameter<Scalar>?, _ bias: Parameter<Scalar>?
  ) {
    if !(epsilon >= 0 && epsilon.isFinite) {
      fatalError("LayerNorm: epsilon \(epsilon) is negative, or no number")
    }
    self.features = features
    self.epsilon = epsilon
    self.weight = weight
    self.bias = bias
    parameters = [weight, bias].compactMap { $0 }
    super.init()
  }

  public override var ownParameters: [Parameter<Scalar>] { parameters }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    require(
      input.shape.last == features, "input", expected: "[..., \(features)]", got: input.shape)
    output.assignLayerNorm(
      input, weight?.valuePlace, bias?.valuePlace, epsilon: epsilon, features: features,
      normalized: &normalized, inverse: &inverse)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    gradInput.assignLayerNormBackward(
      gradOutput, weight?.valuePlace, normalized: normalized, inverse: inverse)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    guard let weight, let bias else { return }
    weight.accumulateGrad { grad, beta in
      grad.addSum(.products, gradOutput, normalized, beta: beta)
    }
    bias.accumulateSumOfRows(
      gradOutput.reshaped(to: Shape(inverse.count, features)))
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard inputShape.last == features else {
      throw ShapeError(self, expected: "[..., \(features)]", given: inputShape)
    }
    return inputShape
  }

  public override func makeReplica() -> Module<Scalar> {
    LayerNorm(features, epsilon, weight, bias)
  }

  public override var description: String { "LayerNorm \(features)" }
}
