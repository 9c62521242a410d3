import Backprop
import XCTest

/// Parameters moved side by side: an address may change, an identity never.
final class ParameterVectorTests: XCTestCase {
  override func setUp() { RandomSource.seed(1) }

  private func makeParameters(_ counts: Int...) -> [Parameter<Double>] {
    counts.enumerated().map { index, count in
      let parameter = Parameter(
        name: "p\(index)", Tensor<Double>.random([count], seed: UInt64(index)))
      parameter.grad = Tensor<Double>.random([count], seed: UInt64(10 + index))
      return parameter
    }
  }

  private func joined(_ parameters: [Parameter<Double>]) -> [Double] {
    parameters.flatMap { $0.value.scalars }
  }

  func testPackingKeepsValuesAndGradients() {
    let net = Sequential<Double>(Linear(3, 4), ReLU(), Linear(4, 2))
    let input = Tensor<Double>.random([5, 3], seed: 1)
    let output = net.forward(input)
    net.backward(input, Tensor.ones([5, 2]))
    let parameters = net.getParameters()
    let (values, gradients) = (parameters.map(\.value), net.getGradParameters())
    let vector = net.flatten()
    XCTAssertEqual(vector.count, 3 * 4 + 4 + 4 * 2 + 2)
    XCTAssertEqual(parameters.map(\.value), values)
    XCTAssertEqual(net.getGradParameters(), gradients)
    XCTAssertEqual(vector.values.scalars, values.flatMap(\.scalars))
    XCTAssertEqual(vector.gradients.scalars, gradients.flatMap(\.scalars))
    XCTAssertTrue(zip(net.getParameters(), parameters).allSatisfy { $0 === $1 })
    XCTAssertEqual(net.forward(input), output)
  }

  func testZeroedGradientsStayZeroWhenPacked() {
    let parameters = makeParameters(2, 3)
    parameters[0].zeroGrad()
    let vector = ParameterVector(parameters)
    XCTAssertEqual(parameters[0].grad.scalars, [0, 0])
    XCTAssertEqual(vector.gradients.scalars, [0, 0] + parameters[1].grad.scalars)
  }

  func testAssigningWritesThrough() {
    let parameters = makeParameters(2, 1)
    let vector = ParameterVector(parameters)
    vector.values = Tensor([1, 2, 3])
    XCTAssertEqual(parameters[0].value.scalars, [1, 2])
    XCTAssertEqual(parameters[1].value.scalars, [3])
    parameters[0].value = Tensor([7, 8])
    XCTAssertEqual(vector.values.scalars, [7, 8, 3])
    vector.gradients = Tensor([4, 5, 6])
    XCTAssertEqual(parameters[1].grad.scalars, [6])
    parameters[1].grad = Tensor([9])
    XCTAssertEqual(vector.gradients.scalars, [4, 5, 9])
    vector.zeroGradParameters()
    XCTAssertEqual(parameters[0].grad.scalars, [0, 0])
    XCTAssertEqual(vector.gradients.scalars, [0, 0, 0])
    let snapshot = vector.values
    vector.values = snapshot * 2
    XCTAssertEqual(snapshot.scalars, [7, 8, 3])
  }

  /// Torch7's `getParameters` broke its first answer when it was asked again.
  func testFlatteningTwiceKeepsBothAnswers() {
    let net = Sequential<Double>(Linear(3, 2), Linear(2, 2))
    let (first, second) = (net.flatten(), net.flatten())
    first.values = first.values * 0 + 1
    XCTAssertEqual(second.values, first.values)
    second.values = second.values * 5
    XCTAssertEqual(Set(first.values.scalars), [5])
    XCTAssertEqual(Set(net.getParameters()[3].value.scalars), [5])
  }

  func testASharedParameterIsTakenOnce() {
    let parameters = makeParameters(2, 3)
    let vector = ParameterVector([parameters[1], parameters[0], parameters[1]])
    XCTAssertEqual(vector.count, 5)
    XCTAssertEqual(vector.parameters.map(\.name), ["p1", "p0"])
    XCTAssertEqual(vector.values.scalars, joined([parameters[1], parameters[0]]))
  }

  /// Whatever was packed before, in whichever order, the vector is that of its parameters, and a step
  /// of an optimizer on it is theirs.
  func testVectorsOverlap() {
    let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 2], [2, 0], [1], [0, 3], []]
    for first in orders {
      for second in orders {
        let parameters = makeParameters(3, 1, 4, 2)
        let (values, gradients) = (parameters.map(\.value), parameters.map(\.grad))
        let vectors = [first, second].map { order in
          ParameterVector(order.map { parameters[$0] })
        }
        for (vector, order) in zip(vectors, [first, second]) {
          XCTAssertEqual(vector.values.scalars, order.flatMap { values[$0].scalars })
          XCTAssertEqual(vector.gradients.scalars, order.flatMap { gradients[$0].scalars })
        }
        let optimizer = SGD(
          second.map { parameters[$0] }, learningRate: 0.1, momentum: 0.5, nesterov: true)
        optimizer.step()
        for index in 0..<4 {
          // The first step of Nesterov's momentum is along (1 + momentum) times the gradient.
          let step = second.contains(index) ? gradients[index] * 0.15 : gradients[index] * 0
          XCTAssertLessThan(
            distance(parameters[index].value, values[index] - step), 1e-15,
            "\(first), then \(second): parameter \(index)")
          XCTAssertEqual(parameters[index].grad, gradients[index])
        }
      }
    }
  }

  func testEmptyParameters() {
    let parameters = makeParameters(0, 2, 0)
    let vector = ParameterVector(parameters)
    XCTAssertEqual(vector.count, 2)
    XCTAssertEqual(vector.values, parameters[1].value)
    XCTAssertEqual(ParameterVector<Double>([]).count, 0)
    let optimizer = Adam<Double>([])
    optimizer.step()
    XCTAssertEqual(optimizer.stepCount, 1)
  }

  func testParametersOutliveTheirVector() {
    let linear = Linear<Double>(2, 2)
    let before = linear.weight.value
    do { _ = SGD(linear.getParameters(), learningRate: 1) }
    XCTAssertEqual(linear.weight.value, before)
    let weight: Parameter<Double>
    do { weight = Sequential<Double>(Linear(2, 2), Linear(2, 1)).flatten().parameters[2] }
    XCTAssertEqual(weight.value.shape, [2, 1])
    weight.value = Tensor.ones([2, 1])
    XCTAssertEqual(weight.value.scalars, [1, 1])
  }
}
