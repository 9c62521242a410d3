/// A rule that changes parameters along their gradients.
///
/// ```swift
/// let optimizer = SGD(net.getParameters(), learningRate: 0.1, momentum: 0.9)
/// for (input, target) in batches {
///   optimizer.zeroGradParameters()
///   net.forward(input)
///   criterion.forward(net.output, target)
///   net.backward(input, criterion.backward(net.output, target))
///   optimizer.step()
/// }
/// ```
///
/// The parameters are packed side by side (see `ParameterVector`), so that a step is one pass. To
/// write one of your own, override `updateParameters`.
open class Optimizer<Scalar: BLASScalar>: CustomStringConvertible {
  /// The parameters, as one vector.
  public final let vector: ParameterVector<Scalar>
  /// The step size.
  @exclusivity(unchecked) public final var learningRate: Scalar
  /// The number of steps taken.
  @exclusivity(unchecked) public private(set) final var stepCount = 0

  /// Packs the parameters, each taken once.
  public init(_ parameters: [Parameter<Scalar>], learningRate: Scalar) {
    if !(learningRate >= 0) { fatalError("learning rate \(learningRate) is not at least 0") }
    vector = ParameterVector(parameters)
    self.learningRate = learningRate
  }

  /// Changes the parameters along their gradients, once.
  public final func step() {
    stepCount += 1
    updateParameters()
  }

  /// Does the work of a step; `stepCount` is 1 in the first. Every optimizer overrides it.
  open func updateParameters() {
    fatalError("\(Self.self) does not override updateParameters")
  }

  /// Sets the gradients of the optimizer's parameters to 0.
  public final func zeroGradParameters() { vector.zeroGradParameters() }

  /// What the optimizer is, in a few words.
  open var description: String {
    String(String(describing: type(of: self)).prefix { $0 != "<" })
      + " (learning rate \(learningRate))"
  }

  /// The learning rate of the current step after Torch7's decay, rate / (1 + decay (step - 1)).
  final func decayedRate(_ decay: Scalar) -> Scalar {
    decay == 0 ? learningRate : learningRate / (1 + Scalar(stepCount - 1) * decay)
  }
}
