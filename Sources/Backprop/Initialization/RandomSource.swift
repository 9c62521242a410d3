import Synchronization

/// Where modules get their random generators from when they are given none.
///
/// ```swift
/// RandomSource.seed(42)
/// let net = Sequential<Double>(Linear(4, 8), Dropout(keep: 0.5))  // the same on every run
/// ```
///
/// Each module that needs random numbers, for its initial values or while training, splits a
/// generator of its own off the source, so it is the order of their construction that counts.
/// Without a seed, the source starts from the system's random numbers.
public enum RandomSource {
  private static let source = Mutex(
    PhiloxGenerator(seed: SystemRandomNumberGenerator.randomSeed()))

  /// Starts the source anew.
  public static func seed(_ seed: UInt64) {
    source.withLock { $0 = PhiloxGenerator(seed: seed) }
  }

  /// The next independent generator.
  public static func split() -> PhiloxGenerator {
    source.withLock { $0.split() }
  }
}

extension SystemRandomNumberGenerator {
  fileprivate static func randomSeed() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
