import Backprop
import XCTest

final class ParameterTests: XCTestCase {
  private let value = Tensor<Double>(rows: [[1, 2], [3, 4]])

  override func setUp() { RandomSource.seed(1) }

  func testStartsWithItsValueAndNoGradient() {
    let parameter = Parameter(name: "weight", value)
    XCTAssertEqual(parameter.name, "weight")
    XCTAssertEqual(parameter.shape, [2, 2])
    XCTAssertEqual(parameter.count, 4)
    XCTAssertEqual(parameter.value, value)
    XCTAssertEqual(parameter.grad, Tensor.zeros([2, 2]))
  }

  func testSnapshotsStay() {
    let parameter = Parameter(name: "weight", value)
    let (before, gradBefore) = (parameter.value, parameter.grad)
    parameter.value = value * 10
    parameter.grad = value
    XCTAssertEqual(before, value)
    XCTAssertEqual(gradBefore, Tensor.zeros([2, 2]))
    let grad = parameter.grad
    parameter.accumulateGrad { grad, beta in
      XCTAssertEqual(beta, 1)
      grad += 5
    }
    XCTAssertEqual(grad, value)
    XCTAssertEqual(parameter.grad, value + 5)
    parameter.zeroGrad()
    XCTAssertEqual(grad, value)
  }

  /// What is assigned is copied: the tensor stays the caller's.
  func testAssignedTensorsStayApart() {
    let parameter = Parameter(name: "weight", value)
    var mine = value * 2
    parameter.value = mine
    mine.fill(with: 0)
    XCTAssertEqual(parameter.value, value * 2)
    parameter.accumulateGrad { grad, _ in grad.fill(with: 1) }
    XCTAssertEqual(mine, Tensor.zeros([2, 2]))
  }

  func testLayersSeeAssignedValues() {
    let linear = Linear<Double>(2, 2)
    linear.weight.value = value
    linear.bias.value = Tensor([10, 20])
    XCTAssertEqual(linear.forward(Tensor(rows: [[1, 1]])).scalars, [14, 26])
    linear.weight.value[0, 1] = 0
    XCTAssertEqual(linear.forward(Tensor(rows: [[1, 1]])).scalars, [14, 24])
  }

  /// Zeroing writes nothing; what is added next overwrites.
  func testAZeroedGradientReadsAsZero() {
    let linear = Linear<Double>(2, 3)
    let input = Tensor<Double>.random([4, 2], seed: 1)
    let gradOutput = Tensor<Double>.random([4, 3], seed: 2)
    linear.forward(input)
    linear.backward(input, gradOutput)
    let gradients = linear.getGradParameters()
    XCTAssertGreaterThan(gradients[0].norm(), 0)
    linear.zeroGradParameters()
    for parameter in linear.getParameters() {
      XCTAssertEqual(parameter.grad, Tensor.zeros(parameter.shape))
    }
    linear.backward(input, gradOutput)
    XCTAssertEqual(linear.getGradParameters(), gradients)
  }

  /// An optimizer that reads the memory finds zeros there, too.
  func testAStepOnAZeroedGradientStays() {
    let parameter = Parameter(name: "weight", value)
    let optimizer = SGD([parameter], learningRate: 1)
    parameter.grad = value
    optimizer.step()
    XCTAssertEqual(parameter.value, Tensor.zeros([2, 2]))
    optimizer.zeroGradParameters()
    optimizer.step()
    XCTAssertEqual(parameter.value, Tensor.zeros([2, 2]))
    parameter.zeroGrad()
    XCTAssertEqual(optimizer.vector.gradients.scalars, [0, 0, 0, 0])
  }

  func testAccumulateAddsToWhatIsThere() {
    let parameter = Parameter<Double>(name: "p", Tensor([1, 2]))
    parameter.accumulate(Tensor([3, 4]))
    XCTAssertEqual(parameter.grad.scalars, [3, 4])
    parameter.accumulate(Tensor([10, 20]))
    XCTAssertEqual(parameter.grad.scalars, [13, 24])
    parameter.zeroGrad()
    parameter.accumulate(Tensor([5, 6]))
    XCTAssertEqual(parameter.grad.scalars, [5, 6])
  }

  /// A hook may also assign another tensor: the gradient stays where the optimizer reads it.
  func testAccumulateGradTakesAnAssignedTensor() {
    let parameter = Parameter<Double>(name: "p", Tensor([1, 2]))
    let optimizer = SGD([parameter], learningRate: 1)
    for _ in 0..<2 {
      parameter.accumulateGrad { grad, beta in
        grad = beta == 0 ? Tensor([3, 4]) : grad + Tensor([3, 4])
      }
    }
    XCTAssertEqual(parameter.grad.scalars, [6, 8])
    optimizer.step()
    XCTAssertEqual(parameter.value.scalars, [-5, -6])
  }

  func testWhatWithValueShowsCanNotBeWrittenThrough() {
    let parameter = Parameter<Double>(name: "p", Tensor([1, 2]))
    parameter.withValue { value in
      var copy = value
      copy[0] = 7
      copy *= 2
      XCTAssertEqual(copy.scalars, [14, 4])
    }
    XCTAssertEqual(parameter.value.scalars, [1, 2])
  }
}
