import Backprop
import XCTest

/// Optimizers on networks that change, on parts of networks, and beside each other. That their steps
/// are the right ones is shown in `Agreement`.
final class OptimizerTests: XCTestCase {
  private let input = Tensor<Double>.random([6, 3], seed: 1)

  override func setUp() { RandomSource.seed(1) }

  /// Makes the same network each time.
  private func makeNet() -> Sequential<Double> {
    RandomSource.seed(4)
    return Sequential<Double>(Linear(3, 4), Tanh(), Linear(4, 2))
  }

  private func backward(_ net: Module<Double>) {
    net.zeroGradParameters()
    let output = net.forward(input)
    net.backward(input, output)
  }

  private func makers() -> [([Parameter<Double>]) -> Optimizer<Double>] {
    OptimizerMakers.all(Double.self)
  }

  /// Two optimizers over the parts take the steps of one over the whole.
  func testSubsets() {
    for make in OptimizerMakers.withoutGroups(Double.self) {
      let (whole, parts) = (makeNet(), makeNet())
      let one = make(whole.getParameters())
      let two = [make(parts[0].getParameters()), make(parts[2].getParameters())]
      for _ in 0..<5 {
        backward(whole)
        one.step()
        backward(parts)
        for optimizer in two { optimizer.step() }
      }
      for (x, y) in zip(whole.getParameters(), parts.getParameters()) {
        XCTAssertEqual(x.value, y.value, "\(one)")
      }
    }
  }

  /// Parameters that lie in several pieces, in another order, are stepped as if in one.
  func testPieces() {
    for make in makers() {
      let (whole, pieces) = (makeNet(), makeNet())
      let parameters = pieces.getParameters()
      _ = ParameterVector([parameters[3], parameters[0]])
      _ = ParameterVector([parameters[1]])
      let (one, other) = (make(whole.getParameters()), make(pieces.getParameters()))
      for _ in 0..<5 {
        backward(whole)
        one.step()
        backward(pieces)
        other.step()
      }
      for (x, y) in zip(whole.getParameters(), pieces.getParameters()) {
        XCTAssertEqual(x.value, y.value, "\(one)")
      }
    }
  }

  /// Steps over vectors that several threads share, in groups that cut them unevenly.
  func testTheSameBitsAtAnyNumberOfThreads() {
    let threadCount = Parallel.threadCount
    defer { Parallel.threadCount = threadCount }
    func weights<Scalar: BLASScalar>(
      _ make: OptimizerMakers.Maker<Scalar>, threads: Int
    ) -> Tensor<Scalar> {
      Parallel.threadCount = threads
      let optimizer = make(
        [150_000, 8191, 40_003].map {
          Parameter(name: "x", Tensor<Scalar>.random([$0], seed: UInt64($0)))
        })
      for _ in 0..<3 {
        for parameter in optimizer.vector.parameters { parameter.grad = parameter.value * 0.5 }
        optimizer.step()
      }
      return optimizer.vector.values
    }
    func check<Scalar: BLASScalar>(_ type: Scalar.Type) {
      for (index, make) in OptimizerMakers.all(type).enumerated() {
        let expected = weights(make, threads: 1)
        XCTAssertNil(expected.firstNonFiniteIndex(), "\(index)")
        for threads in [2, 3] {
          XCTAssertTrue(
            weights(make, threads: threads).isBitIdentical(to: expected),
            "\(type), optimizer \(index), \(threads) threads")
        }
      }
    }
    check(Double.self)
    check(Float.self)
  }

  /// Two optimizers with other options, one for each part, take the steps of one with groups.
  func testGroups() {
    let (whole, parts) = (makeNet(), makeNet())
    let biases = whole.getParameters().filter { $0.shape.rank == 1 }
    let weight = whole[2].getParameters()[0]
    let group = ParameterGroup([weight], learningRateMultiplier: 3)
    let one = AdamW(
      whole.getParameters(), learningRate: 0.01, weightDecay: 0.5,
      groups: [ParameterGroup(biases, weightDecay: 0), group])
    let p = parts.getParameters()
    let others = [
      AdamW([p[0]], learningRate: 0.01, weightDecay: 0.5),
      AdamW([p[1], p[3]], learningRate: 0.01, weightDecay: 0),
      AdamW([p[2]], learningRate: 0.03, weightDecay: 0.5),
    ]
    for step in 0..<6 {
      if step == 4 {
        // Frozen: neither gradient nor weight decay moves it.
        group.learningRateMultiplier = 0
        others[2].learningRate = 0
      }
      let before = weight.value
      backward(whole)
      one.step()
      backward(parts)
      for optimizer in others { optimizer.step() }
      XCTAssertEqual(weight.value == before, step >= 4)
      for (x, y) in zip(whole.getParameters(), p) {
        XCTAssertLessThan(distance(x.value, y.value), 1e-15, "step \(step)")
      }
    }
  }

  /// The mean of the weights since averaging began.
  func testTheAverageOfASGD() {
    let x = Parameter(name: "x", Tensor<Double>([1, -2]))
    let optimizer = ASGD([x], learningRate: 0.1, lambda: 0, averagingStart: 3)
    XCTAssertEqual(optimizer.average, x.value)
    var trail: [Tensor<Double>] = []
    for _ in 0..<10 {
      x.grad = x.value
      optimizer.step()
      trail.append(x.value)
    }
    // Up to step 5 the share is 1: the average is the weights.
    let mean = trail[4...].reduce(Tensor.zeros([2]), +) / Double(trail[4...].count)
    XCTAssertLessThan(distance(optimizer.average, mean), 1e-15)
    optimizer.assignAverage()
    XCTAssertEqual(x.value, optimizer.average)
  }

