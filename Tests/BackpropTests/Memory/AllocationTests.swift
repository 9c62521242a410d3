import Backprop
import CAllocationCounter
import XCTest

/// A step of training, once it has been taken a few times, allocates nothing on the heap: the gate
/// for speed on small networks. What OpenBLAS allocates inside a product is left out, and printed.
///
/// Debug builds allocate more, and sanitizers have a malloc of their own: the tests skip there.
final class AllocationTests: XCTestCase {
  private var threadCount = 1

  override func setUpWithError() throws {
    threadCount = Parallel.threadCount
    #if DEBUG
      throw XCTSkip("a debug build allocates more: swift test -c release")
    #else
      try XCTSkipUnless(allocation_counter_is_available(), "a sanitizer has its own malloc")
    #endif
  }

  override func tearDown() { Parallel.threadCount = threadCount }

  func testTheCounterCounts() {
    let count = allocations(in: 10) { _ = Tensor<Double>.zeros([100]) }
    XCTAssertGreaterThanOrEqual(count, 10)
    XCTAssertEqual(allocations(in: 10) {}, 0)
  }

  func testTrainingInDouble() { checkTraining(Double.self) }
  func testTrainingInFloat() { checkTraining(Float.self) }
  func testEvaluationInDouble() { checkEvaluation(Double.self) }
  func testEvaluationInFloat() { checkEvaluation(Float.self) }

  func testWorkloadsInDouble() { checkWorkloads(Double.self) }
  func testWorkloadsInFloat() { checkWorkloads(Float.self) }

  /// Neither blocks nor threads; `wide` is left out because it takes so long.
  private func checkWorkloads<Scalar: BLASScalar>(_ type: Scalar.Type) {
    for threads in [1, 2] {
      Parallel.threadCount = threads
      for workload in Workload.allCases where workload != .wide {
        for isVaried in [false, true] {
          for isAdam in [false, true] {
            var setup = workload.setup(isVaried: isVaried) { parameters -> Optimizer<Scalar> in
              isAdam
                ? Adam(parameters) : SGD(parameters, learningRate: 0.01, momentum: 0.9)
            }
            let name = "\(workload) \(Scalar.self), \(setup.optimizer), \(threads) threads"
            for _ in 0..<2 { setup.step() }
            let threadsBefore = Parallel.threadsStarted
            XCTAssertEqual(allocations(in: 5) { setup.step() }, 0, name)
            XCTAssertEqual(Parallel.threadsStarted, threadsBefore, name)
          }
        }
      }
    }
  }

  func testOptimizersInDouble() { checkOptimizers(Double.self) }
  func testOptimizersInFloat() { checkOptimizers(Float.self) }

  /// Every optimizer, in groups too, with all that may go with a step.
  private func checkOptimizers<Scalar: BLASScalar>(_ type: Scalar.Type) {
    for threads in [1, 2] {
      Parallel.threadCount = threads
      for make in OptimizerMakers.all(type) {
        for workload in [Workload.tiny, .mnist] {
          var setup = workload.setup(make)
          let vector = setup.optimizer.vector
          let average = ExponentialMovingAverage(vector.parameters, correctsBias: true)
          let schedule = Schedule(
            setup.optimizer,
            .sequential(
              [.warmUp(steps: 3), .chained([.cosine(steps: 90), .step(every: 5, factor: 0.9)])],
              milestones: [3]))
          let plateau = ReduceOnPlateau(setup.optimizer, patience: 1)
          let name = "\(workload) \(Scalar.self), \(setup.optimizer), \(threads) threads"
          let count = allocations(in: 5) {
            setup.step()
            setup.optimizer.clipGradients(toNorm: 0.01)
            setup.optimizer.clipGradients(toValue: 0.001)
            setup.optimizer.scaleGradients(by: 0.5)
            average.update()
            schedule.step()
            plateau.step(metric: 1)
          }
          XCTAssertEqual(count, 0, name)
        }
      }
    }
  }

  private func checkTraining<Scalar: BLASScalar>(_ type: Scalar.Type) {
    for threads in [1, 2] {
      Parallel.threadCount = threads
      for var setup in trainingSetups(Scalar.self) {
        let count = allocations(in: 20) { setup.step() }
        XCTAssertEqual(count, 0, "\(setup.name) in \(Scalar.self), \(threads) threads")
      }
    }
  }

  private func checkEvaluation<Scalar: BLASScalar>(_ type: Scalar.Type) {
    for threads in [1, 2] {
      Parallel.threadCount = threads
      for var setup in trainingSetups(Scalar.self) {
        setup.net.evaluate()
        let count = allocations(in: 20) { setup.predict() }
        XCTAssertEqual(count, 0, "\(setup.name) in \(Scalar.self), \(threads) threads")
      }
    }
  }

  /// The number of blocks allocated in so many runs, after some that may allocate.
  private func allocations(in runs: Int, _ body: () -> Void) -> Int {
    for _ in 0..<5 { body() }
    allocation_counter_start()
    for _ in 0..<runs { body() }
    let count = allocation_counter_stop()
    if count > 0 { allocation_counter_print_first() }
    // Not ours to prevent, and not to be passed over in silence.
    let inBLAS = allocation_counter_in_blas()
    if inBLAS > 0 { print("OpenBLAS itself allocated \(inBLAS) blocks in \(runs) runs") }
    return count
  }
}
