import Backprop
import XCTest

/// What batch normalization keeps, and the batches that have no statistics.
final class BatchNormTests: XCTestCase {
  /// A training batch of one is normalized by the running statistics, and leaves them.
  func testBatchOfOne() {
    let norm = BatchNorm1d<Double>(2, epsilon: 0)
    norm.runningMean?.value = Tensor([1, 2])
    norm.runningVariance?.value = Tensor([4, 9])
    XCTAssertEqual(norm.forward(Tensor(rows: [[3, 5]])).scalars, [1, 1])
    XCTAssertEqual(norm.backward(Tensor(rows: [[3, 5]]), Tensor(rows: [[2, 3]])).scalars, [1, 1])
    XCTAssertEqual(norm.runningMean?.value.scalars, [1, 2])
    XCTAssertEqual(norm.batchCount?.value.scalar, 0)
    XCTAssertEqual(norm.forward(Tensor.zeros([0, 2])).shape, [0, 2])
    XCTAssertEqual(norm.batchCount?.value.scalar, 0)
  }

  /// Without running statistics a batch of one is its own mean.
  func testBatchOfOneWithoutStatistics() {
    let norm = BatchNorm1d<Double>(2, trackRunningStatistics: false)
    norm.bias?.value = Tensor([3, 4])
    XCTAssertEqual(norm.forward(Tensor(rows: [[7, -7]])).scalars, [3, 4])
    XCTAssertEqual(norm.backward(Tensor(rows: [[7, -7]]), Tensor.ones([1, 2])).scalars, [0, 0])
    XCTAssertEqual(norm.namedBuffers().count, 0)
    XCTAssertEqual(norm.forward(Tensor.zeros([0, 2])).shape, [0, 2])
  }

  /// A mean that is large against the deviations costs no digits.
  func testLargeMeans() {
    let norm = BatchNorm1d<Double>(1, epsilon: 0, affine: false)
    let input = Tensor<Double>(rows: [[1e8 - 1], [1e8 + 1]])
    XCTAssertEqual(norm.forward(input).scalars, [-1, 1])
    let layer = LayerNorm<Double>(2, epsilon: 0)
    XCTAssertEqual(layer.forward(input.reshaped(to: [1, 2])).scalars, [-1, 1])
  }

  /// Optimizers don't see the buffers, and packing parameters leaves them.
  func testOptimizersLeaveBuffers() {
    let net = Sequential<Double>(Linear(3, 4), BatchNorm1d(4))
    XCTAssertEqual(net.getParameters().map(\.name), ["weight", "bias", "weight", "bias"])
    let optimizer = SGD(net.getParameters(), learningRate: 1, weightDecay: 0.5)
    let before = net.namedBuffers().map { $0.buffer.value }
    optimizer.zeroGradParameters()
    optimizer.step()
    for ((path, buffer), value) in zip(net.namedBuffers(), before) {
      XCTAssert(buffer.value.isBitIdentical(to: value), path)
    }
  }

  /// Served from several threads, one replica each.
  func testReplicasServeAtTheSameTime() async {
    RandomSource.seed(1)
    let net = Sequential<Double>(
      Linear(20, 30), BatchNorm1d(30), GELU(), Residual(Linear(30, 30), LayerNorm(30), PReLU()),
      Concat(Linear(30, 3), Linear(30, 2)))
    for seed in 0..<3 { net.forward(Tensor<Double>.random([50, 20], seed: UInt64(seed))) }
    net.evaluate()
    let inputs = (0..<8).map { Tensor<Double>.random([40, 20], seed: UInt64($0)) }
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
