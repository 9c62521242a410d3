/// A rectified linear unit whose slope on the negative side is learned.
///
/// ```
/// y  = x where x > 0, else a x
/// dx = dy where x > 0, else a dy
/// da = sum of x dy where x <= 0
/// ```
///
/// - Input and output have the same shape: `[..., features]` with a slope for each feature of the last
///   axis, whichever it is with one slope for all.
/// - Parameter: `weight` a, `[features]` or `[1]`; at first 0.25, as in PyTorch and Torch7.
/// - At 0 the gradient is a dy. NaN stays NaN.
///
/// Paper: He, Zhang, Ren, Sun, *Delving deep into rectifiers*, 2015. Torch7: `nn.PReLU(features)`,
/// which has the features in the first axis after the batch: for `[batch, features]` the same.
///
/// ```swift
/// PReLU<Double>().forward(Tensor([-1, 2]))  // [-0.25, 2]
/// PReLU<Double>(features: 8)                // a slope for each of 8 features
/// ```
public final class PReLU<Scalar: BLASScalar>: Module<Scalar> {
  /// The number of features with slopes of their own; nil if all share one.
  public let features: Int?
  /// a, `[features]` or `[1]`.
  public let weight: Parameter<Scalar>
  private let parameters: [Parameter<Scalar>]

  /// Makes a unit with one slope, or one for each feature.
  public convenience init(features: Int? = nil, slope: Scalar = 0.25) {
    if let features, features < 0 { fatalError("PReLU: \(features) features") }
    let value = Tensor<Scalar>(shape: Shape(features ?? 1), repeating: slope)
    self.init(weight: Parameter(name: "weight", value), isShared: features == nil)
  }

  /// Makes a unit of a given parameter, such as that of another unit, which it then shares. A single
  /// slope is for all features, unless `isShared` says that the input has one feature only.
  public init(weight: Parameter<Scalar>, isShared: Bool? = nil) {
    if weight.shape.rank != 1 { fatalError("PReLU: weight \(weight.shape), expected [features]") }
    let isShared = isShared ?? (weight.count == 1)
    if isShared && weight.count != 1 {
      fatalError("PReLU: weight \(weight.shape) is not a single slope")
    }
    features = isShared ? nil : weight.count
    self.weight = weight
    parameters = [weight]
    super.init()
  }

  public override var ownParameters: [Parameter<Scalar>] { parameters }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    requireFeatures(input)
    if features != nil {
      output.assignFeatures(.prelu, input, by: weight.valuePlace)
    } else {
      output.assign(.prelu, input, weight.valuePlace.pointer[0])
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireFeatures(input)
    requireGradOutput(gradOutput, shapedAs: input)
    if features != nil {
      gradInput.assignFeatures(.preluBackward, input, gradOutput, by: weight.valuePlace)
    } else {
      gradInput.assignBackward(.prelu, input, gradOutput, weight.valuePlace.pointer[0])
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireFeatures(input)
    requireGradOutput(gradOutput, shapedAs: input)
    weight.accumulateGrad { grad, beta in
      if features != nil {
        grad.addSum(.preluSlopes, input, gradOutput, beta: beta)
      } else {
        let slope = Tensor.preluSlope(input, gradOutput)
        let place = grad.mutablePointer()
        place[0] = beta == 0 ? slope : place[0] + slope
      }
    }
  }

  @inline(__always)
  private func requireFeatures(_ input: Tensor<Scalar>) {
    if let features {
      require(
        input.shape.last == features, "input", expected: "[..., \(features)]", got: input.shape)
    }
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    if let features, inputShape.last != features {
      throw ShapeError(self, expected: "[..., \(features)]", given: inputShape)
    }
    return inputShape
  }

  public override func makeReplica() -> Module<Scalar> {
    PReLU(weight: weight, isShared: features == nil)
  }

  public override var description: String { features.map { "PReLU \($0)" } ?? "PReLU" }
}
