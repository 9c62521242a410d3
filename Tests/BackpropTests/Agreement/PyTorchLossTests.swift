import Backprop
import XCTest

/// A line of `pytorch/losses.jsonl`.
private struct LossCase: Decodable {
  struct Config: Decodable {
    let reduction: String
    let delta: Double?
    let weights: TensorRecord?
    let positive: TensorRecord?
    let power: Int?
    let margin: Double?
  }

  let criterion: String
  let config: Config
  let input: TensorRecord
  let target: TensorRecord
  let output: Double
  let gradInput: TensorRecord
}

/// The criterions that sum over elements, and margins, compute what PyTorch's do in float64.
final class PyTorchLossTests: XCTestCase {
  func testEveryCase() throws {
    let tally = Tally(.tensor)
    let cases = try Fixtures.jsonLines("pytorch/losses.jsonl", skipping: 1, as: LossCase.self)
    for (index, golden) in cases.enumerated() {
      tally.begin(golden.criterion, "line \(index + 2), \(golden.criterion) \(golden.config)")
      let criterion = try makeCriterion(golden)
      let (input, target) = (golden.input.tensor, golden.target.tensor)
      tally.check("output", [criterion.forward(input, target)], [golden.output], within: 1e-13)
      tally.check(
        "gradInput", criterion.backward(input, target), golden.gradInput.tensor, within: 1e-13)
    }
    XCTAssertEqual(
      tally.counts,
      [
        "BCELoss": 64, "BCEWithLogitsLoss": 128, "HuberLoss": 32, "KLDivLoss": 24, "L1Loss": 16,
        "MultiMarginLoss": 64, "SmoothL1Loss": 32,
      ])
    tally.report("PyTorch")
  }

  private func makeCriterion(_ golden: LossCase) throws -> Criterion<Double> {
    let config = golden.config
    let reductions: [String: Reduction] = ["mean": .mean, "sum": .sum, "batchmean": .batchMean]
    let reduction = try XCTUnwrap(reductions[config.reduction])
    let weights = config.weights?.tensor
    switch golden.criterion {
    case "L1Loss": return L1Criterion(reduction: reduction)
    case "HuberLoss":
      return HuberCriterion(delta: try XCTUnwrap(config.delta), reduction: reduction)
    case "SmoothL1Loss":
      return SmoothL1Criterion(beta: try XCTUnwrap(config.delta), reduction: reduction)
    case "BCELoss": return BCECriterion(weights: weights, reduction: reduction)
    case "BCEWithLogitsLoss":
      return BCEWithLogitsCriterion(
        weights: weights, positiveWeights: config.positive?.tensor, reduction: reduction)
    case "KLDivLoss": return KLDivergenceCriterion(reduction: reduction)
    case "MultiMarginLoss":
      return MultiMarginCriterion(
        power: try XCTUnwrap(config.power), margin: try XCTUnwrap(config.margin), weights: weights,
        reduction: reduction)
    default: throw FixtureError("the unknown criterion \(golden.criterion)")
    }
  }
}
