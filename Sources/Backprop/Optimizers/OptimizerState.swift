/// What an optimizer remembers between steps: enough to go on, in another run of the program, as if
/// nothing had happened.
///
/// Made by `Optimizer.state()` and taken by `Optimizer.restore(_:)`. Vectors lie over the packed
/// parameters, in the order of `Optimizer.vector`; numbers are the step count, the learning rate and
/// the other options. Which names there are depends on the optimizer; each is a valid key in a file.
///
/// ```swift
/// let state = optimizer.state()
/// state.tensors["mean"]        // Adam: the running mean of the gradients
/// state.scalars["stepCount"]   // 1000
/// ```
public struct OptimizerState<Scalar: BLASScalar>: Sendable {
  /// The optimizer that it belongs to: `Adam`.
  public var kind: String
  /// Vectors with a number for each parameter.
  public var tensors: [String: Tensor<Scalar>]
  /// Single numbers; flags are 0 or 1.
  public var scalars: [String: Double]

  /// Makes a state, from a file for instance.
  public init(
    kind: String, tensors: [String: Tensor<Scalar>] = [:], scalars: [String: Double] = [:]
  ) {
    self.kind = kind
    self.tensors = tensors
    self.scalars = scalars
  }
}
