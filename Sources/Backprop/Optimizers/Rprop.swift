/// Resilient backpropagation: each parameter has a step size of its own, that grows while the sign of
/// its gradient stays, and shrinks when it changes; how large the gradient is does not matter.
///
/// ```
/// size = size etaPlus    where grad and the last one have the same sign
///        size etaMinus   where they have different ones; there grad counts as 0
///        size            where one of them is 0
/// size = size within minimumSize ... maximumSize
/// p = p - sign(grad) size
/// ```
///
/// For the gradient of all data at once: that of a batch changes its sign by chance. The learning rate
/// is the initial size; a later change of it (a schedule, a checkpoint) scales all steps by the ratio,
/// and the multiplier of a group scales the steps of the group. There is no weight decay.
///
/// The defaults are PyTorch's: 0.01, etas 0.5 and 1.2, sizes from 1e-6 to 50. Torch7's initial size is
/// by default 0.1.
///
/// State: two numbers a parameter.
///
/// Paper: Riedmiller and Braun, *A direct adaptive method for faster backpropagation learning: the
/// RPROP algorithm*, 1993 (here without the step back, as in PyTorch and Torch7).
///
/// Torch7: `optim.rprop` (`stepsize`).
///
/// ```swift
/// let optimizer = Rprop(net.getParameters(), learningRate: 0.01)
/// ```
public final class Rprop<Scalar: BLASScalar>: Optimizer<Scalar> {
  /// What a size is multiplied by when the sign of the gradient changes.
  @exclusivity(unchecked) public var etaMinus: Scalar
  /// What a size is multiplied by while the sign of the gradient stays.
  @exclusivity(unchecked) public var etaPlus: Scalar
  /// The smallest size.
  @exclusivity(unchecked) public var minimumSize: Scalar
  /// The largest size.
  @exclusivity(unchecked) public var maximumSize: Scalar
  /// The learning rate by which sizes are measured.
  @exclusivity(unchecked) private var initialSize: Scalar
  @exclusivity(unchecked) private var lastGradient = Tensor<Scalar>()
  @exclusivity(unchecked) private var size = Tensor<Scalar>()

  /// Makes an optimizer; 0 < etaMinus < 1 < etaPlus.
  public init(
    _ parameters: [Parameter<Scalar>], learningRate: Scalar = 0.01, etaMinus: Scalar = 0.5,
    etaPlus: Scalar = 1.2, minimumSize: Scalar = 1e-6, maximumSize: Scalar = 50,
    groups: [ParameterGroup<Scalar>] = []
  ) {
    if !(etaMinus > 0 && etaMinus < 1 && etaPlus > 1) {
      fatalError("Rprop: etas \(etaMinus) and \(etaPlus) are not in (0, 1) and above 1")
    }
    if !(minimumSize >= 0 && maximumSize >= minimumSize) {
      fatalError("Rprop: there are no sizes from \(minimumSize) to \(maximumSize)")
    }
    self.etaMinus = etaMinus
    self.etaPlus = etaPlus
    self.minimumSize = minimumSize
    self.maximumSize = maximumSize
    initialSize = learningRate
    super.init(parameters, learningRate: learningRate, groups: groups)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateParameters() {
    if size.isEmpty { initialSize = learningRate }
    let (lastGradient, size) = (pointer(&lastGradient), pointer(&size, repeating: initialSize))
    let ratio = learningRate == initialSize ? 1 : learningRate / initialSize
    forEachSegment(rate: ratio) { segment, rate, _ in
      Scalar.optimizerStep(
        .rprop, segment.value, segment.grad, lastGradient + segment.offset, size + segment.offset,
        nil,
        StepOptions(
          rate: rate, decay1: minimumSize, decay2: maximumSize, scale1: etaPlus, scale2: etaMinus),
        segment.count)
    }
  }

  public override func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try super.codeState(&coder)
    try coder.option("etaMinus", &etaMinus, in: .unit)
    try coder.option("etaPlus", &etaPlus, in: .nonNegative)
    try coder.option("minimumSize", &minimumSize, in: .nonNegative)
    try coder.option("maximumSize", &maximumSize, in: .nonNegative)
    try coder.option("initialSize", &initialSize, in: .nonNegative)
    try coder.vector("lastGradient", &lastGradient)
    try coder.vector("size", &size)
  }
}
