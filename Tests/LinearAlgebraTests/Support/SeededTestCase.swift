import Foundation
import LinearAlgebra
import XCTest

/// A test case with a random generator, always from the same seed unless the environment variable
/// `BACKPROP_TEST_SEED` holds another. Where a test fails the seed is printed.
class SeededTestCase: XCTestCase {
  /// The seed of this run.
  static let seed =
    ProcessInfo.processInfo.environment["BACKPROP_TEST_SEED"].flatMap(UInt64.init)
    ?? 20_240_229

  /// Made anew for each test, so that the order of the tests makes no difference.
  var generator = PhiloxGenerator(seed: SeededTestCase.seed)

  override func setUp() {
    super.setUp()
    generator = PhiloxGenerator(seed: Self.seed)
  }

  override func tearDown() {
    if let run = testRun, run.failureCount + run.unexpectedExceptionCount > 0 {
      print("\(name): failed with BACKPROP_TEST_SEED=\(Self.seed)")
    }
    super.tearDown()
  }
}
