import Backprop
import XCTest

/// A line of `pytorch/gradients.jsonl`.
private struct GradientCase: Decodable {
  let kind: String
  let maximum: Double?
  let gradients: [[Double]]?
  let norm: Double?
  let result: [[Double]]?
  let decay: Double?
  let plain: [[Double]]?
  let corrected: [[Double]]?
}

/// Clipped gradients and averaged weights are PyTorch's.
final class PyTorchGradientTests: XCTestCase {
  private let tally = Tally(.eachScalar)

  func testClippingAndAverages() throws {
    let cases = try Fixtures.jsonLines(
      "pytorch/gradients.jsonl", skipping: 1, as: GradientCase.self)
    for (index, golden) in cases.enumerated() {
      tally.begin(golden.kind, "line \(index + 2)")
      if golden.kind == "average" {
        try checkAverage(golden, correctsBias: false, XCTUnwrap(golden.plain))
        try checkAverage(golden, correctsBias: true, XCTUnwrap(golden.corrected))
      } else {
        try checkClipping(golden)
      }
    }
    XCTAssertEqual(tally.counts, ["norm": 5, "value": 5, "average": 4])
    tally.report("PyTorch")
  }

  private func checkClipping(_ golden: GradientCase) throws {
    let gradients = try XCTUnwrap(golden.gradients)
    let maximum = try XCTUnwrap(golden.maximum)
    let parameters = gradients.map { Parameter(name: "x", Tensor<Double>.zeros([$0.count])) }
    // In one piece, and in several.
    _ = ParameterVector([parameters[1]])
    let optimizer = SGD(parameters, learningRate: 1)
    for (parameter, gradient) in zip(parameters, gradients) { parameter.grad = Tensor(gradient) }
    if golden.kind == "norm" {
      let norm = optimizer.clipGradients(toNorm: maximum)
      try tally.check("norm", [norm], [XCTUnwrap(golden.norm)], within: 1e-15)
    } else {
      optimizer.clipGradients(toValue: maximum)
    }
    for (parameter, expected) in zip(parameters, try XCTUnwrap(golden.result)) {
      tally.check("gradients", parameter.grad.scalars, expected, within: 1e-15)
    }
  }

  private func checkAverage(
    _ golden: GradientCase, correctsBias: Bool, _ expected: [[Double]]
  ) throws {
    let parameters = ["a", "b"].map { Parameter(name: $0, Tensor<Double>([0])) }
    let average = ExponentialMovingAverage(
      parameters, decay: try XCTUnwrap(golden.decay), correctsBias: correctsBias)
    XCTAssertEqual(expected.count, 30)
    for (index, values) in expected.enumerated() {
      let n = Double(index + 1)
      parameters[0].value = Tensor([1 / n])
      parameters[1].value = Tensor([1 / n + n])
      average.update()
      // 1 - 0.999^n loses up to three digits; so does PyTorch's.
      tally.check("average \(n)", average.values.scalars, values, within: 1e-13)
    }
  }
}
