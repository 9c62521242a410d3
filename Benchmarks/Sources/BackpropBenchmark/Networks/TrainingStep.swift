/// A training step in one variant, on the network, the batch and the initial parameters that all
/// variants share.
protocol TrainingStep: AnyObject {
  /// Takes one step and keeps its loss, taken before the update.
  func run()
  var loss: Double { get }
  var learningRate: Double { get set }
  /// Weights and biases in turn.
  var parameters: [[Double]] { get }
}
