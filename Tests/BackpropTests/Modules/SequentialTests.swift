import Backprop
import XCTest

final class SequentialTests: XCTestCase {
  private let input = Tensor<Double>.random([5, 3], seed: 1)
  private let gradOutput = Tensor<Double>.random([5, 3], seed: 2)

  override func setUp() { RandomSource.seed(1) }

  func testNoModulesAreTheIdentity() throws {
    let net = Sequential<Double>()
    XCTAssertEqual(net.count, 0)
    XCTAssertTrue(net.children.isEmpty)
    XCTAssertTrue(net.getParameters().isEmpty)
    XCTAssertEqual(net.forward(input), input)
    XCTAssertEqual(net.backward(input, gradOutput), gradOutput)
    XCTAssertEqual(try net.outputShape(for: [5, 3]), [5, 3])
    XCTAssertEqual(net.description, "Sequential (empty)")
    net.updateGradInput(input, input)
    XCTAssertEqual(net.gradInput, input)
    net.add(ReLU())
    XCTAssertEqual(net.forward(input), ReLU().forward(input))
  }

  func testOneModuleIsThatModule() {
    let linear = Linear<Double>(3, 3)
    let net = Sequential(linear)
    XCTAssertTrue(net[0] === linear)
    XCTAssertEqual(net.forward(input), linear.forward(input))
    XCTAssertEqual(
      net.backward(input, gradOutput), matmul(gradOutput, linear.weight.value.transpose))
    XCTAssertEqual(linear.weight.grad, matmul(input.transpose, gradOutput))
  }

  func testNestingChangesNothing() {
    let (a, b, c) = (Linear<Double>(3, 4), Tanh<Double>(), Linear<Double>(4, 3))
    let flat = Sequential<Double>(a, b, c)
    let output = flat.forward(input)
    let gradInput = flat.backward(input, gradOutput)
    let gradients = flat.getGradParameters()
    flat.zeroGradParameters()
    let nested = Sequential<Double>(
      Sequential(), Sequential(Sequential(a), Sequential(b, Sequential())), c)
    XCTAssertEqual(nested.forward(input), output)
    XCTAssertEqual(nested.backward(input, gradOutput), gradInput)
    XCTAssertEqual(nested.getGradParameters(), gradients)
  }

  /// `backward` runs each child's once: nothing is added twice.
  func testBackwardIsItsTwoHalves() {
    let net = Sequential<Double>(Linear(3, 4), Sequential(Sigmoid(), Linear(4, 4)), Linear(4, 3))
    net.forward(input)
    let gradInput = net.backward(input, gradOutput)
    let gradients = net.getGradParameters()
    net.zeroGradParameters()

    net.updateGradInput(input, gradOutput)
    XCTAssertEqual(net.gradInput, gradInput)
    XCTAssertTrue(net.getGradParameters().allSatisfy { $0.sumOfSquares() == 0 })
    net.accGradParameters(input, gradOutput)
    XCTAssertEqual(net.getGradParameters(), gradients)

    // Gradients add up.
    net.backward(input, gradOutput)
    for (grad, once) in zip(net.getGradParameters(), gradients) {
      XCTAssertLessThan(distance(grad, once * 2), 1e-14)
    }
  }

  func testNames() {
    let net = Sequential<Double>(Linear(3, 4))
    net.add(ReLU(), name: "rectifier")
    net.add(Sequential(Linear(4, 2, bias: false)), name: "head")
    net.add(SoftMax())
    XCTAssertEqual(net.count, 4)
    XCTAssertEqual(net.childNames, ["0", "rectifier", "head", "3"])
    XCTAssertTrue(net["rectifier"] === net[1])
    XCTAssertTrue(net["3"] === net[3])
    XCTAssertNil(net["body"])
    XCTAssertEqual(net.namedParameters().map(\.path), ["0.weight", "0.bias", "head.0.weight"])
    XCTAssertEqual(
      net.description,
      """
      Sequential
        (0) Linear 3 -> 4
        (rectifier) ReLU
        (head) Sequential
          (0) Linear 4 -> 2 (no bias)
        (3) SoftMax
      """)
  }

  func testReplicaSharesParametersAndOwnsResults() {
    let net = Sequential<Double>(Linear(3, 4), Sequential(Tanh(), Linear(4, 3)))
    let replica = net.replica()
    XCTAssertEqual(
      net.getParameters().map(ObjectIdentifier.init),
      replica.getParameters().map(ObjectIdentifier.init))
    let output = net.forward(input)
    XCTAssertEqual(replica.forward(input * 2).shape, [5, 3])
    XCTAssertEqual(net.output, output)
    XCTAssertNotEqual(replica.output, output)
    XCTAssertEqual(replica.forward(input), output)
    XCTAssertEqual(replica.description, net.description)
  }

  /// Every module makes a replica of its own class.
  func testReplicasAreAlike() {
    let modules: [Module<Double>] = [
      Linear(3, 3), Linear(3, 3, bias: false), Identity(), Dropout(keep: 0.25), ReLU(),
      LeakyReLU(slope: 0.2), Sigmoid(), Tanh(), SoftMax(), LogSoftMax(), Sequential(),
    ]
    for module in modules {
      module.evaluate()
      let replica = module.replica()
      XCTAssertFalse(replica === module)
      XCTAssertTrue(type(of: replica) == type(of: module))
      XCTAssertEqual(replica.description, module.description)
      XCTAssertEqual(replica.forward(input), module.forward(input), "\(module)")
    }
  }

  func testOutputShapeNamesTheModule() throws {
    let net = Sequential<Double>(Linear(3, 4), Sequential(ReLU(), Linear(5, 2)))
    XCTAssertThrowsError(try net.outputShape(for: [7, 3])) { error in
      XCTAssertEqual(
        "\(error)",
        "Linear 5 -> 2 (module 1 of Sequential): the input has shape [7, 4], expected [batch, 5]")
    }
    XCTAssertThrowsError(try net.outputShape(for: [3])) { error in
      XCTAssertEqual((error as? ShapeError)?.given, [3])
      XCTAssertEqual((error as? ShapeError)?.module, "Linear 3 -> 4 (module 0 of Sequential)")
    }
    let fitting = Sequential<Double>(Linear(3, 4), ReLU(), Dropout(keep: 0.5), Linear(4, 2))
    XCTAssertEqual(try fitting.outputShape(for: [7, 3]), [7, 2])
    XCTAssertEqual(try fitting.outputShape(for: [0, 3]), [0, 2])
  }

  func testAModuleAddedToAnEvaluatedNetworkIsEvaluated() {
    let net = Sequential<Double>(Linear(2, 3))
    net.evaluate()
    let dropout = Dropout<Double>(keep: 0.5)
    net.add(dropout)
    XCTAssertFalse(dropout.isTraining)
    net.training()
    XCTAssertTrue(dropout.isTraining)
  }
}
