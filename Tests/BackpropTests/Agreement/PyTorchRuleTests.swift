import Backprop
import XCTest

/// A line of `pytorch/rules.jsonl`.
private struct RuleCase: Decodable {
  let problem: String
  let method: String
  let config: [String: JSON]
  let steps: [Int]
  let values: [[Double]]
}

/// Every optimizer takes the steps that PyTorch's does in float64, on three problems, one of them in
/// groups.
final class PyTorchRuleTests: XCTestCase {
  func testSteps() throws {
    let tally = Tally(.eachScalar)
    let cases = try Fixtures.jsonLines("pytorch/rules.jsonl", skipping: 1, as: RuleCase.self)
    for (index, golden) in cases.enumerated() {
      tally.begin(
        golden.method,
        "line \(index + 2), \(golden.method) \(golden.config) on \(golden.problem)")
      XCTAssertEqual(golden.steps.last, 100)
      XCTAssertEqual(golden.steps.count, golden.problem == "wells" ? 100 : golden.values.count)
      let problem = try Problem.named(golden.problem)
      let optimizer = try makePyTorchOptimizer(
        golden.method, problem.parameters, golden.config, groups: problem.groups)
      var next = 0
      for step in 1...100 {
        optimizer.zeroGradParameters()
        problem.computeGradients()
        optimizer.step()
        guard step == golden.steps[next] else { continue }
        tally.check(
          "x after step \(step)", optimizer.vector.values.scalars, golden.values[next],
          within: 1e-10)
        next += 1
      }
    }
    XCTAssertEqual(
      tally.counts,
      [
        "SGD": 8, "ASGD": 9, "Adagrad": 9, "Adadelta": 6, "RMSprop": 15, "Rprop": 4, "Adam": 12,
        "AdamW": 6, "Adamax": 6, "NAdam": 9, "RAdam": 12, "Lion": 6,
      ])
    tally.report("PyTorch rule")
  }
}

/// Something to minimise, as in `make_optimizer_fixtures.py`.
private struct Problem {
  let parameters: [Parameter<Double>]
  var groups: [ParameterGroup<Double>] = []
  let computeGradients: () -> Void

  static func named(_ name: String) throws -> Problem {
    switch name {
    case "wells": return function([0.3, -1.7, 2.1], wells)
    case "scales":
      let x0 = (0..<10).map { (i: Int) -> Double in
        let offset = 0.25 * Double(i)
        return i % 2 == 0 ? 0.5 + offset : 0.5 - offset
      }
      return function(x0, scales)
    case "network": return network()
    default: throw FixtureError("the unknown problem \(name)")
    }
  }

  private static func function(
    _ x0: [Double], _ gradient: @escaping (Tensor<Double>) -> Tensor<Double>
  ) -> Problem {
    let x = Parameter(name: "x", Tensor(x0))
    return Problem(parameters: [x]) { x.grad = gradient(x.value) }
  }

  private static func wells(_ x: Tensor<Double>) -> Tensor<Double> {
    var gradient = x * x * x - x
    for i in 0..<(x.count - 1) {
      gradient[i] += 0.5 * x[i + 1]
      gradient[i + 1] += 0.5 * x[i]
    }
    return gradient
  }

  private static func scales(_ x: Tensor<Double>) -> Tensor<Double> {
    let factors = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 0]
    return Tensor(
      factors.indices.map { (i: Int) -> Double in
        let before = x[(i + 9) % 10]
        return factors[i] * (x[i] - 1 / (1 + before * before))
      })
  }

  /// 3-4-2 with tanh between; half the rate for the first layer, no weight decay of biases.
  private static func network() -> Problem {
    var count = 0
    func fill(_ shape: Shape) -> Tensor<Double> {
      let scalars = (count..<(count + shape.count)).map { Double($0 * 37 % 64 - 32) / 40 }
      count += shape.count
      return Tensor(shape: shape, scalars)
    }
    let net = Sequential<Double>(Linear(3, 4), Tanh(), Linear(4, 2))
    let parameters = net.getParameters()
    for parameter in parameters { parameter.value = fill(parameter.shape) }
    let (inputs, targets) = (fill([6, 3]), fill([6, 2]))
    let criterion = MSECriterion<Double>()
    let groups = [
      ParameterGroup([parameters[0]], learningRateMultiplier: 0.5),
      ParameterGroup([parameters[1]], learningRateMultiplier: 0.5, weightDecay: 0),
      ParameterGroup([parameters[3]], weightDecay: 0),
    ]
    return Problem(parameters: parameters, groups: groups) {
      let output = net.forward(inputs)
      criterion.forward(output, targets)
      net.backward(inputs, criterion.backward(output, targets))
    }
  }
}
