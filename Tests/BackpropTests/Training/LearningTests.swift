import Backprop
import Foundation
import XCTest

/// Small networks learn what a single layer can't.
final class LearningTests: XCTestCase {
  override func setUp() { RandomSource.seed(1) }

  func testXOR() {
    let net = Sequential<Double>(Linear(2, 8), Tanh(), Linear(8, 2), SoftMax())
    let input = Tensor<Double>(rows: [[0, 0], [0, 1], [1, 0], [1, 1]])
    let labels = [0, 1, 1, 0]
    let criterion = ClassNLLCriterion<Double>()
    let optimizer = SGD(net.getParameters(), learningRate: 0.5, momentum: 0.9)
    let loss = train(net, criterion, optimizer, steps: 200) { _ in (input, labels) }
    XCTAssertLessThan(loss, 0.01)
    XCTAssertEqual(net.forward(input).argmaxOfRows(), labels)
  }

  func testXORInFloatWithTheSquaredError() {
    let net = Sequential<Float>(Linear(2, 8), Sigmoid(), Linear(8, 1))
    let input = Tensor<Float>(rows: [[0, 0], [0, 1], [1, 0], [1, 1]])
    let target = Tensor<Float>(rows: [[0], [1], [1], [0]])
    let criterion = MSECriterion<Float>()
    let optimizer = Adam(net.getParameters(), learningRate: 0.05)
    for _ in 0..<500 {
      optimizer.zeroGradParameters()
      criterion.forward(net.forward(input), target)
      net.backward(input, criterion.backward(net.output, target))
      optimizer.step()
    }
    XCTAssertLessThan(criterion.output, 0.01)
  }

  /// Three arms that wind around each other, in shuffled batches.
  func testSpiral() {
    let perArm = 60
    var generator = PhiloxGenerator(seed: 2)
    let noise = Tensor<Double>.normal(
      [3 * perArm], standardDeviation: 0.1, using: &generator)
    let labels = (0..<(3 * perArm)).map { $0 / perArm }
    let points = (0..<(3 * perArm)).map { index in
      let radius = Double(index % perArm + 1) / Double(perArm)
      let angle = 4 * radius + 2 * Double.pi / 3 * Double(labels[index]) + noise[index]
      return [radius * cos(angle), radius * sin(angle)]
    }
    let all = Tensor<Double>(rows: points)
    let net = Sequential<Double>(
      Linear(2, 32, weights: .kaimingNormal(), biases: .zeros), ReLU(),
      Linear(32, 32, weights: .kaimingNormal(), biases: .zeros), LeakyReLU(slope: 0.01),
      Linear(32, 3))
    net.computesGradInput = false
    let criterion = CrossEntropyCriterion<Double>()
    let optimizer = AdamW(net.getParameters(), learningRate: 0.01)
    var order: [Int] = []
    train(net, criterion, optimizer, steps: 600) { step in
      if step % 6 == 0 { order = generator.permutation(of: all.shape[0]) }
      let batch = Array(order[(step % 6 * 30)..<(step % 6 * 30 + 30)])
      return (all.rows(at: batch), batch.map { labels[$0] })
    }
    net.evaluate()
    let output = net.forward(all)
    XCTAssertLessThan(criterion.forward(output, labels), 0.05)
    let right = zip(output.argmaxOfRows(), labels).count { $0 == $1 }
    XCTAssertGreaterThanOrEqual(right, 175, "of 180")
  }

  /// The same seed gives the same bits, whatever the number of threads.
  func testRunsAreReproducible() {
    let threads = Parallel.threadCount
    defer { Parallel.threadCount = threads }
    let runs = [1, 2, 3].map { threads in
      Parallel.threadCount = threads
      RandomSource.seed(6)
      let net = Sequential<Double>(
        Linear(50, 300), ReLU(), Dropout(keep: 0.5), Linear(300, 10))
      let input = Tensor<Double>.random([200, 50], seed: 1)
      let labels = (0..<200).map { $0 % 10 }
      let optimizer = Adam(net.getParameters())
      train(net, CrossEntropyCriterion(), optimizer, steps: 5) { _ in (input, labels) }
      return optimizer.vector.values
    }
    XCTAssertTrue(runs[1].isBitIdentical(to: runs[0]))
    XCTAssertTrue(runs[2].isBitIdentical(to: runs[0]))
  }

  /// Takes steps and returns the last loss.
  @discardableResult
  private func train<Scalar>(
    _ net: Module<Scalar>, _ criterion: Criterion<Scalar>, _ optimizer: Optimizer<Scalar>,
    steps: Int, batch: (_ step: Int) -> (Tensor<Scalar>, [Int])
  ) -> Scalar {
    for step in 0..<steps {
      let (input, labels) = batch(step)
      optimizer.zeroGradParameters()
      criterion.forward(net.forward(input), labels)
      net.backward(input, criterion.backward(net.output, labels))
      optimizer.step()
    }
    return criterion.output
  }
}
