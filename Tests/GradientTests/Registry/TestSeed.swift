import Foundation
import LinearAlgebra

/// The seed of all random numbers of the suite: fixed, or that of the environment variable
/// `BACKPROP_TEST_SEED`.
enum TestSeed {
  static let value: UInt64 =
    ProcessInfo.processInfo.environment["BACKPROP_TEST_SEED"].flatMap { UInt64($0) } ?? 20_170_914

  static func generator(stream: UInt64) -> PhiloxGenerator {
    PhiloxGenerator(seed: value, stream: stream)
  }
}
