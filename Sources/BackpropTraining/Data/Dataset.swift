@_exported import Backprop

/// Samples to train on or to test with: inputs and their targets, by position.
///
/// A data set fills tensors that the caller owns, so that going through it batch by batch allocates
/// nothing once the tensors have their size. Data sets that read from files may throw.
///
/// ```swift
/// let data = TensorDataset(inputs: images, classes: labels)
/// let loader = DataLoader(data, batchSize: 32, seed: 1)
/// ```
public protocol Dataset<Scalar> {
  /// The type of the numbers.
  associatedtype Scalar: BLASScalar

  /// The number of samples.
  var count: Int { get }

  /// Overwrites `input` and `target` with the samples at the given positions, in that order: tensors
  /// whose outermost extent is the number of positions. Classes are targets `[batch]`.
  func fill(
    _ input: inout Tensor<Scalar>, _ target: inout Tensor<Scalar>, at indices: ArraySlice<Int>
  ) throws
}

extension Dataset {
  /// The samples at the given positions, as a data set of its own: a part of a split.
  public func subset(_ indices: [Int]) -> DatasetSubset<Scalar> {
    DatasetSubset(self, indices)
  }
}
