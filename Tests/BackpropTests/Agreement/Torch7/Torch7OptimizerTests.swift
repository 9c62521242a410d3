import Backprop
import XCTest

/// A line of `torch7/optimizers.jsonl`.
private struct OptimizerCase: Decodable {
  let method: String
  let config: [String: JSON]
  let objective: String
  let x0: [Double]
  let A: TensorRecord?
  let b: TensorRecord?
  let trajectory: [[Double]]
  let averaged: [[Double]]?
  let losses: [Double]
  let stableSteps: Int
  let tolerance: Double?

  var function: Torch7Objective {
    get throws {
      switch objective {
      case "rosenbrock": return .rosenbrock
      case "quadratic":
        return try .quadratic(a: XCTUnwrap(A).tensor, b: XCTUnwrap(b).tensor)
      default: throw FixtureError("the unknown objective \(objective)")
      }
    }
  }
}

/// A line of `torch7/trainings.jsonl`.
private struct TrainingCase: Decodable {
  let module: JSON
  let criterion: JSON
  let options: [String: JSON]
  let method: String
  let config: [String: JSON]
  let input: TensorRecord
  let target: JSON
  let params: [TensorRecord]
  let losses: [Double]
  let paramsAfter: [TensorRecord]
  let tolerance: Double?
}

/// The optimizers take the steps that those of Torch7 do, on functions and in training.
final class Torch7OptimizerTests: XCTestCase {
  private let tally = Tally(.eachScalar)

  func testTrajectories() throws {
    let cases = try Fixtures.jsonLines("torch7/optimizers.jsonl", as: OptimizerCase.self)
    var steps = 0
    for (index, golden) in cases.enumerated() {
      let x = Parameter(name: "x", Tensor(golden.x0))
      guard let optimizer = try makeTorch7Optimizer(golden.method, [x], golden.config) else {
        tally.begin(golden.method + " without counterpart", "line \(index + 1)")
        continue
      }
      tally.begin(golden.method, "line \(index + 1), \(golden.method) \(golden.config)")
      try check(golden, x, optimizer)
      steps += golden.stableSteps
    }
    XCTAssertEqual(
      tally.counts,
      [
        "adadelta": 8, "adagrad": 8, "adam": 16, "adamax": 8, "asgd": 8, "nag": 4,
        "nag without counterpart": 4, "rmsprop": 8, "rprop": 8, "sgd": 28,
      ])
    XCTAssertEqual(steps, 96 * 50)
    XCTAssertTrue(Set(tally.counts.keys).isSuperset(of: torch7Optimizers.keys))
    tally.report("Torch7 optimizer")
  }

  private func check(
    _ golden: OptimizerCase, _ x: Parameter<Double>, _ optimizer: Optimizer<Double>
  ) throws {
    let bound = golden.tolerance ?? 1e-9
    let function = try golden.function
    XCTAssertLessThanOrEqual(golden.stableSteps, golden.trajectory.count)
    XCTAssertEqual(golden.averaged != nil, golden.method == "asgd")
    for step in 0..<golden.stableSteps {
      tally.check(
        "loss \(step)", [function.value(x.value)], [golden.losses[step]], within: bound)
      x.grad = function.gradient(x.value)
      optimizer.step()
      let point = golden.method == "nag" ? pointOfNAG(optimizer) : x.value
      tally.check("x after step \(step + 1)", point.scalars, golden.trajectory[step], within: bound)
      if let averaged = golden.averaged {
        let average = try XCTUnwrap(optimizer as? ASGD).average
        tally.check(
          "average after step \(step + 1)", average.scalars, averaged[step], within: bound)
      }
    }
  }

  func testTraining() throws {
    let cases = try Fixtures.jsonLines("torch7/trainings.jsonl", as: TrainingCase.self)
    for (index, golden) in cases.enumerated() {
      tally.begin(golden.method, "line \(index + 1), \(golden.method) \(golden.config)")
      try check(golden)
    }
    XCTAssertEqual(tally.counts, ["adagrad": 2, "adam": 2, "nag": 2, "rmsprop": 2, "sgd": 4])
    tally.report("Torch7 training")
  }

  private func check(_ golden: TrainingCase) throws {
    let bound = golden.tolerance ?? 1e-9
    let net = try XCTUnwrap(makeTorch7Module(Torch7Description(golden.module)))
    let parameters = net.torch7Parameters
    XCTAssertEqual(parameters.count, golden.params.count)
    for ((parameter, isTransposed), value) in zip(parameters, golden.params) {
      parameter.value = isTransposed ? value.tensor.transposed() : value.tensor
    }
    let optimizer = try XCTUnwrap(
      makeTorch7Optimizer(golden.method, net.getParameters(), golden.config))
    let input = golden.input.tensor
    let made = try XCTUnwrap(
      makeTorch7Criterion(
        Torch7Description(golden.criterion), input: net.outputShape(for: input.shape)))
    let target = try made.target(golden.target)
    XCTAssertEqual(golden.losses.count, 20)
    for (step, loss) in golden.losses.enumerated() {
      optimizer.zeroGradParameters()
      let computed = made.criterion.forward(net.forward(input), target)
      tally.check("loss \(step)", [computed], [loss], within: bound)
      net.backward(input, made.criterion.backward(net.output, target))
      optimizer.step()
    }
    if golden.method == "nag" { optimizer.vector.values = pointOfNAG(optimizer) }
    for ((parameter, isTransposed), after) in zip(parameters, golden.paramsAfter) {
      let value = isTransposed ? parameter.value.transposed() : parameter.value
      tally.check("final \(parameter.name)", value, after.tensor, within: bound)
    }
  }
}
