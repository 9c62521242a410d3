import Backprop
import XCTest

/// Training and evaluation, which the notebook's `Sequential` kept from its children.
final class ModeTests: XCTestCase {
  private let input = Tensor<Double>.ones([50, 20])

  override func setUp() { RandomSource.seed(1) }

  func testModesReachNestedChildren() {
    let inner = Dropout<Double>(keep: 0.5)
    let net = Sequential<Double>(ReLU(), Sequential(Sequential(inner), Tanh()))
    var modules: [Module<Double>] = []
    net.visit { module, _ in modules.append(module) }
    XCTAssertEqual(modules.count, 6)
    XCTAssertTrue(modules.allSatisfy(\.isTraining))
    net.evaluate()
    XCTAssertFalse(modules.contains(where: \.isTraining))
    net.training()
    XCTAssertTrue(inner.isTraining)
    XCTAssertTrue(modules.allSatisfy(\.isTraining))
  }

  func testDropoutStopsDropping() {
    RandomSource.seed(1)
    let net = Sequential<Double>(Sequential(Dropout(keep: 0.5)), Identity())
    XCTAssertNotEqual(net.forward(input), input)
    net.evaluate()
    XCTAssertEqual(net.forward(input), input)
    XCTAssertEqual(net.backward(input, input), input)
    net.training()
    XCTAssertNotEqual(net.forward(input), input)
  }

  func testReplicaHasTheMode() {
    let net = Sequential<Double>(Sequential(Dropout(keep: 0.5)))
    net.evaluate()
    let replica = net.replica()
    XCTAssertFalse(replica.isTraining)
    XCTAssertEqual(replica.forward(input), input)
    net.training()
    XCTAssertNotEqual(net.replica().forward(input), input)
  }

  func testGradientOfTheInputIsOptional() {
    let net = Sequential<Double>(Sequential(Linear(3, 4), ReLU()), Linear(4, 2))
    let input = Tensor<Double>.random([5, 3], seed: 1)
    let gradOutput = Tensor<Double>.random([5, 2], seed: 2)
    net.forward(input)
    net.backward(input, gradOutput)
    let gradients = net.getGradParameters()

    net.computesGradInput = false
    XCTAssertTrue(net.gradInput.isEmpty)
    net.zeroGradParameters()
    net.forward(input)
    XCTAssertTrue(net.backward(input, gradOutput).isEmpty)
    XCTAssertTrue(net[0].gradInput.isEmpty)
    XCTAssertFalse(net[0].children[0].computesGradInput)
    XCTAssertTrue(net[0].children[1].computesGradInput)
    XCTAssertEqual(net[1].gradInput.shape, [5, 4])
    XCTAssertEqual(net.getGradParameters(), gradients)
    XCTAssertFalse((net.replica() as? Sequential)?[0].computesGradInput ?? true)

    net.computesGradInput = true
    net.forward(input)
    XCTAssertEqual(net.backward(input, gradOutput).shape, [5, 3])
  }

  /// A module that is added first takes over what was set before.
  func testGradientOfTheInputIsSwitchedOffBeforeModulesAreAdded() {
    let net = Sequential<Double>()
    net.computesGradInput = false
    let input = Tensor<Double>.random([5, 3], seed: 1)
    net.forward(input)
    XCTAssertTrue(net.backward(input, input).isEmpty)
    net.add(Linear(3, 4))
    net.add(Linear(4, 3))
    XCTAssertFalse(net[0].computesGradInput)
    XCTAssertTrue(net[1].computesGradInput)
  }
}
