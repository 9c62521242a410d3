import Backprop
import XCTest

/// What is particular to our criterions; their values are compared with others' in `Agreement`.
final class CriterionTests: XCTestCase {
  private let input = Tensor<Double>(rows: [[1, 2, 3], [4, 5, 6]])
  private let probabilities = Tensor<Double>(rows: [[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])

  func testReductionsOfTheSquaredError() {
    let target = Tensor<Double>.zeros([2, 3])
    for (reduction, divisor) in [(Reduction.sum, 1.0), (.batchMean, 2), (.mean, 6)] {
      let criterion = MSECriterion<Double>(reduction: reduction)
      XCTAssertEqual(criterion.forward(input, target), 91 / divisor, accuracy: 1e-14)
      XCTAssertLessThan(
        distance(criterion.backward(input, target), input * 2 / divisor), 1e-15)
    }
    XCTAssertEqual(MSECriterion<Double>().forward(input, target), 45.5)
  }

  func testReductionsOfClassification() {
    let weights = Tensor<Double>([1, 2, 4])
    let sum = -4 * log(0.5) - 2 * log(0.8)
    for (reduction, divisor) in [(Reduction.sum, 1.0), (.batchMean, 2), (.mean, 6)] {
      let criterion = ClassNLLCriterion(weights: weights, reduction: reduction)
      XCTAssertEqual(
        criterion.forward(probabilities, [2, 1]), sum / divisor, accuracy: 1e-14)
      let expected = Tensor<Double>(rows: [[0, 0, -8], [0, -2.5, 0]]) / divisor
      XCTAssertLessThan(distance(criterion.backward(probabilities, [2, 1]), expected), 1e-14)
    }
  }

  func testTargetsOfAllKindsAgree() {
    let oneHot = Tensor<Double>(rows: [[0, 0, 1], [0, 1, 0]])
    for criterion in [
      ClassNLLCriterion(), ClassNLLCriterion(logProbabilities: true), CrossEntropyCriterion(),
    ] as [Criterion<Double>] {
      let loss = criterion.forward(probabilities, [2, 1])
      let gradInput = criterion.backward(probabilities, [2, 1])
      XCTAssertEqual(criterion.output, loss)
      for target in [oneHot, Tensor([2, 1])] {
        XCTAssertEqual(criterion.forward(probabilities, target), loss, accuracy: 1e-15)
        XCTAssertLessThan(distance(criterion.backward(probabilities, target), gradInput), 1e-15)
      }
    }
  }

  /// Logits through `CrossEntropyCriterion`, and through the layers that it stands for.
  func testCrossEntropyIsLogSoftMaxAndNLL() {
    let logits = Tensor<Double>.random([5, 4], seed: 1) * 3
    let labels = [3, 0, 1, 1, 2]
    let criterion = CrossEntropyCriterion<Double>()
    let loss = criterion.forward(logits, labels)
    let gradInput = criterion.backward(logits, labels)
    for logarithmic in [true, false] {
      let layer: Module<Double> = logarithmic ? LogSoftMax() : SoftMax()
      let nll = ClassNLLCriterion<Double>(logProbabilities: logarithmic)
      XCTAssertEqual(nll.forward(layer.forward(logits), labels), loss, accuracy: 1e-14)
      let gradient = layer.backward(logits, nll.backward(layer.output, labels))
      XCTAssertLessThan(distance(gradient, gradInput), 1e-14)
    }
  }

  /// In the clamped zone the loss is that at the border, and so is the gradient.
  func testClampedProbabilities() {
    let criterion = ClassNLLCriterion<Double>(reduction: .sum)
    let certain = Tensor<Double>(rows: [[0, 1]])
    XCTAssertEqual(criterion.forward(certain, [0]), -log(1e-15), accuracy: 1e-12)
    XCTAssertEqual(criterion.backward(certain, [0])[0, 0], -1e15, accuracy: 1)
    XCTAssertEqual(criterion.forward(certain, [1]), -log(1 - 1e-15), accuracy: 1e-18)
  }

  func testAnEmptyBatchHasNoLoss() {
    let empty = Tensor<Double>.zeros([0, 3])
    let criterions: [Criterion<Double>] = [
      MSECriterion(), ClassNLLCriterion(weights: Tensor.ones([3])),
      ClassNLLCriterion(logProbabilities: true), CrossEntropyCriterion(labelSmoothing: 0.1),
      CrossEntropyCriterion(weights: Tensor.ones([3])),
    ]
    for criterion in criterions {
      XCTAssertEqual(criterion.forward(empty, empty), 0, "\(criterion)")
      XCTAssertEqual(criterion.backward(empty, empty).shape, [0, 3], "\(criterion)")
    }
    XCTAssertEqual(CrossEntropyCriterion<Double>().forward(empty, []), 0)
  }

  /// The mean over targets of no weight is 0/0; a sum of them, or their mean over the batch, is not.
  func testTargetsWithoutWeight() {
    let weights = Tensor<Double>([0, 1, 1])
    func criterions(_ reduction: Reduction) -> [Criterion<Double>] {
      [
        ClassNLLCriterion(weights: weights, reduction: reduction),
        CrossEntropyCriterion(weights: weights, reduction: reduction),
      ]
    }
    for criterion in criterions(.mean) {
      XCTAssertTrue(criterion.forward(probabilities, [0, 0]).isNaN, "\(criterion)")
      XCTAssertTrue(criterion.backward(probabilities, [0, 0])[0, 0].isNaN, "\(criterion)")
    }
    for criterion in criterions(.batchMean) + criterions(.sum) {
      XCTAssertEqual(criterion.forward(probabilities, [0, 0]), 0, "\(criterion)")
      XCTAssertEqual(criterion.backward(probabilities, [0, 0]), Tensor.zeros([2, 3]))
    }
  }

  func testNothingOverflows() {
    let logits = Tensor<Double>(rows: [[1e4, -1e4, 0]])
    let criterion = CrossEntropyCriterion<Double>()
    XCTAssertEqual(criterion.forward(logits, [0]), 0)
    XCTAssertEqual(criterion.forward(logits, [1]), 2e4)
    XCTAssertEqual(criterion.backward(logits, [1]).scalars, [1, -1, 0])
  }

  func testFloatAgreesWithDouble() {
    let logits = Tensor<Double>.random([5, 4], seed: 1) * 3
    let labels = [3, 0, 1, 1, 2]
    let (double, float) = (CrossEntropyCriterion<Double>(), CrossEntropyCriterion<Float>())
    let loss = double.forward(logits, labels)
    XCTAssertEqual(
      Double(float.forward(logits.converted(), labels)), loss, accuracy: 1e-5 * abs(loss))
    XCTAssertLessThan(
      distance(
        float.backward(logits.converted(), labels).converted(), double.backward(logits, labels)),
      1e-6)
  }

  private func log(_ x: Double) -> Double { Backprop.log(Tensor([x])).scalar }
}
