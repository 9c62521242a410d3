import Backprop
import XCTest

/// A layer that stands in a network twice: one set of parameters, whose gradients add up.
final class SharedLayerTests: XCTestCase {
  private let input = Tensor<Double>.random([4, 3], seed: 1)
  private let gradOutput = Tensor<Double>.random([4, 3], seed: 2)

  override func setUp() { RandomSource.seed(1) }

  func testGradientsAreThoseDoneByHand() {
    let linear = Linear<Double>(3, 3)
    let net = Sequential<Double>(linear, Tanh(), linear)
    XCTAssertEqual(net.getParameters().count, 2)
    XCTAssertEqual(net.namedParameters().map(\.path), ["0.weight", "0.bias"])
    checkByHand(net, linear)
  }

  /// Each place keeps its own results: the second must not overwrite what the first gave it.
  func testTwiceInARow() {
    let linear = Linear<Double>(3, 3)
    let net = Sequential<Double>(linear, linear)
    let (w, b) = (linear.weight.value, linear.bias.value)
    let hidden = matmul(input, w) + b
    let gradHidden = matmul(gradOutput, w.transpose)
    let gradW = matmul(input.transpose, gradHidden) + matmul(hidden.transpose, gradOutput)
    XCTAssertLessThan(distance(net.forward(input), matmul(hidden, w) + b), 1e-14)
    net.backward(input, gradOutput)
    XCTAssertLessThan(distance(linear.weight.grad, gradW), 1e-13)
  }

  func testANestedLayerIsSharedToo() {
    let linear = Linear<Double>(3, 3)
    let net = Sequential<Double>(Sequential(linear), Tanh(), Sequential(Identity(), linear))
    XCTAssertEqual(net.getParameters().count, 2)
    checkByHand(net, linear)
  }

  func testALayerOfTheSameParametersIsShared() {
    let linear = Linear<Double>(3, 3)
    let twin = Linear(weight: linear.weight, bias: linear.bias)
    let net = Sequential<Double>(linear, Tanh(), twin)
    XCTAssertEqual(net.getParameters().count, 2)
    checkByHand(net, linear)
  }

  func testAnOptimizerStepsOnce() {
    let linear = Linear<Double>(3, 3)
    let net = Sequential<Double>(linear, Tanh(), linear)
    let before = linear.weight.value
    let optimizer = SGD(net.getParameters() + net.getParameters(), learningRate: 0.1)
    net.forward(input)
    net.backward(input, gradOutput)
    let expected = before - linear.weight.grad * 0.1
    optimizer.step()
    XCTAssertLessThan(distance(linear.weight.value, expected), 1e-15)
  }

  private func checkByHand(_ net: Sequential<Double>, _ linear: Linear<Double>) {
    let (w, b) = (linear.weight.value, linear.bias.value)
    let hidden = tanh(matmul(input, w) + b)
    let output = matmul(hidden, w) + b
    let gradHidden = matmul(gradOutput, w.transpose) * (1 - hidden * hidden)
    let gradInput = matmul(gradHidden, w.transpose)
    let gradW = matmul(input.transpose, gradHidden) + matmul(hidden.transpose, gradOutput)
    let gradB = gradHidden.sum(axis: 0) + gradOutput.sum(axis: 0)

    XCTAssertLessThan(distance(net.forward(input), output), 1e-14)
    XCTAssertLessThan(distance(net.backward(input, gradOutput), gradInput), 1e-14)
    XCTAssertLessThan(distance(linear.weight.grad, gradW), 1e-13)
    XCTAssertLessThan(distance(linear.bias.grad, gradB), 1e-13)
  }
}
