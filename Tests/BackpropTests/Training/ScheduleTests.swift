import Backprop
import XCTest

/// Schedules beside optimizers, and their state. That their values are the right ones is shown in
/// `Agreement`.
final class ScheduleTests: XCTestCase {
  private func makeOptimizer<Scalar: BLASScalar>(_ type: Scalar.Type) -> SGD<Scalar> {
    SGD([Parameter(name: "x", Tensor<Scalar>([1]))], learningRate: 0.3, momentum: 0.9)
  }

  private let makers: [(Optimizer<Float>) -> Schedule<Float>] = [
    { Schedule($0, .cosine(steps: 9, minimum: 0.01)) },
    { Schedule($0, .oneCycle(steps: 12, momentum: 0.8...0.9)) },
    {
      Schedule(
        $0, .sequential([.warmUp(steps: 3), .exponential(factor: 0.7)], milestones: [3]))
    },
    { ReduceOnPlateau($0, .warmUp(steps: 6), factor: 0.5, patience: 1, cooldown: 1) },
  ]

  /// A schedule that is made anew, with an optimizer whose rate is another one by now, goes on.
  func testRestoredRatesHaveTheSameBits() throws {
    for make in makers {
      func run(_ schedule: Schedule<Float>, _ steps: Range<Int>) -> [[Float]] {
        steps.map { step in
          schedule.step(metric: step < 3 ? 1 / Double(step + 1) : 0.5)
          return [schedule.optimizer.learningRate, schedule.optimizer.scheduledMomentum ?? 0]
        }
      }
      let schedule = make(makeOptimizer(Float.self))
      _ = run(schedule, 0..<5)
      let (state, optimizerState) = (schedule.state, schedule.optimizer.state())
      let expected = run(schedule, 5..<15)
      XCTAssertGreaterThan(Set(expected.map { $0[0] }).count, 1)

      let optimizer = makeOptimizer(Float.self)
      try optimizer.restore(optimizerState)
      let resumed = make(optimizer)
      try resumed.restore(state)
      XCTAssertEqual(optimizer.learningRate, Float(optimizerState.scalars["learningRate"] ?? 0))
      XCTAssertEqual(run(resumed, 5..<15), expected, "\(schedule)")
    }
  }

  func testStatesThatDoNotFit() {
    let schedule = ReduceOnPlateau(makeOptimizer(Double.self))
    schedule.step(metric: 3)
    let good = schedule.state
    XCTAssertEqual(good["best"], 3)
    func check(_ words: String, _ change: (inout [String: Double]) -> Void) {
      var state = good
      change(&state)
      XCTAssertThrowsError(try schedule.restore(state)) { error in
        XCTAssertTrue("\(error)".contains(words), "\(error)")
      }
      XCTAssertEqual(schedule.state, good)
    }
    check("state of ReduceOnPlateau: it holds no number stepCount") { $0["stepCount"] = nil }
    check("stepCount is 0.5, not a whole number") { $0["stepCount"] = 0.5 }
    check("baseRate is -1.0, not at least 0") { $0["baseRate"] = -1 }
    check("best is nan, not finite") { $0["best"] = .nan }
    check("it holds warmth, which has no place here") { $0["warmth"] = 1 }
    XCTAssertThrowsError(try Schedule(makeOptimizer(Double.self), .constant).restore(good))
  }

  /// The rates of groups follow the schedule.
  func testGroupsFollow() {
    let (x, y) = (
      Parameter(name: "x", Tensor<Double>([1])), Parameter(name: "y", Tensor<Double>([1]))
    )
    let optimizer = SGD(
      [x, y], learningRate: 1, groups: [ParameterGroup([y], learningRateMultiplier: 0.5)])
    let schedule = Schedule(optimizer, .step(every: 1, factor: 0.25))
    for _ in 0..<2 {
      x.grad = Tensor([1])
      y.grad = Tensor([1])
      optimizer.step()
      schedule.step()
    }
    XCTAssertEqual(x.value[0], 1 - 1 - 0.25)
    XCTAssertEqual(y.value[0], 1 - 0.5 - 0.125)
  }

  /// Without a metric, or with one that is NaN, nothing is better.
  func testAPlateauOfNothing() {
    let optimizer = makeOptimizer(Double.self)
    let schedule = ReduceOnPlateau(optimizer, factor: 0.5, patience: 1)
    schedule.step(metric: 1)
    schedule.step(metric: .nan)
    XCTAssertEqual(optimizer.learningRate, 0.3)
    schedule.step()
    XCTAssertEqual(optimizer.learningRate, 0.15)
    XCTAssertEqual(schedule.best, 1)
  }

  func testTheEndsOfOneCycle() {
    let curve = ScheduleCurve.oneCycle(steps: 100, momentum: 0.85...0.95)
    XCTAssertEqual(curve.rate(at: 29, base: 1), 1)
    XCTAssertEqual(curve.rate(at: 0, base: 1), 1.0 / 25, accuracy: 1e-16)
    XCTAssertEqual(curve.rate(at: 1000, base: 1), curve.rate(at: 99, base: 1))
    XCTAssertEqual(curve.momentum(at: 29), 0.85)
    for steps in 1...5 {
      for rising in [0, 0.2, 0.5, 1] {
        for step in 0..<5 {
          let rate = ScheduleCurve.oneCycle(steps: steps, rising: rising).rate(at: step, base: 1)
          XCTAssertTrue(rate >= 0 && rate <= 1, "\(rate) of \(steps) steps, \(rising)")
        }
      }
    }
  }

  func testTheMomentumOfASequence() {
    let curve = ScheduleCurve.sequential(
      [.warmUp(steps: 2), .oneCycle(steps: 10, momentum: 0.8...0.9), .constant],
      milestones: [2, 12])
    XCTAssertEqual(curve.momentum(at: 0), 0.9)
    XCTAssertEqual(curve.momentum(at: 2 + 2) ?? 0, 0.8, accuracy: 1e-15)
    XCTAssertEqual(curve.momentum(at: 50), 0.9)
    XCTAssertNil(ScheduleCurve.chained([.constant, .cosine(steps: 3)]).momentum(at: 0))
  }
}
