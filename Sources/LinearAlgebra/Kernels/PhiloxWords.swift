internal import CVectorMath

/// Single values of the cipher; whole buffers are filled by `VectorRoutines`.
enum PhiloxWords {
  /// The four words of one block as two numbers, the earlier word in the lower half
  /// (memory is little-endian wherever Swift runs).
  static func block(_ seed: UInt64, _ stream: UInt64, _ block: UInt64) -> (UInt64, UInt64) {
    var counter = (block, stream)
    var key = seed
    var words: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &words) { words in
      withUnsafeBytes(of: &counter) { counter in
        withUnsafeBytes(of: &key) { key in
          bp_philox_block(
            counter.bindMemory(to: UInt32.self).baseAddress,
            key.bindMemory(to: UInt32.self).baseAddress,
            words.bindMemory(to: UInt32.self).baseAddress)
        }
      }
    }
    return words
  }

  /// The words at an even position and the next, as one number.
  static func pair(_ seed: UInt64, _ stream: UInt64, _ position: UInt64) -> UInt64 {
    let (first, second) = block(seed, stream, position / 4)
    return position % 4 == 0 ? first : second
  }
}
