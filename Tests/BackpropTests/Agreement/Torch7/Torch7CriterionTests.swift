import Backprop
import XCTest

/// A line of `torch7/criterions.jsonl`.
private struct CriterionCase: Decodable {
  let `class`: String
  let args: [JSON]
  let options: [String: JSON]
  let input: TensorRecord
  let target: JSON
  let output: Double
  let gradInput: TensorRecord
  let tolerance: Double?

  var description: Torch7Description {
    Torch7Description(name: `class`, args: args, options: options)
  }
}

/// The criterions compute what those of Torch7 do.
final class Torch7CriterionTests: XCTestCase {
  private let tally = Tally(.eachScalar)

  func testEveryCase() throws {
    let cases = try Fixtures.jsonLines("torch7/criterions.jsonl", as: CriterionCase.self)
    var ignoring = 0
    for (index, golden) in cases.enumerated() {
      if golden.options["ignoreIndex"] != nil { ignoring += 1 }
      tally.begin(
        golden.class,
        "line \(index + 1), \(golden.class) \(golden.options) of \(golden.input.shape)")
      try check(golden)
    }
    XCTAssertEqual(
      tally.counts,
      [
        "nn.AbsCriterion": 14, "nn.BCECriterion": 26, "nn.ClassNLLCriterion": 40,
        "nn.CrossEntropyCriterion": 24, "nn.DistKLDivCriterion": 14, "nn.MSECriterion": 14,
        "nn.MultiMarginCriterion": 56, "nn.SmoothL1Criterion": 14,
      ])
    XCTAssertEqual(ignoring, 12)
    tally.report("Torch7")
  }

  /// Every class of the table occurs in the cases.
  func testTableHasCases() throws {
    let cases = try Fixtures.jsonLines("torch7/criterions.jsonl", as: CriterionCase.self)
    XCTAssertEqual(Set(cases.map(\.class)), Set(torch7Criterions.keys))
  }

  private func check(_ golden: CriterionCase) throws {
    let bound = golden.tolerance ?? 1e-9
    let input = golden.input.tensor
    let row = input.rank == 1 ? Shape(1, input.count) : input.shape
    let made = try XCTUnwrap(makeTorch7Criterion(golden.description, input: row))
    let ours = made.vectorIsRow ? input.reshaped(to: row) : input
    let target = try made.target(golden.target)
    let loss = made.criterion.forward(ours, target)
    tally.check("output", [loss], [golden.output], within: bound)
    let expected = golden.gradInput.tensor
    let gradInput = made.criterion.backward(ours, target)
    tally.check("gradInput", gradInput.reshaped(to: expected.shape), expected, within: bound)
  }
}
