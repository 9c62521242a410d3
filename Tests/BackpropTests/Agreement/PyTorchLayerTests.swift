import Backprop
import XCTest

/// A line of `pytorch/layers.jsonl`: steps of one module, whose running statistics go on.
private struct LayerCase: Decodable {
  struct Config: Decodable {
    let features: Int?
    let momentum: Double?
    let affine: Bool?
    let tracked: Bool?
    let epsilon: Double?
  }

  struct Step: Decodable {
    let input: TensorRecord
    let output: TensorRecord
    let gradOutput: TensorRecord
    let gradInput: TensorRecord
    let gradients: [String: TensorRecord]
    let buffers: [String: TensorRecord]
  }

  let layer: String
  let config: Config
  let training: Bool
  let parameters: [String: TensorRecord]
  let buffersBefore: [String: TensorRecord]
  let steps: [Step]
}

/// The layers compute what PyTorch's do in float64, and name parameters and buffers as they do.
final class PyTorchLayerTests: XCTestCase {
  func testEveryCase() throws {
    let tally = Tally(.tensor)
    let cases = try Fixtures.jsonLines("pytorch/layers.jsonl", skipping: 1, as: LayerCase.self)
    for (index, golden) in cases.enumerated() {
      tally.begin(golden.layer, "line \(index + 2), \(golden.layer) \(golden.config)")
      try check(golden, tally)
    }
    XCTAssertEqual(
      tally.counts,
      [
        "BatchNorm1d": 24, "ELU": 1, "Flatten": 1, "GELU": 1, "GELU tanh": 1, "Hardtanh": 1,
        "LayerNorm": 2, "PReLU": 2, "ReLU6": 1, "SELU": 1, "SiLU": 1, "Softplus": 1,
        "Softplus 2, 5": 1,
      ])
    tally.report("PyTorch")
  }

  private func check(_ golden: LayerCase, _ tally: Tally) throws {
    let module = try make(golden)
    if !golden.training { module.evaluate() }
    let parameters = module.namedParameters()
    let buffers = module.namedBuffers()
    XCTAssertEqual(Set(parameters.map(\.path)), Set(golden.parameters.keys), golden.layer)
    XCTAssertEqual(Set(buffers.map(\.path)), Set(golden.buffersBefore.keys), golden.layer)
    for (path, parameter) in parameters {
      parameter.value = try XCTUnwrap(golden.parameters[path]).tensor
    }
    for (path, buffer) in buffers {
      buffer.value = try XCTUnwrap(golden.buffersBefore[path]).tensor
    }
    for step in golden.steps {
      module.zeroGradParameters()
      let input = step.input.tensor
      let bound = 1e-13
      tally.check("output", module.forward(input), step.output.tensor, within: bound)
      tally.check(
        "gradInput", module.backward(input, step.gradOutput.tensor), step.gradInput.tensor,
        within: bound)
      for (path, parameter) in parameters {
        tally.check(
          "gradient of \(path)", parameter.grad, try XCTUnwrap(step.gradients[path]).tensor,
          within: bound)
      }
      for (path, buffer) in buffers {
        tally.check(path, buffer.value, try XCTUnwrap(step.buffers[path]).tensor, within: bound)
      }
    }
  }

  private func make(_ golden: LayerCase) throws -> Module<Double> {
    let config = golden.config
    switch golden.layer {
    case "ELU": return ELU()
    case "SELU": return SELU()
    case "GELU": return GELU()
    case "GELU tanh": return GELU(approximation: .tanh)
    case "SiLU": return SiLU()
    case "Softplus": return Softplus()
    case "Softplus 2, 5": return Softplus(beta: 2, threshold: 5)
    case "Hardtanh": return HardTanh()
    case "ReLU6": return ReLU6()
    case "PReLU": return PReLU(features: config.features)
    case "BatchNorm1d":
      return BatchNorm1d(
        try XCTUnwrap(config.features), epsilon: try XCTUnwrap(config.epsilon),
        momentum: config.momentum, affine: try XCTUnwrap(config.affine),
        trackRunningStatistics: try XCTUnwrap(config.tracked))
    case "LayerNorm":
      return LayerNorm(
        try XCTUnwrap(config.features), epsilon: try XCTUnwrap(config.epsilon),
        affine: try XCTUnwrap(config.affine))
    case "Flatten": return Flatten()
    default: throw FixtureError("the unknown layer \(golden.layer)")
    }
  }
}
