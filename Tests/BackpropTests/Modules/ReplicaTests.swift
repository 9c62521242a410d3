import Backprop
import XCTest

/// Serving from several threads, one replica a thread. That it compiles is part of the test: a replica
/// may be sent to where modules may not.
final class ReplicaTests: XCTestCase {
  func testReplicasServeAtTheSameTime() async {
    RandomSource.seed(1)
    let net = Sequential<Double>(
      Linear(20, 300), Tanh(), Dropout(keep: 0.5), Linear(300, 5), SoftMax())
    net.evaluate()
    let inputs = (0..<8).map { Tensor<Double>.random([100, 20], seed: UInt64($0)) }
    let expected = inputs.map { net.forward($0) }
    await withTaskGroup(of: (Int, Bool).self) { group in
      for (index, input) in inputs.enumerated() {
        let (replica, output) = (net.replica(), expected[index])
        group.addTask {
          let agrees = (0..<20).allSatisfy { _ in
            replica.forward(input).isBitIdentical(to: output)
          }
          return (index, agrees)
        }
      }
      for await (index, agrees) in group { XCTAssertTrue(agrees, "replica \(index)") }
    }
  }
}
