import Backprop
import XCTest

/// What a module keeps beside its parameters.
final class BufferTests: XCTestCase {
  /// Counts its forward passes in training, and adds the count to its input.
  private final class Counting: Module<Double> {
    let passes: Buffer<Double>
    private let buffers: [Buffer<Double>]
    init(_ passes: Buffer<Double> = Buffer(name: "passes", Tensor.zeros([]))) {
      self.passes = passes
      buffers = [passes]
      super.init()
    }
    override var ownBuffers: [Buffer<Double>] { buffers }
    override func updateOutput(_ input: Tensor<Double>) {
      if isTraining { passes.update { $0 += 1 } }
      output = passes.withValue { input + $0.sum() }
    }
    override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
      gradInput = gradOutput
    }
    override func makeReplica() -> Module<Double> { Counting(passes) }
  }

  func testValueIsASnapshot() {
    let buffer = Buffer<Double>(name: "mean", Tensor([1, 2]))
    let before = buffer.value
    buffer.value = Tensor([3, 4])
    XCTAssertEqual(before.scalars, [1, 2])
    XCTAssertEqual(buffer.value.scalars, [3, 4])
    buffer.update { $0 = Tensor([5, 6]) }
    XCTAssertEqual(buffer.withValue { $0.scalars }, [5, 6])
    XCTAssertEqual(buffer.shape, [2])
  }

  func testPathsAreThoseOfTheModules() {
    let counting = Counting()
    let net = Sequential<Double>(Linear(2, 2), Sequential(Tanh(), counting), counting)
    XCTAssertEqual(net.namedBuffers().map(\.path), ["1.1.passes"])
    XCTAssert(net.namedBuffers()[0].buffer === counting.passes)
    XCTAssertEqual(counting.namedBuffers().map(\.path), ["passes"])
    XCTAssertEqual(net.namedParameters().map(\.path), ["0.weight", "0.bias"])
  }

  /// A replica reads what the original wrote last.
  func testReplicasShareBuffers() {
    let net = Sequential<Double>(Counting())
    net.forward(Tensor([0]))
    net.evaluate()
    let replica = net.replica()
    net.namedBuffers()[0].buffer.value = Tensor(shape: [], [7])
    XCTAssertEqual(replica.forward(Tensor([1])).scalars, [8])
  }

  /// A check of gradients takes many passes, and none of them counts.
  func testGradientCheckLeavesBuffers() {
    let counting = Counting()
    counting.forward(Tensor([0]))
    let report = GradientCheck.check(counting, input: Tensor([1, 2]))
    XCTAssert(report.passes(), "\(report)")
    XCTAssertEqual(counting.passes.value.scalars, [1])
  }
}
