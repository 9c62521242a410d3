import BackpropTraining
import XCTest

/// Metrics against scikit-learn, all at once and in batches; the bound is a few roundings of sums of
/// numbers of the size of the result.
final class MetricTests: XCTestCase {
  private let bound = 1e-12

  /// Updates in batches of the given size.
  private func update(
    _ metric: Metric<Double>, _ outputs: Tensor<Double>, _ targets: Tensor<Double>, batch: Int
  ) -> Double {
    metric.reset()
    let count = outputs.shape[0]
    for first in stride(from: 0, to: count, by: batch) {
      let rows = first..<min(count, first + batch)
      metric.update(outputs.rows(rows), targets.rows(rows))
      // A checkpoint in the middle of an epoch changes nothing.
      let state = metric.state
      metric.reset()
      metric.state = state
    }
    return metric.value
  }

  func testClassification() throws {
    for fixture in try ScikitLearn.load().classification {
      let outputs = fixture.probabilities.tensor
      let classes = outputs.shape[1]
      let indices = Tensor<Double>(fixture.classes.map(Double.init))
      for targets in [indices, Tensor.oneHot(fixture.classes, count: classes)] {
        for batch in [1000, 7, 1] {
          func value(_ metric: Metric<Double>) -> Double {
            update(metric, outputs, targets, batch: batch)
          }
          XCTAssertEqual(value(Accuracy()), fixture.accuracy, accuracy: bound)
          XCTAssertEqual(value(TopKAccuracy(1)), fixture.accuracy, accuracy: bound)
          XCTAssertEqual(value(TopKAccuracy(2)), fixture.top2, accuracy: bound)
          XCTAssertEqual(value(LogLoss()), fixture.logLoss, accuracy: bound)
          for (row, score) in [ClassificationScore<Double>.Score.precision, .recall, .f1]
            .enumerated()
          {
            for (average, expected) in [
              (ConfusionMatrix.Average.macro, fixture.macro), (.weighted, fixture.weighted),
            ] {
              let metric = ClassificationScore<Double>(score, classCount: classes, average: average)
              XCTAssertEqual(value(metric), expected.data[row], accuracy: bound)
            }
          }
        }
      }
      let metric = ClassificationScore<Double>(classCount: classes)
      _ = update(metric, outputs, indices, batch: 10)
      let matrix = metric.matrix
      XCTAssertEqual((0..<classes).flatMap(matrix.row), fixture.confusion.data.map(Int.init))
      XCTAssertEqual(matrix.accuracy, fixture.accuracy)
      XCTAssertEqual(matrix.samples, fixture.classes.count)
      for index in 0..<classes {
        let each = fixture.each.tensor
        XCTAssertEqual(matrix.precision(of: index), each[0, index], accuracy: bound)
        XCTAssertEqual(matrix.recall(of: index), each[1, index], accuracy: bound)
        XCTAssertEqual(matrix.f1(of: index), each[2, index], accuracy: bound)
        XCTAssertEqual(
          matrix.support(of: index), fixture.classes.reduce(0) { $0 + ($1 == index ? 1 : 0) })
      }
      let weights: Tensor<Double> = ClassWeights.balanced(fixture.classes, count: classes)
      XCTAssertLessThan(distance(weights, fixture.balanced.tensor), bound)
    }
  }

  func testRegression() throws {
    for fixture in try ScikitLearn.load().regression {
      for batch in [1000, 7, 1] {
        func value(_ metric: Metric<Double>) -> Double {
          update(metric, fixture.outputs.tensor, fixture.targets.tensor, batch: batch)
        }
        XCTAssertEqual(value(RegressionError(.squared)), fixture.mse, accuracy: bound)
        XCTAssertEqual(value(RegressionError(.absolute)), fixture.mae, accuracy: bound)
        XCTAssertEqual(
          value(RegressionError(.rootSquared)), fixture.mse.squareRoot(), accuracy: bound)
        XCTAssertEqual(value(R2Score()), fixture.r2, accuracy: bound)
      }
    }
  }

  func testLogLossOfLogitsAndLogProbabilities() {
    let logits = Tensor<Double>(rows: [[1, 2, 3], [1000, 0, -1000], [0, 0, 0]])
    let target = Tensor<Double>([2, 1, 0])
    let expected = CrossEntropyCriterion<Double>().forward(logits, target)
    let metric = LogLoss<Double>(of: .logits)
    metric.update(logits, target)
    XCTAssertEqual(metric.value, expected, accuracy: 1e-12 * expected)
    let logarithms = LogLoss<Double>(of: .logProbabilities)
    logarithms.update(LogSoftMax<Double>().forward(logits), target)
    XCTAssertEqual(logarithms.value, expected, accuracy: 1e-12 * expected)
  }

  func testSingleOutputs() {
    let accuracy = Accuracy<Double>()
    accuracy.update(Tensor(rows: [[0.4], [0.6], [0.5], [0.9]]), Tensor([0, 1, 1, 0]))
    XCTAssertEqual(accuracy.value, 0.5)
    let logits = Accuracy<Double>(threshold: 0)
    logits.update(Tensor(rows: [[-1], [0.1]]), Tensor(rows: [[0], [1]]))
    XCTAssertEqual(logits.value, 1)
  }

  func testTiesAndNaN() {
    let outputs = Tensor<Double>(rows: [[1, 1, 0], [1, 1, 0], [.nan, 5, 0]])
    let targets = Tensor<Double>([0, 1, 1])
    for metric in [Accuracy<Double>(), TopKAccuracy<Double>(1)] {
      metric.update(outputs, targets)
      XCTAssertEqual(metric.value, 1 / 3.0, metric.name)
    }
    let loss = LogLoss<Double>()
    loss.update(outputs, Tensor([0, 0, 0]))
    XCTAssertTrue(loss.value.isNaN)
    XCTAssertTrue(R2Score<Double>().value.isNaN, "nothing was seen")
  }

  func testTargetsThatDoNotVary() {
    let score = R2Score<Double>()
    score.update(Tensor([2, 2]), Tensor([2, 2]))
    XCTAssertEqual(score.value, 1)
    score.update(Tensor([1]), Tensor([2]))
    XCTAssertEqual(score.value, 0)
  }
}
