/// Parameters that an optimizer treats in their own way: with another learning rate, or another
/// weight decay.
///
/// ```
/// rate = learningRateMultiplier learningRate of the optimizer
/// weight decay = weightDecay, if it is given, else that of the optimizer
/// ```
///
/// Both may change while training. A multiplier of 0 stops the plain step and the decoupled weight
/// decay, so it freezes the parameters, although what the optimizer remembers goes on; a multiplier
/// leaves the optimizer's schedule in force. Parameters in no group have the optimizer's own options.
///
/// ```swift
/// let biases = net.getParameters().filter { $0.shape.rank == 1 }
/// let optimizer = AdamW(
///   net.getParameters(), learningRate: 0.001,
///   groups: [
///     ParameterGroup(biases, weightDecay: 0),
///     ParameterGroup([first.weight], learningRateMultiplier: 0.1),
///   ])
/// ```
public final class ParameterGroup<Scalar: BLASScalar> {
  /// The parameters; each lies in one group at most.
  public let parameters: [Parameter<Scalar>]
  /// What the learning rate of the optimizer is multiplied by.
  @exclusivity(unchecked) public var learningRateMultiplier: Scalar
  /// The weight decay, if it is not that of the optimizer.
  @exclusivity(unchecked) public var weightDecay: Scalar?

  /// Makes a group.
  public init(
    _ parameters: [Parameter<Scalar>], learningRateMultiplier: Scalar = 1,
    weightDecay: Scalar? = nil
  ) {
    if !(learningRateMultiplier >= 0) {
      fatalError("ParameterGroup: multiplier \(learningRateMultiplier) is not at least 0")
    }
    if let weightDecay, !(weightDecay >= 0) {
      fatalError("ParameterGroup: weight decay \(weightDecay) is not at least 0")
    }
    self.parameters = parameters
    self.learningRateMultiplier = learningRateMultiplier
    self.weightDecay = weightDecay
  }
}
