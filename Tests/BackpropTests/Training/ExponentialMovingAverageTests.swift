import Backprop
import XCTest

/// Averages beside the weights. That they are PyTorch's is shown in `Agreement`.
final class ExponentialMovingAverageTests: XCTestCase {
  private func makeNet() -> Sequential<Double> {
    RandomSource.seed(4)
    return Sequential<Double>(Linear(3, 4), Tanh(), Linear(4, 2))
  }

  /// A step in which all weights change, and its update.
  private func step(
    _ vector: ParameterVector<Double>, _ average: ExponentialMovingAverage<Double>, _ seed: UInt64
  ) {
    vector.values = Tensor.random(Shape(vector.count), seed: seed)
    average.update()
  }

  func testSwapping() {
    let net = makeNet()
    let vector = net.flatten()
    let average = ExponentialMovingAverage(net.getParameters(), decay: 0.5)
    XCTAssertEqual(average.values, vector.values)
    step(vector, average, 1)
    step(vector, average, 2)
    let (weights, averages) = (vector.values, average.values)
    XCTAssertNotEqual(weights, averages)
    average.swap()
    XCTAssertEqual(vector.values, averages)
    XCTAssertEqual(average.values, averages)
    XCTAssertTrue(average.isSwapped)
    average.withAverages { XCTAssertEqual(vector.values, averages) }
    average.swap()
    XCTAssertEqual(vector.values, weights)
    XCTAssertEqual(average.values, averages)
    struct Stop: Error {}
    XCTAssertThrowsError(
      try average.withAverages { () throws(Stop) in
        XCTAssertEqual(vector.values, averages)
        throw Stop()
      })
    XCTAssertEqual(vector.values, weights)

    let other = makeNet()
    average.copy(to: other.getParameters())
    XCTAssertEqual(other.flatten().values, averages)
    XCTAssertEqual(vector.values, weights)
  }

  func testRestoredUpdatesHaveTheSameBits() throws {
    for correctsBias in [false, true] {
      let net = makeNet()
      let vector = net.flatten()
      func make() -> ExponentialMovingAverage<Double> {
        ExponentialMovingAverage(net.getParameters(), decay: 0.8, correctsBias: correctsBias)
      }
      let average = make()
      for seed in 0..<4 { step(vector, average, UInt64(seed)) }
      let state = average.state()
      let saved = average.values.scalars
      for seed in 4..<8 { step(vector, average, UInt64(seed)) }
      let resumed = make()
      try resumed.restore(state)
      XCTAssertEqual(resumed.values.scalars, saved)
      for seed in 4..<8 { step(vector, resumed, UInt64(seed)) }
      XCTAssertTrue(resumed.values.isBitIdentical(to: average.values))
    }
  }

  func testStatesThatDoNotFit() throws {
    let net = makeNet()
    let average = ExponentialMovingAverage(net.getParameters())
    average.update()
    let good = average.state()
    func check(_ words: String, _ change: (inout OptimizerState<Double>) -> Void) {
      var state = good
      change(&state)
      XCTAssertThrowsError(try average.restore(state)) { error in
        XCTAssertTrue("\(error)".contains(words), "\(error)")
      }
    }
    check("state of ExponentialMovingAverage: it is one of Adam") { $0.kind = "Adam" }
    check("average has shape [5], here it is [26]") { $0.tensors["average"] = Tensor.zeros([5]) }
    check("it holds no tensor average") { $0.tensors["average"] = nil }
    check("decay is 1.0, not in [0, 1)") { $0.scalars["decay"] = 1 }
    check("correctsBias is 1.0, here it is 0") { $0.scalars["correctsBias"] = 1 }
    // Before the first update the average is the weights.
    var empty = good
    empty.tensors = [:]
    empty.scalars["stepCount"] = 0
    try average.restore(empty)
    average.update()
    XCTAssertEqual(average.values, net.flatten().values)
  }
}
