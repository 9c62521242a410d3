/// A measure of how good outputs are, which adds up over batches.
///
/// ```swift
/// let accuracy = Accuracy<Float>()
/// for batch in batches { accuracy.update(network.forward(batch.input), batch.target) }
/// accuracy.value
/// ```
///
/// To write one of your own, override `update`, `value` and `reset`, and `state` if it is to count on
/// through a checkpoint within an epoch.
open class Metric<Scalar: BLASScalar> {
  /// The name, by which the history of a training lists its values.
  public let name: String

  /// Makes a metric.
  public init(name: String) { self.name = name }

  /// Takes in a batch: outputs, and targets of the same number of rows.
  open func update(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    fatalError("\(Self.self) does not override update")
  }

  /// The value over everything since the last `reset`; NaN if there was nothing.
  open var value: Double { fatalError("\(Self.self) does not override value") }

  /// Forgets everything.
  open func reset() { fatalError("\(Self.self) does not override reset") }

  /// The sums so far, as a checkpoint keeps them.
  open var state: [Double] {
    get { [] }
    set {}
  }

  /// Stops the program with a message that names the metric and both shapes, unless the condition
  /// holds.
  @inline(__always)
  public final func require(
    _ condition: Bool, _ output: Tensor<Scalar>, _ target: Tensor<Scalar>,
    expected: @autoclosure () -> String
  ) {
    if !condition {
      fatalError(
        "\(name): output has shape \(output.shape), target \(target.shape), expected \(expected())")
    }
  }
}