  /// The learning rate of Rprop scales its steps.
  func testTheRateOfRprop() {
    let x = Parameter(name: "x", Tensor<Double>([10]))
    let optimizer = Rprop([x], learningRate: 0.5)
    x.grad = Tensor([1])
    optimizer.step()
    XCTAssertEqual(x.value[0], 9.5)
    optimizer.learningRate = 0.25
    optimizer.step()
    XCTAssertEqual(x.value[0], 9.5 - 0.5 * 0.6, accuracy: 1e-15)
  }

  func testLayersAddedLater() {
    let net = makeNet()
    let first = SGD(net.getParameters(), learningRate: 0.1)
    backward(net)
    first.step()
    net.add(Linear(2, 2))
    let second = SGD(net.getParameters(), learningRate: 0.1)
    XCTAssertEqual(second.vector.count, first.vector.count + 6)
    backward(net)
    let before = net.getParameters().map(\.value)
    let gradients = net.getGradParameters()
    first.step()
    second.step()
    for (index, parameter) in net.getParameters().enumerated() {
      // The first optimizer knows four of the six.
      let steps = index < 4 ? 0.2 : 0.1
      XCTAssertLessThan(
        distance(parameter.value, before[index] - gradients[index] * steps), 1e-15)
    }
  }

  func testWhatMayChangeWhileTraining() {
    let parameter = Parameter(name: "x", Tensor<Double>([1]))
    let optimizer = SGD([parameter], learningRate: 0.1)
    parameter.grad = Tensor([1])
    optimizer.step()
    optimizer.learningRate = 0.5
    optimizer.step()
    XCTAssertEqual(parameter.value[0], 0.4, accuracy: 1e-15)
    optimizer.weightDecay = 1
    optimizer.step()
    XCTAssertEqual(parameter.value[0], 0.4 - 0.5 * 1.4, accuracy: 1e-15)
    XCTAssertEqual(optimizer.stepCount, 3)
  }

  func testFloatTakesTheStepsOfDouble() {
    let x = Parameter(name: "x", Tensor<Double>([1, -2, 3]))
    let y = Parameter(name: "y", Tensor<Float>([1, -2, 3]))
    let (adam, adamOfFloat) = (AdamW([x], learningRate: 0.1), AdamW([y], learningRate: 0.1))
    for _ in 0..<50 {
      x.grad = x.value
      y.grad = y.value
      adam.step()
      adamOfFloat.step()
    }
    XCTAssertLessThan(distance(x.value, y.value.converted()), 1e-5)
  }

  /// With a gradient that is always 1 the bias correction makes every step of Adam the learning rate,
  /// also in Float, where 1 - beta2^step loses digits if it is not taken in Double.
  func testBiasCorrectionOfAdamInFloat() {
    for steps in 1...20 {
      let x = Parameter(name: "x", Tensor<Float>([0]))
      let adam = Adam([x], learningRate: 1)
      for _ in 0..<steps {
        x.grad = Tensor([1])
        adam.step()
      }
      XCTAssertEqual(x.value[0] / Float(steps), -1, accuracy: 1e-6, "\(steps) steps")
    }
  }

  /// `zeroGradParameters` of an optimizer and of the network are the same.
  func testZeroing() {
    let net = makeNet()
    let optimizer = SGD(net[0].getParameters(), learningRate: 0.1)
    backward(net)
    optimizer.zeroGradParameters()
    XCTAssertEqual(net[0].getGradParameters()[0].norm(), 0)
    XCTAssertGreaterThan(net[2].getGradParameters()[0].norm(), 0)
    net.zeroGradParameters()
    XCTAssertEqual(net[2].getGradParameters()[0].norm(), 0)
  }

  func testAnOptimizerOfOnesOwnSeesTheVectorInPlace() {
    final class Descent: Optimizer<Double> {
      override func updateParameters() {
        vector.forEachSegment { segment in
          for i in 0..<segment.count { segment.value[i] -= learningRate * segment.grad[i] }
        }
      }
    }
    let nets = (0..<2).map { _ in
      Sequential<Double>(
        Linear(3, 4, using: PhiloxGenerator(seed: 1)), Tanh(),
        Linear(4, 2, using: PhiloxGenerator(seed: 2)))
    }
    // One of the two is packed in pieces.
    _ = ParameterVector([nets[0].getParameters()[2]])
    let optimizers = [
      Descent(nets[0].getParameters(), learningRate: 0.1),
      SGD(nets[1].getParameters(), learningRate: 0.1),
    ]
    let input = Tensor<Double>(rows: [[1, 2, 3], [-1, 0, 1]])
    for (net, optimizer) in zip(nets, optimizers) {
      net.forward(input)
      net.backward(input, Tensor.ones([2, 2]))
      optimizer.step()
    }
    // One may fuse the multiplication with the subtraction, so they differ by a rounding.
    let difference = optimizers[0].vector.values - optimizers[1].vector.values
    XCTAssertLessThanOrEqual(abs(difference).max(), .ulpOfOne)
  }
}
