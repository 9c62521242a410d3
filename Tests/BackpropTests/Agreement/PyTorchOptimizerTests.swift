import Backprop
import XCTest

/// A line of `pytorch/optimizers.jsonl`.
private struct OptimizerCase: Decodable {
  struct Config: Decodable {
    let lr: Double?
    let momentum: Double?
    let dampening: Double?
    let nesterov: Bool?
    let weight_decay: Double?
    let betas: [Double]?
    let eps: Double?
  }

  let method: String
  let config: Config
  let x0: [Double]
  let trajectory: [[Double]]
}

/// The optimizers take the steps that PyTorch's do in float64.
final class PyTorchOptimizerTests: XCTestCase {
  func testTrajectories() throws {
    let tally = Tally(.eachScalar)
    let cases = try Fixtures.jsonLines(
      "pytorch/optimizers.jsonl", skipping: 1, as: OptimizerCase.self)
    for (index, golden) in cases.enumerated() {
      tally.begin(golden.method, "line \(index + 2), \(golden.method) \(golden.config)")
      let x = Parameter(name: "x", Tensor(golden.x0))
      let optimizer = try makeOptimizer(golden, [x])
      XCTAssertEqual(golden.trajectory.count, 100)
      for (step, expected) in golden.trajectory.enumerated() {
        x.grad = gradient(x.value)
        optimizer.step()
        tally.check("x after step \(step + 1)", x.value.scalars, expected, within: 1e-10)
      }
    }
    XCTAssertEqual(tally.counts, ["Adam": 25, "AdamW": 13, "SGD": 19])
    tally.report("PyTorch")
  }

  /// Of the sum over i of (x_i^2 - 1)^2 / 4 + x_i x_(i+1) / 2: two wells for each x_i, coupled.
  private func gradient(_ x: Tensor<Double>) -> Tensor<Double> {
    var gradient = x * x * x - x
    for i in 0..<(x.count - 1) {
      gradient[i] += 0.5 * x[i + 1]
      gradient[i + 1] += 0.5 * x[i]
    }
    return gradient
  }

  /// What is absent has the default, which is PyTorch's, too.
  private func makeOptimizer(
    _ golden: OptimizerCase, _ parameters: [Parameter<Double>]
  ) throws -> Optimizer<Double> {
    let config = golden.config
    guard let rate = config.lr else {
      return golden.method == "Adam" ? Adam(parameters) : AdamW(parameters)
    }
    if golden.method == "SGD" {
      guard let momentum = config.momentum else { return SGD(parameters, learningRate: rate) }
      return try SGD(
        parameters, learningRate: rate, momentum: momentum,
        dampening: XCTUnwrap(config.dampening), weightDecay: XCTUnwrap(config.weight_decay),
        nesterov: XCTUnwrap(config.nesterov))
    }
    let betas = try XCTUnwrap(config.betas)
    let epsilon = try XCTUnwrap(config.eps)
    let decay = try XCTUnwrap(config.weight_decay)
    switch golden.method {
    case "Adam":
      return Adam(
        parameters, learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon,
        weightDecay: decay)
    case "AdamW":
      return AdamW(
        parameters, learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon,
        weightDecay: decay)
    default:
      throw FixtureError("the unknown method \(golden.method)")
    }
  }
}
