/// Goes through a data set in batches, epoch after epoch, in a random order that can be resumed.
///
/// The order of epoch e is the permutation that the stream e of a Philox generator with the seed
/// draws: a function of the two alone. So seed, epoch and position are all there is to save, and a
/// loader restored to them goes on as if nothing had happened.
///
/// ```swift
/// let loader = DataLoader(data, batchSize: 32, seed: 1)
/// while try loader.nextBatch() {     // one epoch
///   network.forward(loader.input)    // [32, ...]; the last batch may be smaller
/// }
/// ```
///
/// The tensors are overwritten in place while nobody else holds them: a steady epoch allocates
/// nothing.
public final class DataLoader<Scalar: BLASScalar> {
  /// What becomes of the last samples of an epoch where they don't fill a batch.
  public enum LastBatch: Sendable {
    /// They make a smaller batch.
    case keep
    /// They are left out of this epoch.
    case drop
  }

  /// The samples.
  public let dataset: any Dataset<Scalar>
  /// The number of samples in a batch.
  public let batchSize: Int
  /// Whether samples come in a random order.
  public let isShuffled: Bool
  /// What becomes of the last samples.
  public let lastBatch: LastBatch
  /// What the orders of the epochs are drawn with.
  public private(set) var seed: UInt64
  /// The epoch, counted from 0.
  public private(set) var epoch = 0
  /// The number of samples that this epoch has had.
  public private(set) var position = 0
  /// The inputs of the batch.
  @exclusivity(unchecked) public private(set) var input = Tensor<Scalar>()
  /// The targets of the batch.
  @exclusivity(unchecked) public private(set) var target = Tensor<Scalar>()
  /// The number of samples in a whole epoch.
  public let sampleCount: Int
  private var order: [Int]
  private var epochOfOrder: Int?

  /// Makes a loader that stands before the first batch of epoch 0.
  public init(
    _ dataset: any Dataset<Scalar>, batchSize: Int, shuffled: Bool = true,
    lastBatch: LastBatch = .keep, seed: UInt64 = 0
  ) {
    if batchSize < 1 { fatalError("DataLoader: batches of \(batchSize) samples") }
    self.dataset = dataset
    self.batchSize = batchSize
    self.lastBatch = lastBatch
    self.seed = seed
    isShuffled = shuffled
    let count = dataset.count
    sampleCount = lastBatch == .keep ? count : count / batchSize * batchSize
    order = Array(0..<count)
  }

  /// The number of batches in an epoch.
  public var batchCount: Int { (sampleCount + batchSize - 1) / batchSize }
  /// The number of batches that this epoch has had.
  public var batch: Int { (position + batchSize - 1) / batchSize }

  /// Fills in the next batch. After the last one of an epoch it says `false`, and stands at the
  /// beginning of the next epoch.
  public func nextBatch() throws -> Bool {
    guard position < sampleCount else {
      epoch += 1
      position = 0
      return false
    }
    putInOrder()
    let end = min(sampleCount, position + batchSize)
    try dataset.fill(&input, &target, at: order[position..<end])
    position = end
    return true
  }

  private func putInOrder() {
    guard isShuffled, epochOfOrder != epoch else { return }
    for index in order.indices { order[index] = index }
    var generator = PhiloxGenerator(seed: seed, stream: UInt64(epoch))
    generator.shuffle(&order)
    epochOfOrder = epoch
  }

  // MARK: Resuming

  /// Where a loader stands.
  public struct State: Sendable, Hashable {
    /// What the orders are drawn with.
    public var seed: UInt64
    /// The epoch, counted from 0.
    public var epoch: Int
    /// The number of samples that the epoch has had.
    public var position: Int
    /// The number of samples of the data set.
    public var sampleCount: Int
    /// The number of samples in a batch.
    public var batchSize: Int
  }

  /// Where the loader stands.
  public var state: State {
    State(
      seed: seed, epoch: epoch, position: position, sampleCount: sampleCount, batchSize: batchSize)
  }

  /// Goes to where a loader of the same data stood: the next batch is the one that came next there.
  ///
  /// - Throws: `TrainingError` if the state is of other data or of other batches.
  public func restore(_ state: State) throws(TrainingError) {
    guard state.sampleCount == sampleCount, state.batchSize == batchSize else {
      throw TrainingError(
        "the order of the data is that of \(state.sampleCount) samples in batches of "
          + "\(state.batchSize), expected \(sampleCount) samples in batches of \(batchSize)")
    }
    guard state.epoch >= 0, state.position >= 0, state.position <= sampleCount,
      state.position % batchSize == 0 || state.position == sampleCount
    else {
      throw TrainingError(
        "the order of the data can't stand at sample \(state.position) of epoch \(state.epoch)")
    }
    seed = state.seed
    epoch = state.epoch
    position = state.position
    epochOfOrder = nil
  }
}
