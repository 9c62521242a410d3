import Backprop
import XCTest

/// Results that were kept never change, though modules overwrite their buffers in place.
final class ResultTests: XCTestCase {
  override func setUp() { RandomSource.seed(1) }

  private func makeModules() -> [Module<Double>] {
    let evaluated = Dropout<Double>(keep: 0.5)
    evaluated.evaluate()
    return [
      Linear(3, 3), Identity(), Dropout(keep: 0.5), evaluated, ReLU(), LeakyReLU(), Sigmoid(),
      Tanh(), SoftMax(), LogSoftMax(), Sequential(), Sequential(Identity()),
      Sequential(Linear(3, 4), ReLU(), Linear(4, 3)),
      Sequential(Identity(), Sequential(Dropout(keep: 0.5)), Identity()),
    ]
  }

  func testKeptResultsStay() {
    for module in makeModules() {
      let first = Tensor<Double>.random([5, 3], seed: 1)
      let output = module.forward(first)
      let gradInput = module.backward(first, first)
      let (outputs, gradients) = (output.scalars, gradInput.scalars)
      for seed: UInt64 in 2...4 {
        let next = Tensor<Double>.random([5, 3], seed: seed)
        module.forward(next)
        module.backward(next, next)
      }
      XCTAssertEqual(output.scalars, outputs, "\(module)")
      XCTAssertEqual(gradInput.scalars, gradients, "\(module)")
    }
  }

  func testInputsAreNotTouched() {
    for module in makeModules() {
      var input = Tensor<Double>.random([5, 3], seed: 1)
      let gradOutput = Tensor<Double>.random([5, 3], seed: 2)
      let (inputs, gradients) = (input.scalars, gradOutput.scalars)
      let output = module.forward(input)
      let gradInput = module.backward(input, gradOutput)
      XCTAssertEqual(input.scalars, inputs, "\(module)")
      XCTAssertEqual(gradOutput.scalars, gradients, "\(module)")

      // Nor do results follow when the user fills the input anew.
      let (kept, keptGradient) = (output.scalars, gradInput.scalars)
      input.fill(with: 7)
      XCTAssertEqual(module.output.scalars, kept, "\(module)")
      XCTAssertEqual(module.gradInput.scalars, keptGradient, "\(module)")
    }
  }

  /// A second pass may have another batch size, also none.
  func testBatchSizesChange() {
    for module in makeModules() {
      for batch in [5, 1, 0, 8, 0, 3] {
        let input = Tensor<Double>.random([batch, 3], seed: UInt64(batch))
        XCTAssertEqual(module.forward(input).shape, [batch, 3], "\(module)")
        XCTAssertEqual(module.backward(input, input).shape, [batch, 3], "\(module)")
      }
    }
  }

  func testAnEmptyBatchChangesNoGradients() {
    let net = Sequential<Double>(Linear(3, 4), ReLU(), Linear(4, 3))
    let input = Tensor<Double>.random([5, 3], seed: 1)
    let empty = Tensor<Double>.zeros([0, 3])
    net.forward(empty)
    net.backward(empty, empty)
    XCTAssertTrue(net.getGradParameters().allSatisfy { $0.sumOfSquares() == 0 })
    net.forward(input)
    net.backward(input, input)
    let gradients = net.getGradParameters()
    net.forward(empty)
    net.backward(empty, empty)
    XCTAssertEqual(net.getGradParameters(), gradients)
  }

  func testGradientsOfCriterionsStay() {
    let criterions: [Criterion<Double>] = [
      MSECriterion(), ClassNLLCriterion(), ClassNLLCriterion(logProbabilities: true),
      CrossEntropyCriterion(),
    ]
    let probabilities = SoftMax<Double>().forward(Tensor.random([5, 3], seed: 1))
    for criterion in criterions {
      criterion.forward(probabilities, probabilities)
      let gradInput = criterion.backward(probabilities, probabilities)
      let scalars = gradInput.scalars
      let other = probabilities * 0.5
      criterion.forward(other, other)
      criterion.backward(other, probabilities)
      XCTAssertEqual(gradInput.scalars, scalars, "\(criterion)")
    }
  }
}
