internal import CVectorMath

/// Single values of the cipher; whole buffers are filled by `VectorRoutines`.
enum PhiloxWords {
  /// The four words of one block as two numbers.
  static func block(_ seed: UInt64, _ stream: UInt64, _ block: UInt64) -> (UInt64, UInt64) {
    let counter = [block, stream].flatMap { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }
    let key = [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)]
    var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) {
      bp_philox_block(counter, key, $0.baseAddress!.assumingMemoryBound(to: UInt32.self))
    }
    return (UInt64(words.0) | UInt64(words.1) << 32, UInt64(words.2) | UInt64(words.3) << 32)
  }

  /// The words at an even position and the next, as one number.
  static func pair(_ seed: UInt64, _ stream: UInt64, _ position: UInt64) -> UInt64 {
    var words: (UInt32, UInt32) = (0, 0)
    withUnsafeMutableBytes(of: &words) {
      bp_philox_words(
        seed, stream, position, $0.baseAddress!.assumingMemoryBound(to: UInt32.self), 2)
    }
    return UInt64(words.0) | UInt64(words.1) << 32
  }
}
