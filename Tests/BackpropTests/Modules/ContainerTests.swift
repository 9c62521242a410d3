import Backprop
import XCTest

/// What the containers have in common: names, modes, replicas, shapes inside, memory.
final class ContainerTests: XCTestCase {
  private func branched() -> Sequential<Double> {
    RandomSource.seed(1)
    let net = Sequential<Double>(Linear(4, 4))
    net.add(Residual(Linear(4, 4), BatchNorm1d(4)), name: "block")
    let heads = Concat<Double>()
    heads.add(Linear(4, 2), name: "left")
    heads.add(Sequential(Linear(4, 3), Tanh(), Dropout(keep: 0.5)), name: "right")
    net.add(heads, name: "heads")
    net.add(ParallelBranches(Linear(2, 3), PReLU(features: 3), widths: [2, 3]))
    return net
  }

  func testPathsOfParametersAndBuffers() {
    let net = branched()
    XCTAssertEqual(
      net.namedParameters().map(\.path),
      [
        "0.weight", "0.bias", "block.0.0.weight", "block.0.0.bias", "block.0.1.weight",
        "block.0.1.bias", "heads.left.weight", "heads.left.bias", "heads.right.0.weight",
        "heads.right.0.bias", "3.0.weight", "3.0.bias", "3.1.weight",
      ])
    XCTAssertEqual(
      net.namedBuffers().map(\.path),
      ["block.0.1.running_mean", "block.0.1.running_var", "block.0.1.num_batches_tracked"])
    XCTAssertEqual((net["heads"] as? Concat<Double>)?["left"]?.description, "Linear 4 -> 2")
  }

  /// The modes reach every module, and a module added later takes that of the network.
  func testModes() {
    let net = branched()
    net.evaluate()
    net.visit { module, path in XCTAssertFalse(module.isTraining, path) }
    (net["heads"] as? Container<Double>)?.add(Dropout(keep: 0.5))
    net.visit { module, path in XCTAssertFalse(module.isTraining, path) }
    net.training()
    net.visit { module, path in XCTAssertTrue(module.isTraining, path) }
  }

  func testReplicaHasItsOwnTree() {
    let net = branched()
    let input = Tensor<Double>.random([5, 4], seed: 2)
    net.forward(input)
    net.evaluate()
    let replica = net.replica()
    XCTAssertEqual(replica.description, net.description)
    XCTAssert(net.forward(input).isBitIdentical(to: replica.forward(input)))
    var modules = Set<ObjectIdentifier>()
    net.visit { module, _ in modules.insert(ObjectIdentifier(module)) }
    replica.visit { module, path in
      XCTAssertFalse(modules.contains(ObjectIdentifier(module)), path)
    }
    // The statistics of a network that trains on are those of its replicas.
    net.training()
    net.forward(input * 3)
    net.evaluate()
    XCTAssert(net.forward(input).isBitIdentical(to: replica.forward(input)))
  }

  /// A module in two branches is one set of parameters with two sets of results.
  func testModuleUsedInTwoBranches() {
    let linear = Linear<Double>(3, 2)
    let net = Concat<Double>(linear, linear)
    XCTAssert(net[0] === linear)
    XCTAssertFalse(net[1] === linear)
    XCTAssertEqual(net.namedParameters().map(\.path), ["0.weight", "0.bias"])
    let input = Tensor<Double>.random([4, 3], seed: 3)
    let output = net.forward(input)
    XCTAssertEqual(output.shape, [4, 4])
    for row in 0..<4 {
      for column in 0..<2 { XCTAssertEqual(output[row, column], output[row, column + 2]) }
    }
  }

  /// Without gradInput at the front, only what needs it is computed.
  func testGradInputIsAskedForWhereItIsNeeded() {
    let net = branched()
    net.computesGradInput = false
    XCTAssertFalse(net[0].computesGradInput)
    XCTAssertTrue(net[1].computesGradInput)
    let concat = Concat<Double>(Linear(4, 2), Sequential(Linear(4, 3), Tanh()))
    concat.computesGradInput = false
    XCTAssertFalse(concat[0].computesGradInput)
    XCTAssertFalse((concat[1] as? Sequential<Double>)?[0].computesGradInput ?? true)
    XCTAssertTrue((concat[1] as? Sequential<Double>)?[1].computesGradInput ?? false)
  }

  func testSummaryShowsShapesInside() {
    let summary = branched().summary(inputShape: [7, 4])
    let lines = summary.split(separator: "\n")
    for path in ["block.0.1 ", "heads.right.2 ", "3.1 "] {
      XCTAssertEqual(lines.filter { $0.hasPrefix(path) }.count, 1, summary)
    }
    // The third column is the only one with brackets.
    let shapes = lines.compactMap { line -> String? in
      guard let start = line.firstIndex(of: "["), let end = line.lastIndex(of: "]") else {
        return nil
      }
      return String(line[start...end])
    }
    XCTAssertEqual(
      shapes,
      [
        "[7, 6]", "[7, 4]", "[7, 4]", "[7, 4]", "[7, 4]", "[7, 4]", "[7, 5]", "[7, 2]", "[7, 3]",
        "[7, 3]", "[7, 3]", "[7, 3]", "[7, 6]", "[7, 3]", "[7, 3]",
      ], summary)
  }

  /// What doesn't fit is named with its place.
  func testShapesThatDoNotFit() {
    func problem(_ module: Module<Double>, _ shape: Shape) -> String {
      do {
        return "\(try module.outputShape(for: shape)) fits"
      } catch { return "\(error)" }
    }
    let residual = Residual<Double>(Linear(4, 3))
    XCTAssertEqual(
      problem(Sequential(Linear(2, 4), residual), [5, 2]),
      "Residual (module 1 of Sequential): the input has shape [5, 4], "
        + "expected [5, 3], as the output of its module")
    XCTAssertEqual(
      problem(ParallelBranches(Tanh(), Tanh(), widths: [1, 2]), [5, 4]),
      "ParallelBranches: the input has shape [5, 4], "
        + "expected [batch, 3, ...] for 2 modules of widths [1, 2]")
    XCTAssertEqual(
      problem(ParallelBranches(Tanh(), Linear(3, 1)), [5, 4]),
      "Linear 3 -> 1 (module 1 of ParallelBranches): the input has shape [5, 2], "
        + "expected [batch, 3]")
    XCTAssertEqual(
      problem(Concat(Identity(), Flatten()), [5, 4, 2]),
      "Concat: the input has shape [5, 4, 2], expected one of which module 1 makes "
        + "[5, features, 2], as the modules before, and not [5, 8]")
    XCTAssertEqual(
      problem(Concat(), [5, 4]),
      "Concat (empty): the input has shape [5, 4], expected a module to give it to")
    XCTAssertEqual(
      problem(Reshape(3, -1), [2, 4]),
      "Reshape to [batch, 3, -1]: the input has shape [2, 4], "
        + "expected [batch, ...] with a multiple of 3 in a sample")
    XCTAssertEqual(
      problem(BatchNorm1d(3), [2, 4]),
      "BatchNorm1d 3: the input has shape [2, 4], expected [batch, 3]")
  }

  func testShapesOfReshape() throws {
    XCTAssertEqual(try Reshape<Double>(-1, 2).outputShape(for: [3, 2, 4]), [3, 4, 2])
    XCTAssertEqual(try Reshape<Double>().outputShape(for: [3, 1]), [3])
    XCTAssertEqual(try Reshape<Double>(2, -1).outputShape(for: [0, 6]), [0, 2, 3])
    XCTAssertEqual(try Flatten<Double>().outputShape(for: [3]), [3, 1])
  }
}
