import Backprop
import XCTest

/// A line of `torch7/modules.jsonl`.
private struct ModuleCase: Decodable {
  let `class`: String
  let args: [JSON]
  let options: [String: JSON]
  let training: Bool
  let input: TensorRecord
  let params: [TensorRecord]
  let output: TensorRecord
  /// Absent where Torch7 refuses a backward pass.
  let gradOutput: TensorRecord?
  let gradInput: TensorRecord?
  let gradParams: [TensorRecord]?
  let state: [String: JSON]?
  let tolerance: Double?

  var description: Torch7Description {
    Torch7Description(name: `class`, args: args, options: options, state: state ?? [:])
  }
}

/// The modules compute what those of Torch7 do.
final class Torch7ModuleTests: XCTestCase {
  private let tally = Tally(.eachScalar)
  /// The number of scalars at which Torch7's gradient is known to be another.
  private var kinks = 0
  /// The number of running statistics compared.
  private var statistics = 0

  func testEveryCase() throws {
    var withoutCounterpart: [String: Int] = [:]
    let cases = try Fixtures.jsonLines("torch7/modules.jsonl", as: ModuleCase.self)
    for (index, golden) in cases.enumerated() {
      guard let module = try makeTorch7Module(golden.description) else {
        withoutCounterpart[golden.class, default: 0] += 1
        continue
      }
      tally.begin(
        golden.class, "line \(index + 1), \(golden.class) \(golden.args) of \(golden.input.shape)")
      check(module, golden)
    }
    XCTAssertEqual(
      tally.counts,
      [
        "nn.BatchNormalization": 36, "nn.Concat": 16, "nn.Dropout": 40, "nn.ELU": 10,
        "nn.HardTanh": 10, "nn.Identity": 10, "nn.LayerNormalization": 18, "nn.LeakyReLU": 10,
        "nn.Linear": 16, "nn.LogSoftMax": 11, "nn.PReLU": 16, "nn.Parallel": 16, "nn.ReLU": 10,
        "nn.ReLU6": 10, "nn.Reshape": 24, "nn.Sequential": 24, "nn.Sigmoid": 10, "nn.SoftMax": 11,
        "nn.SoftPlus": 10, "nn.Tanh": 10, "nn.View": 24,
      ])
    XCTAssertEqual(kinks, 2)
    XCTAssertEqual(statistics, 72)
    XCTAssertEqual(withoutCounterpart, [:])
    tally.report("Torch7")
  }

  /// Every class of the table occurs in the cases.
  func testTableHasCases() throws {
    let cases = try Fixtures.jsonLines("torch7/modules.jsonl", as: ModuleCase.self)
    XCTAssertEqual(Set(cases.map(\.class)), Set(torch7Modules.keys))
  }

  private func check(_ module: Module<Double>, _ golden: ModuleCase) {
    let bound = golden.tolerance ?? 1e-9
    let layout = Torch7Layout(golden.description)
    if !golden.training { module.evaluate() }
    let parameters = module.torch7Parameters
    XCTAssertEqual(parameters.count, golden.params.count, golden.class)
    for ((parameter, isTransposed), value) in zip(parameters, golden.params) {
      parameter.value = isTransposed ? value.tensor.transposed() : value.tensor
    }

    let input = layout.input(golden.input.tensor)
    let expected = golden.output.tensor
    let output = module.forward(input)
    tally.check("output", layout.theirs(output, shape: expected.shape), expected, within: bound)
    for (name, buffer) in module.namedBuffers() {
      guard let after = golden.state?[name]?.tensor else { continue }
      tally.check(name, buffer.value, after, within: bound)
      statistics += 1
    }

    guard let gradOutput = golden.gradOutput, let gradInput = golden.gradInput?.tensor else {
      return
    }
    let expectedGradInput = self.gradInput(golden, gradInput)
    let computed = module.backward(input, layout.ours(gradOutput.tensor))
    tally.check(
      "gradInput", layout.gradInput(computed, shape: gradInput.shape), expectedGradInput,
      within: bound)
    XCTAssertEqual(golden.gradParams?.count, parameters.count, golden.class)
    for ((parameter, isTransposed), grad) in zip(parameters, golden.gradParams ?? []) {
      let computed = isTransposed ? parameter.grad.transposed() : parameter.grad
      tally.check("gradient of \(parameter.name)", computed, grad.tensor, within: bound)
    }
  }

  /// Torch7's gradient with ours at the kinks where the two are known to differ.
  private func gradInput(_ golden: ModuleCase, _ theirs: Tensor<Double>) -> Tensor<Double> {
    guard let kink = torch7Kinks[golden.class], let gradOutput = golden.gradOutput else {
      return theirs
    }
    var scalars = theirs.scalars
    for (index, x) in golden.input.data.enumerated() {
      guard let slope = kink(golden.description, x) else { continue }
      XCTAssertEqual(scalars[index], slope * gradOutput.data[index], accuracy: 1e-15)
      scalars[index] = 0
      kinks += 1
    }
    return Tensor(shape: theirs.shape, scalars)
  }
}
