import Backprop
import LinearAlgebra
import XCTest

final class LinearTests: XCTestCase {
  override func setUp() { RandomSource.seed(1) }

  func testInitialValues() {
    RandomSource.seed(5)
    let linear = Linear<Double>(100, 50)
    XCTAssertEqual(linear.weight.shape, [100, 50])
    XCTAssertEqual(linear.bias.shape, [50])
    for parameter in linear.getParameters() {
      XCTAssertLessThanOrEqual(abs(parameter.value).max(), 0.1)
      XCTAssertGreaterThan(abs(parameter.value).max(), 0.08)
      XCTAssertEqual(parameter.grad, Tensor.zeros(parameter.shape))
    }
    RandomSource.seed(5)
    let same = Linear<Double>(100, 50)
    XCTAssertEqual(same.weight.value, linear.weight.value)
    XCTAssertNotEqual(Linear<Double>(100, 50).weight.value, linear.weight.value)
    let given = Linear<Double>(3, 2, weights: .constant(2), biases: .zeros)
    XCTAssertEqual(given.weight.value.scalars, [2, 2, 2, 2, 2, 2])
    XCTAssertEqual(given.bias.value.scalars, [0, 0])
  }

  func testWithoutBias() {
    let linear = Linear<Double>(2, 3, bias: false)
    XCTAssertEqual(linear.getParameters().map(\.name), ["weight"])
    let input = Tensor<Double>(rows: [[1, 2]])
    XCTAssertEqual(linear.forward(input), matmul(input, linear.weight.value))
    linear.backward(input, Tensor.ones([1, 3]))
    XCTAssertEqual(linear.bias.grad.scalars, [0, 0, 0])
    XCTAssertEqual(linear.bias.value.scalars, [0, 0, 0])
    XCTAssertFalse((linear.replica() as? Linear)?.hasBias ?? true)
  }

  func testNoInputs() {
    let linear = Linear<Double>(0, 3)
    XCTAssertEqual(
      linear.forward(Tensor.zeros([2, 0])).scalars, linear.bias.value.scalars * 2)
    XCTAssertEqual(linear.backward(Tensor.zeros([2, 0]), Tensor.ones([2, 3])).shape, [2, 0])
    XCTAssertEqual(linear.bias.grad.scalars, [2, 2, 2])
    let optimizer = SGD(linear.getParameters(), learningRate: 1)
    let before = linear.bias.value
    optimizer.step()
    XCTAssertEqual(linear.bias.value, before - 2)
  }

  /// The forward pass and both halves of the backward pass are one product each, and BLAS does it.
  func testProductsReachBLAS() { checkProducts(Double.self, .dgemm) }
  func testProductsReachBLASInFloat() { checkProducts(Float.self, .sgemm) }

  private func checkProducts<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ gemm: BLASCallCounter.Routine
  ) {
    for (batch, inputs, outputs, isTiled) in [
      (1, 1, 1, false), (3, 4, 5, false), (64, 300, 200, true),
    ] {
      func check(_ products: Int, _ body: () -> Void, line: UInt = #line) {
        let calls = BLASCallCounter.calls(body)
        XCTAssertEqual(Set(calls.keys), [gemm], line: line)
        let count = calls[gemm] ?? 0
        XCTAssertTrue(isTiled ? count > products : count == products, "\(count)", line: line)
      }
      let linear = Linear<Scalar>(inputs, outputs)
      let input = Tensor<Scalar>.random([batch, inputs], seed: 1)
      let gradOutput = Tensor<Scalar>.random([batch, outputs], seed: 2)
      check(1) { linear.forward(input) }
      check(1) { linear.updateGradInput(input, gradOutput) }
      check(1) { linear.accGradParameters(input, gradOutput) }
      check(2) { linear.backward(input, gradOutput) }
      linear.computesGradInput = false
      check(1) { linear.backward(input, gradOutput) }
    }
  }
}

extension Array {
  fileprivate static func * (array: [Element], count: Int) -> [Element] {
    (0..<count).flatMap { _ in array }
  }
}
