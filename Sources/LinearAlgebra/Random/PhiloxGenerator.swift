/// A counter-based random generator, Philox 4x32-10: seedable, splittable, the same at any number
/// of threads.
///
/// The i-th number of a stream is a function of seed, stream and i alone, so a buffer can be filled
/// in parallel and in any order with the same result. Its four numbers are all there is to save.
///
/// ```swift
/// var generator = PhiloxGenerator(seed: 42)
/// let noise = Tensor<Double>.normal([2, 3], using: &generator)
/// var other = generator.split()          // an independent stream
/// let die = Int.random(in: 1...6, using: &generator)
/// ```
///
/// Paper: Salmon, Moraes, Dror, Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC 2011.
public struct PhiloxGenerator: RandomNumberGenerator, Sendable, Hashable {
  /// The key of the cipher.
  public let seed: UInt64
  /// The stream: the upper half of the counter.
  public let stream: UInt64
  /// The number of 32-bit words taken from the stream so far.
  public private(set) var position: UInt64
  /// The number of generators split off so far.
  public private(set) var splitCount: UInt64

  /// The beginning of a stream (or any other position in it).
  public init(seed: UInt64, stream: UInt64 = 0, position: UInt64 = 0, splitCount: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
    self.position = position
    self.splitCount = splitCount
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    PhiloxWords.pair(seed, stream, reserve(1, wordsEach: 2))
  }

  /// A whole number in `0..<bound`, each with the same probability.
  ///
  /// Lemire, *Fast random integer generation in an interval*, 2019. Written out, because what the
  /// standard library draws for a range may change with its version.
  public mutating func next(below bound: Int) -> Int {
    require(bound > 0, "next(below: \(bound)): there is no such number")
    let bound = UInt64(bound)
    var (high, low) = next().multipliedFullWidth(by: bound)
    if low < bound {
      let threshold = (0 &- bound) % bound
      while low < threshold { (high, low) = next().multipliedFullWidth(by: bound) }
    }
    return Int(high)
  }

  /// The numbers `0..<count` in random order.
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  /// Puts the elements in random order, each order with the same probability (Fisher and Yates).
  @specialized(where Element == Int)
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, next(below: last + 1))
    }
  }

  /// An independent generator: the n-th split of a generator is always the same one, whatever has
  /// been drawn before.
  public mutating func split() -> PhiloxGenerator {
    // Drawing counts the blocks of the cipher up from 0, splitting down from the last: the child's
    // seed and stream are a block that no draw reaches.
    let block = UInt64.max - splitCount
    splitCount += 1
    let words = PhiloxWords.block(seed, stream, block)
    return PhiloxGenerator(seed: words.0, stream: words.1)
  }

  /// Takes the words of `count` numbers from the stream, and returns the position of the first.
  /// Numbers of two words start on an even position, so that neighbours in the stream are neighbours
  /// in a tensor however many calls fill it.
  mutating func reserve(_ count: Int, wordsEach: UInt64) -> UInt64 {
    if wordsEach == 2 { position += position % 2 }
    defer { position += UInt64(count) * wordsEach }
    return position
  }
}
