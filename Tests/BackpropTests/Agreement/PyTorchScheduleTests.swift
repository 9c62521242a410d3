import Backprop
import XCTest

/// A line of `pytorch/schedules.jsonl`.
private struct ScheduleCase: Decodable {
  let kind: String
  let config: JSON
  let base: Double
  let rates: [Double]
  let momenta: [Double]?
  let metrics: [Double]?
}

/// Learning rates and momenta are those of `torch.optim.lr_scheduler`.
final class PyTorchScheduleTests: XCTestCase {
  func testRates() throws {
    let tally = Tally(.eachScalar)
    let cases = try Fixtures.jsonLines(
      "pytorch/schedules.jsonl", skipping: 1, as: ScheduleCase.self)
    for (index, golden) in cases.enumerated() {
      tally.begin(golden.kind, "line \(index + 2), \(golden.kind) \(golden.config)")
      let parameter = Parameter(name: "x", Tensor<Double>([0]))
      let optimizer = SGD([parameter], learningRate: golden.base, momentum: 0.9)
      let schedule = try makeSchedule(golden, optimizer)
      var rates: [Double] = []
      var momenta: [Double] = []
      for step in golden.rates.indices {
        rates.append(optimizer.learningRate)
        momenta.append(optimizer.momentum)
        if let metrics = golden.metrics {
          schedule.step(metric: metrics[step])
        } else {
          schedule.step()
        }
      }
      // PyTorch's recursions add roundings up to about the number of steps.
      tally.check("rates", rates, golden.rates, within: 1e-14)
      let expected = golden.momenta ?? Array(repeating: 0.9, count: rates.count)
      tally.check("momenta", momenta, expected, within: 1e-14)
    }
    XCTAssertEqual(tally.counts.values.reduce(0, +), 29)
    XCTAssertEqual(tally.counts.count, 12)
    tally.report("PyTorch schedule")
  }

  private func makeSchedule(
    _ golden: ScheduleCase, _ optimizer: Optimizer<Double>
  ) throws -> Schedule<Double> {
    guard golden.kind == "ReduceLROnPlateau" else {
      return Schedule(optimizer, try makeCurve(golden.kind, golden.config))
    }
    let config = golden.config
    let threshold = config["threshold"]?.number ?? 1e-4
    return ReduceOnPlateau(
      optimizer, goal: config["mode"]?.string == "max" ? .higher : .lower,
      factor: config["factor"]?.number ?? 0.1, patience: config.int("patience") ?? 10,
      threshold: config["threshold_mode"]?.string == "abs"
        ? .absolute(threshold) : .relative(threshold), cooldown: config.int("cooldown") ?? 0,
      minimum: config["min_lr"]?.number ?? 0)
  }

  /// What is absent has PyTorch's default, and ours where that is the same.
  private func makeCurve(_ kind: String, _ config: JSON) throws -> ScheduleCurve {
    let minimum = config["eta_min"]?.number ?? 0
    switch kind {
    case "ConstantLR":
      guard let factor = config["factor"]?.number else { return .constant() }
      return .constant(factor: factor, steps: try XCTUnwrap(config.int("total_iters")))
    case "StepLR":
      let period = try XCTUnwrap(config.int("step_size"))
      guard let factor = config["gamma"]?.number else { return .step(every: period) }
      return .step(every: period, factor: factor)
    case "MultiStepLR":
      let milestones = try ints(config["milestones"])
      guard let factor = config["gamma"]?.number else { return .multiStep(at: milestones) }
      return .multiStep(at: milestones, factor: factor)
    case "ExponentialLR": return .exponential(factor: try XCTUnwrap(config["gamma"]?.number))
    case "PolynomialLR":
      guard let steps = config.int("total_iters") else { return .polynomial() }
      return .polynomial(steps: steps, exponent: try XCTUnwrap(config["power"]?.number))
    case "LinearLR":
      let steps = config.int("total_iters") ?? 5
      guard let start = config["start_factor"]?.number else { return .linear() }
      guard let end = config["end_factor"]?.number else {
        return .warmUp(steps: steps, from: start)
      }
      return .linear(from: start, to: end, steps: steps)
    case "CosineAnnealingLR":
      return .cosine(steps: try XCTUnwrap(config.int("T_max")), minimum: minimum)
    case "CosineAnnealingWarmRestarts":
      return .cosineWithRestarts(
        first: try XCTUnwrap(config.int("T_0")), multiplier: config.int("T_mult") ?? 1,
        minimum: minimum)
    case "OneCycleLR":
      let low = config["base_momentum"]?.number
      let high = config["max_momentum"]?.number
      let bounds = low.flatMap { low in high.map { low...$0 } }
      return .oneCycle(
        steps: try XCTUnwrap(config.int("total_steps")),
        rising: config["pct_start"]?.number ?? 0.3,
        startDivisor: config["div_factor"]?.number ?? 25,
        endDivisor: config["final_div_factor"]?.number ?? 1e4,
        annealing: config["anneal_strategy"]?.string == "linear" ? .linear : .cosine,
        isThreePhased: config["three_phase"]?.bool ?? false, momentum: bounds)
    case "ChainedScheduler": return .chained(try parts(config))
    case "SequentialLR":
      return .sequential(try parts(config), milestones: try ints(config["milestones"]))
    default: throw FixtureError("the unknown schedule \(kind)")
    }
  }

  private func parts(_ config: JSON) throws -> [ScheduleCurve] {
    try XCTUnwrap(config["parts"]?.array).map { part in
      let pair = try XCTUnwrap(part.array)
      return try makeCurve(XCTUnwrap(pair[0].string), pair[1])
    }
  }

  private func ints(_ json: JSON?) throws -> [Int] {
    try XCTUnwrap(json?.array).map { try XCTUnwrap($0.number.map(Int.init)) }
  }
}

extension JSON {
  fileprivate func int(_ key: String) -> Int? { self[key]?.number.map(Int.init) }
}
