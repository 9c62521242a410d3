import Backprop
import XCTest

/// Weights have the same bits after training at any number of threads.
final class DeterminismTests: XCTestCase {
  private var threadCount = 1

  override func setUp() { threadCount = Parallel.threadCount }
  override func tearDown() { Parallel.threadCount = threadCount }

  func testSmallCases() {
    for workload in [Workload.dot, .tiny, .small] {
      check(workload, steps: 1000, Double.self)
      check(workload, steps: 1000, Float.self)
    }
  }

  func testLargeCases() throws {
    #if DEBUG
      throw XCTSkip("takes minutes in a debug build: swift test -c release")
    #else
      check(.mnist, steps: 200, Double.self)
      check(.mid, steps: 200, Float.self)
      check(.mid, steps: 200, Double.self)
    #endif
  }

  func testTheWidestCase() throws {
    #if DEBUG
      throw XCTSkip("takes minutes in a debug build: swift test -c release")
    #else
      check(.wide, steps: 10, Double.self)
    #endif
  }

  private func check<Scalar: BLASScalar>(
    _ workload: Workload, steps: Int, _ type: Scalar.Type
  ) {
    func weights(threads: Int) -> Tensor<Scalar> {
      Parallel.threadCount = threads
      var setup = workload.setup { SGD<Scalar>($0, learningRate: 0.01, momentum: 0.9) }
      let before = setup.optimizer.vector.values
      for _ in 0..<steps { setup.step() }
      let after = setup.optimizer.vector.values
      XCTAssertNotEqual(before, after, "\(workload): training changes something")
      return after
    }
    let reference = weights(threads: 1)
    XCTAssertNil(reference.firstNonFiniteIndex(), "\(workload)")
    for threads in [2, 3, 7] {
      XCTAssertTrue(
        weights(threads: threads).isBitIdentical(to: reference),
        "\(workload) in \(Scalar.self) with \(threads) threads")
    }
  }
}
