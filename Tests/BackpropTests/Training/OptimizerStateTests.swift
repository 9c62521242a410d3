import Backprop
import XCTest

/// The state of an optimizer is all that it remembers, and a state that does not fit is refused.
final class OptimizerStateTests: XCTestCase {
  private let input = Tensor<Double>.random([6, 3], seed: 1)

  private func makeNet() -> Sequential<Double> {
    RandomSource.seed(4)
    return Sequential<Double>(Linear(3, 4), Tanh(), Linear(4, 2))
  }

  private func step(_ net: Module<Double>, _ optimizer: Optimizer<Double>) {
    net.zeroGradParameters()
    net.backward(input, net.forward(input))
    optimizer.step()
  }

  /// Steps after a restore have the bits of those that were not interrupted, also when options
  /// changed on the way.
  func testRestoredStepsHaveTheSameBits() throws {
    for make in OptimizerMakers.all(Double.self) {
      let net = makeNet()
      let optimizer = make(net.getParameters())
      for _ in 0..<7 { step(net, optimizer) }
      optimizer.learningRate *= 0.5
      optimizer.groups.first?.learningRateMultiplier = 0.25
      let (weights, state) = (optimizer.vector.values, optimizer.state())
      let copy = state
      for _ in 0..<9 { step(net, optimizer) }
      let expected = optimizer.vector.values

      let other = makeNet()
      let resumed = make(other.getParameters())
      resumed.vector.values = weights
      try resumed.restore(state)
      XCTAssertEqual(resumed.stepCount, 7)
      for _ in 0..<9 { step(other, resumed) }
      XCTAssertTrue(resumed.vector.values.isBitIdentical(to: expected), "\(optimizer)")

      // The steps did not touch the state, and without it they are others.
      XCTAssertEqual(state.scalars, copy.scalars)
      for (name, tensor) in state.tensors { XCTAssertEqual(tensor, copy.tensors[name]) }
      let fresh = make(other.getParameters())
      fresh.vector.values = weights
      for _ in 0..<9 { step(other, fresh) }
      XCTAssertNotEqual(fresh.vector.values, expected, "\(optimizer)")
    }
  }

  /// A state may be taken before the first step, and put back into an optimizer that took some.
  func testTheStateAtTheStart() throws {
    for make in OptimizerMakers.all(Double.self) {
      let net = makeNet()
      let optimizer = make(net.getParameters())
      let (weights, state) = (optimizer.vector.values, optimizer.state())
      var ends: [Tensor<Double>] = []
      for _ in 0..<2 {
        optimizer.vector.values = weights
        try optimizer.restore(state)
        for _ in 0..<4 { step(net, optimizer) }
        ends.append(optimizer.vector.values)
      }
      XCTAssertTrue(ends[0].isBitIdentical(to: ends[1]), "\(optimizer)")
    }
  }

  func testStatesThatDoNotFit() throws {
    let net = makeNet()
    let adam = Adam(net.getParameters(), learningRate: 0.1)
    step(net, adam)
    let good = adam.state()
    func check(_ words: String, _ change: (inout OptimizerState<Double>) -> Void) {
      var state = good
      change(&state)
      let before = adam.state()
      XCTAssertThrowsError(try adam.restore(state)) { error in
        let message = "\(error)"
        XCTAssertTrue(message.contains(words), message)
        XCTAssertTrue(error is StateError)
      }
      XCTAssertEqual(adam.state().scalars, before.scalars)
      XCTAssertEqual(adam.state().tensors["mean"], before.tensors["mean"])
    }
    check("state of Adam: it is one of SGD") { $0.kind = "SGD" }
    check("mean has shape [3], here it is [26]") { $0.tensors["mean"] = Tensor.zeros([3]) }
    check("mean has shape [26, 1]") { $0.tensors["mean"] = Tensor.zeros([26, 1]) }
    check("it holds no tensor variance") { $0.tensors["variance"] = nil }
    check("it holds no number beta2") { $0.scalars["beta2"] = nil }
    check("beta2 is 1.0, not in [0, 1)") { $0.scalars["beta2"] = 1 }
    check("learningRate is nan, not at least 0") { $0.scalars["learningRate"] = .nan }
    check("stepCount is 1.5, not a whole number") { $0.scalars["stepCount"] = 1.5 }
    check("stepCount is inf, not a whole number") { $0.scalars["stepCount"] = .infinity }
    check("stepCount is -1.0") { $0.scalars["stepCount"] = -1 }
    check("parameterCount is 4.0, here it is 26") { $0.scalars["parameterCount"] = 4 }
    check("groupCount is 1.0, here it is 0") { $0.scalars["groupCount"] = 1 }
    check("epsilonBeforeCorrection is 1.0, here it is 0") {
      $0.scalars["epsilonBeforeCorrection"] = 1
    }
    check("it holds velocity, which has no place here") { $0.tensors["velocity"] = Tensor() }
    check("it holds warmth, which has no place here") { $0.scalars["warmth"] = 1 }
    try adam.restore(good)
  }

  /// An optimizer of one's own is saved by describing what it remembers.
  func testAnOptimizerOfOnesOwn() throws {
    final class Heavy: Optimizer<Double> {
      var velocity = Tensor<Double>()
      var friction = 0.1

      override func updateParameters() {
        if velocity.isEmpty { velocity = Tensor.zeros(Shape(vector.count)) }
        forEachSegment(rate: learningRate) { segment, rate, _ in
          for i in 0..<segment.count {
            velocity[segment.offset + i] *= 1 - friction
            velocity[segment.offset + i] -= rate * segment.grad[i]
            segment.value[i] += velocity[segment.offset + i]
          }
        }
      }

      override func codeState(_ coder: inout StateCoder<Double>) throws {
        try super.codeState(&coder)
        try coder.option("friction", &friction, in: .unit)
        try coder.vector("velocity", &velocity)
      }
    }
    let net = makeNet()
    let heavy = Heavy(net.getParameters(), learningRate: 0.1)
    step(net, heavy)
    let state = heavy.state()
    XCTAssertEqual(state.kind, "Heavy")
    let other = Heavy(net.getParameters(), learningRate: 0.1)
    try other.restore(state)
    XCTAssertEqual(other.velocity, heavy.velocity)
    XCTAssertEqual(other.stepCount, 1)
  }
}
