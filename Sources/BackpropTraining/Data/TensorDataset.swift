/// Samples in two tensors: a row of each is a sample.
///
/// - Inputs `[count, ...]`; targets `[count, ...]`, or class indices `[count]`.
///
/// ```swift
/// let data = TensorDataset(inputs: Tensor(rows: [[0, 1], [1, 0]]), classes: [1, 0])
/// data.count  // 2
/// ```
public struct TensorDataset<Scalar: BLASScalar>: Dataset, Sendable {
  /// The inputs, `[count, ...]`.
  public let inputs: Tensor<Scalar>
  /// The targets, `[count, ...]`; class indices are `[count]`.
  public let targets: Tensor<Scalar>

  /// Makes a data set of inputs with as many targets.
  public init(inputs: Tensor<Scalar>, targets: Tensor<Scalar>) {
    guard inputs.rank >= 1, targets.rank >= 1, inputs.shape[0] == targets.shape[0] else {
      fatalError(
        "TensorDataset: inputs \(inputs.shape) and targets \(targets.shape), expected as many rows")
    }
    self.inputs = inputs
    self.targets = targets
  }

  /// Makes a data set of inputs with their classes, counted from 0.
  public init(inputs: Tensor<Scalar>, classes: [Int]) {
    self.init(inputs: inputs, targets: Tensor(integers: classes))
  }

  /// The number of samples.
  public var count: Int { inputs.shape[0] }

  /// Copies the rows at the given positions.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func fill(
    _ input: inout Tensor<Scalar>, _ target: inout Tensor<Scalar>, at indices: ArraySlice<Int>
  ) {
    input.assignRows(of: inputs, at: indices)
    target.assignRows(of: targets, at: indices)
  }
}

extension Tensor {
  /// Whole numbers as a vector.
  init(integers: [Int]) {
    self.init()
    assign(integers: integers)
  }
}
