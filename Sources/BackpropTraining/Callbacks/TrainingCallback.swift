/// Something that happens while a network trains: early stopping, a log, checkpoints.
///
/// To write one of your own, override the hooks that it needs; and `state` and `restore` if it
/// remembers anything that a training which is resumed must know.
///
/// ```swift
/// final class PrintLoss: TrainingCallback<Float> {
///   override func epochDidEnd(_ trainer: Trainer<Float>) {
///     print(trainer.history.last?.loss ?? .nan)
///   }
/// }
/// ```
open class TrainingCallback<Scalar: BLASScalar> {
  /// What a callback remembers.
  public struct State: Sendable {
    /// Single numbers.
    public var scalars: [String: Double]
    /// Tensors.
    public var tensors: [String: Tensor<Scalar>]

    /// Makes a state.
    public init(scalars: [String: Double] = [:], tensors: [String: Tensor<Scalar>] = [:]) {
      self.scalars = scalars
      self.tensors = tensors
    }
  }

  /// Makes a callback.
  public init() {}

  /// Called before the first epoch, after a checkpoint has been restored.
  open func fitWillStart(_ trainer: Trainer<Scalar>) throws {}
  /// Called before an epoch, or the rest of one.
  open func epochWillStart(_ trainer: Trainer<Scalar>) throws {}
  /// Called when the gradients of a batch are there, before the optimizer's step.
  open func gradientsDidUpdate(_ trainer: Trainer<Scalar>) throws {}
  /// Called after the optimizer's step.
  open func batchDidEnd(_ trainer: Trainer<Scalar>) throws {}
  /// Called after an epoch, when its record is the last of the history.
  open func epochDidEnd(_ trainer: Trainer<Scalar>) throws {}
  /// Called after the last epoch.
  open func fitDidEnd(_ trainer: Trainer<Scalar>) throws {}

  /// Whether it is called after those that say no, whatever their order: it sees what they did.
  open var comesLast: Bool { false }

  /// What is kept in a checkpoint.
  open var state: State { State() }

  /// Goes on from a state.
  open func restore(_ state: State) throws {}

  /// The name of the class, under which its state is kept.
  final var kind: String { String(String(describing: type(of: self)).prefix { $0 != "<" }) }
}
