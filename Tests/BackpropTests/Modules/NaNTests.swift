import Backprop
import XCTest

/// NaN comes through: a network that has gone wrong must not look healthy.
final class NaNTests: XCTestCase {
  private let activations: [Module<Double>] = [
    Identity(), ReLU(), LeakyReLU(), Sigmoid(), Tanh(), Dropout(keep: 0),
  ]
  private let rowwise: [Module<Double>] = [
    SoftMax(), LogSoftMax(), Linear(3, 3, using: PhiloxGenerator(seed: 1)),
  ]

  func testActivations() {
    let input = Tensor<Double>(rows: [[1, .nan, -1], [2, 0, -2]])
    for module in activations {
      let output = module.forward(input)
      XCTAssertEqual(output.scalars.map(\.isNaN), input.scalars.map(\.isNaN), "\(module)")
    }
    for module in rowwise {
      let output = module.forward(input)
      let expected = [true, true, true, false, false, false]
      XCTAssertEqual(output.scalars.map(\.isNaN), expected, "\(module)")
    }
  }

  /// inf - inf, inside; a row that has a finite largest element is not concerned.
  func testRowsOfInfinities() {
    let input = Tensor<Double>(rows: [
      [.infinity, 0], [-.infinity, -.infinity], [-.infinity, 1],
    ])
    for module in [SoftMax<Double>(), LogSoftMax<Double>()] {
      let isNaN = module.forward(input).scalars.map(\.isNaN)
      XCTAssertEqual(isNaN, [true, true, true, true, false, false], "\(module)")
    }
  }

  func testGradients() {
    let input = Tensor<Double>(rows: [[1, 0.5, 1], [2, 1, 2]])
    let gradOutput = Tensor<Double>(rows: [[1, .nan, 1], [1, 1, 1]])
    for module in activations + rowwise {
      module.forward(input)
      let isNaN = module.backward(input, gradOutput).scalars.map(\.isNaN)
      XCTAssertTrue(isNaN[1], "\(module)")
      XCTAssertFalse(isNaN[3...].contains(true), "\(module)")
    }
    let net = Sequential<Double>(Linear(3, 3))
    net.forward(input)
    net.backward(input, gradOutput)
    XCTAssertEqual(
      net.getGradParameters()[1].scalars.map(\.isNaN), [false, true, false])
  }

  /// A unit that has seen NaN doesn't pass a gradient off as known.
  func testGradientsAtNaN() {
    let input = Tensor<Double>([.nan, 1])
    for module in [ReLU<Double>(), LeakyReLU<Double>(), Sigmoid<Double>(), Tanh<Double>()] {
      module.forward(input)
      let isNaN = module.backward(input, Tensor.ones([2])).scalars.map(\.isNaN)
      XCTAssertEqual(isNaN, [true, false], "\(module)")
    }
  }

  func testCriterions() {
    let oneHot = Tensor<Double>(rows: [[1, 0], [0, 1]])
    for position in 0..<4 {
      var scalars = [0.5, 0.5, 0.5, 0.5]
      scalars[position] = .nan
      let input = Tensor(shape: [2, 2], scalars)
      XCTAssertTrue(MSECriterion<Double>().forward(input, oneHot).isNaN)
      XCTAssertTrue(MSECriterion<Double>().forward(oneHot, input).isNaN)
      XCTAssertTrue(MSECriterion<Double>().backward(input, oneHot).scalars[position].isNaN)
      XCTAssertTrue(ClassNLLCriterion<Double>().forward(input, oneHot).isNaN)
      XCTAssertTrue(ClassNLLCriterion<Double>().backward(input, oneHot).scalars[position].isNaN)
      for target in [oneHot, Tensor([0, 1])] {
        let criterion = CrossEntropyCriterion<Double>()
        XCTAssertTrue(criterion.forward(input, target).isNaN)
        let isNaN = criterion.backward(input, target).scalars.map(\.isNaN)
        let row = position / 2
        XCTAssertEqual(isNaN, [row == 0, row == 0, row == 1, row == 1])
      }
    }
  }
}
