/// A rectified linear unit that lets a little of the negative side through.
///
/// ```
/// y  = x where x > 0, else slope x
/// dx = dy where x > 0, slope dy where x < 0, 0 at 0
/// ```
///
/// Input and output have the same shape, whichever it is. The slope lies in [0, 1); by default it
/// is the notebook's, 0.03 (PyTorch's and Torch7's is 0.01). The gradient at 0 is 0; NaN stays NaN.
///
/// Paper: Maas, Hannun, Ng, *Rectifier nonlinearities improve neural network acoustic models*, 2013.
/// Torch7: `nn.LeakyReLU(slope)`.
///
/// ```swift
/// LeakyReLU<Double>(slope: 0.1).forward(Tensor([-1, 2]))  // [-0.1, 2]
/// ```
public final class LeakyReLU<Scalar: BLASScalar>: Module<Scalar> {
  /// The slope of the negative side.
  public let slope: Scalar

  /// Makes a unit with the given slope, at least 0 and below 1.
  public init(slope: Scalar = 0.03) {
    if !(slope >= 0 && slope < 1) { fatalError("LeakyReLU: slope \(slope) is not in [0, 1)") }
    self.slope = slope
    super.init()
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    output.assignLeakyReLU(input, slope: slope)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    gradInput.assignLeakyReLUBackward(input, gradOutput, slope: slope)
  }

  public override func makeReplica() -> Module<Scalar> { LeakyReLU(slope: slope) }

  public override var description: String { "LeakyReLU (slope \(slope))" }
}
