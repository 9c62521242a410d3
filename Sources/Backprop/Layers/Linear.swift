/// A linear map with a bias, also called a fully connected layer.
///
/// ```
/// y  = x W + b
/// dx = dy W',  dW = x' dy,  db = 1' dy
/// ```
///
/// - Input `[batch, inputs]`, output `[batch, outputs]`.
/// - Parameters: `weight` W `[inputs, outputs]`, `bias` b `[outputs]`.
/// - Initial values: both uniform on +-1/sqrt(inputs), as in Torch7.
/// - An empty batch gives an empty output, and adds nothing to the gradients. NaN in a row of the input
///   makes all of its row of the output NaN.
///
/// Torch7: `nn.Linear(inputs, outputs)`, whose weight is `[outputs, inputs]`.
///
/// ```swift
/// let linear = Linear<Double>(4, 8)
/// linear.forward(Tensor.zeros([1, 4]))  // the bias
/// ```
public final class Linear<Scalar: BLASScalar>: Module<Scalar> {
  /// The number of features of the input.
  public let inputs: Int
  /// The number of features of the output.
  public let outputs: Int
  /// W, `[inputs, outputs]`.
  public let weight: Parameter<Scalar>
  /// b, `[outputs]`; without a bias it stays 0, and isn't among the parameters.
  public let bias: Parameter<Scalar>
  /// Whether the layer has a bias.
  public let hasBias: Bool
  private let parameters: [Parameter<Scalar>]

  /// Makes a layer with random initial values, drawn from `generator`, or else from `RandomSource`.
  public convenience init(
    _ inputs: Int, _ outputs: Int, bias hasBias: Bool = true,
    weights: Initializer = .scaledUniform, biases: Initializer = .scaledUniform,
    using generator: PhiloxGenerator? = nil
  ) {
    if inputs < 0 || outputs < 0 { fatalError("Linear \(inputs) -> \(outputs): negative size") }
    var generator = generator ?? RandomSource.split()
    let weight: Tensor<Scalar> = weights.tensor(Shape(inputs, outputs), using: &generator)
    let bias: Tensor<Scalar>? =
      hasBias ? biases.tensor(Shape(outputs), fanIn: inputs, using: &generator) : nil
    self.init(
      weight: Parameter(name: "weight", weight), bias: bias.map { Parameter(name: "bias", $0) })
  }

  /// Makes a layer of given parameters, such as those of another layer, which it then shares.
  public init(weight: Parameter<Scalar>, bias: Parameter<Scalar>? = nil) {
    guard weight.shape.rank == 2, bias == nil || bias?.shape == Shape(weight.shape[1]) else {
      fatalError("Linear: weight \(weight.shape) and bias \(bias?.shape ?? []) do not fit")
    }
    inputs = weight.shape[0]
    outputs = weight.shape[1]
    self.weight = weight
    self.bias = bias ?? Parameter(name: "bias", Tensor.zeros(Shape(weight.shape[1])))
    hasBias = bias != nil
    parameters = bias.map { [weight, $0] } ?? [weight]
    super.init()
  }

  public override var ownParameters: [Parameter<Scalar>] { parameters }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    requireInput(input)
    if hasBias {
      output.setProduct(input, weight, plusRow: bias)  // y = x W + b
    } else {
      output.setProduct(input, weight)  // y = x W
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(input, gradOutput)
    gradInput.setProduct(gradOutput, weight.transpose)  // dx = dy W'
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(input, gradOutput)
    weight.accumulateProduct(input.transpose, gradOutput)  // dW += x' dy
    if hasBias { bias.accumulateSumOfRows(gradOutput) }  // db += 1' dy
  }

  private func requireInput(_ input: Tensor<Scalar>) {
    require(
      input.rank == 2 && input.shape[1] == inputs, "input", expected: "[batch, \(inputs)]",
      got: input.shape)
  }

  private func requireGradOutput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireInput(input)
    require(
      gradOutput.rank == 2 && gradOutput.shape[0] == input.shape[0]
        && gradOutput.shape[1] == outputs,
      "gradOutput", expected: "[\(input.shape[0]), \(outputs)]", got: gradOutput.shape)
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard inputShape.rank == 2, inputShape[1] == inputs else {
      throw ShapeError(self, expected: "[batch, \(inputs)]", given: inputShape)
    }
    return Shape(inputShape[0], outputs)
  }

  public override func makeReplica() -> Module<Scalar> {
    Linear(weight: weight, bias: hasBias ? bias : nil)
  }

  public override var description: String {
    "Linear \(inputs) -> \(outputs)" + (hasBias ? "" : " (no bias)")
  }
}
