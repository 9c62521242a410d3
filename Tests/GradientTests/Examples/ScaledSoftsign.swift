import Backprop

/// A squashing function with a learned scale for each feature.
///
/// ```
/// y = s x / (1 + |x|),  dx = s dy / (1 + |x|)^2,  ds = sum over the batch of dy x / (1 + |x|)
/// ```
///
/// - Input and output `[batch, features]`.
/// - Parameter: `scale` s `[features]`, at first 1.
public final class ScaledSoftsign<Scalar: BLASScalar>: Module<Scalar> {
  /// s, `[features]`.
  public let scale: Parameter<Scalar>
  private let parameters: [Parameter<Scalar>]

  /// Makes a layer for a number of features.
  public convenience init(_ features: Int) {
    self.init(scale: Parameter(name: "scale", Tensor.ones([features])))
  }

  /// Makes a layer of a given parameter, such as that of another layer, which it then shares.
  public init(scale: Parameter<Scalar>) {
    self.scale = scale
    parameters = [scale]
    super.init()
  }

  public override var ownParameters: [Parameter<Scalar>] { parameters }

  public override func updateOutput(_ input: Tensor<Scalar>) {
    require(
      input.rank == 2 && input.shape[1] == scale.count, "input",
      expected: "[batch, \(scale.count)]", got: input.shape)
    output = softsign(input)
    scale.withValue { output *= $0 }  // y = s x / (1 + |x|)
  }

  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    let denominator = abs(input) + 1
    gradInput = gradOutput / (denominator * denominator)
    scale.withValue { gradInput *= $0 }  // dx = s dy / (1 + |x|)^2
  }

  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    scale.accumulateSumOfRows(gradOutput * softsign(input))  // ds += 1' (dy x / (1 + |x|))
  }

  private func softsign(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x / (abs(x) + 1) }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard inputShape.rank == 2, inputShape[1] == scale.count else {
      throw ShapeError(self, expected: "[batch, \(scale.count)]", given: inputShape)
    }
    return inputShape
  }

  public override func makeReplica() -> Module<Scalar> { ScaledSoftsign(scale: scale) }

  public override var description: String { "ScaledSoftsign \(scale.count)" }
}
