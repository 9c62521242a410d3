/// Some of the samples of a data set, in an order of their own.
///
/// ```swift
/// let split = try DataSplit.random(count: data.count, validation: 0.2, seed: 1)
/// let training = data.subset(split.training)
/// ```
public final class DatasetSubset<Scalar: BLASScalar>: Dataset {
  /// The data set that the samples come from.
  public let base: any Dataset<Scalar>
  /// The positions of the samples in it.
  public let indices: [Int]
  // Reused from batch to batch.
  private var positions: [Int] = []

  /// Makes a data set of the samples at the given positions; one may come more than once.
  public init(_ base: any Dataset<Scalar>, _ indices: [Int]) {
    let count = base.count
    if let wrong = indices.first(where: { $0 < 0 || $0 >= count }) {
      fatalError("DatasetSubset: there is no sample \(wrong) among \(count)")
    }
    self.base = base
    self.indices = indices
  }

  /// The number of samples.
  public var count: Int { indices.count }

  /// Has the data set fill in the samples.
  public func fill(
    _ input: inout Tensor<Scalar>, _ target: inout Tensor<Scalar>, at indices: ArraySlice<Int>
  ) throws {
    positions.removeAll(keepingCapacity: true)
    for index in indices { positions.append(self.indices[index]) }
    try base.fill(&input, &target, at: positions[...])
  }
}
