/// The identity between two borders, and constant beyond them.
///
/// ```
/// y  = min(max(x, minimum), maximum)
/// dx = dy where minimum < x < maximum, else 0
/// ```
///
/// Input and output have the same shape, whichever it is. The borders are by default -1 and 1; on them
/// the gradient is 0. NaN stays NaN.
///
/// Torch7: `nn.HardTanh(min, max)`.
///
/// ```swift
/// HardTanh<Double>().forward(Tensor([-3, 0.5]))  // [-1, 0.5]
/// ```
public final class HardTanh<Scalar: BLASScalar>: Module<Scalar> {
  /// The least output.
  public let minimum: Scalar
  /// The greatest output.
  public let maximum: Scalar

  /// Makes a unit with the given borders, of which the first is below the second.
  public init(minimum: Scalar = -1, maximum: Scalar = 1) {
    if !(minimum < maximum) {
      fatalError("HardTanh: minimum \(minimum) is not below maximum \(maximum)")
    }
    self.minimum = minimum
    self.maximum = maximum
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assign(.clamp, input, minimum, maximum)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignBackward(.clamp, input, gradOutput, minimum, maximum)
  }

  public override func makeReplica() -> Module<Scalar> {
    HardTanh(minimum: minimum, maximum: maximum)
  }

  public override var description: String { "HardTanh (\(minimum) to \(maximum))" }
}
