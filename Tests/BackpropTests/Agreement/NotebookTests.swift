import Backprop
import XCTest

/// A case of `notebook.json`: what the notebook's own code computes under NumPy. Matrices are nested
/// lists, as the notebook's parameters are.
private struct NotebookCase: Decodable {
  /// A vector or a matrix.
  enum Numbers: Decodable {
    case vector([Double])
    case matrix([[Double]])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let vector = try? container.decode([Double].self) {
        self = .vector(vector)
      } else {
        self = .matrix(try container.decode([[Double]].self))
      }
    }

    var tensor: Tensor<Double> {
      switch self {
      case .vector(let scalars): Tensor(scalars)
      case .matrix(let rows): Tensor(rows: rows)
      }
    }
  }

  struct Config: Decodable {
    let inputs: Int?
    let outputs: Int?
    let slope: Double?
    let p: Double?
  }

  let kind: String
  let module: String?
  let criterion: String?
  let config: Config?
  let training: Bool?
  let input: Numbers
  let output: JSON?
  let gradOutput: Numbers?
  let gradInput: Numbers?
  let params: [Numbers]?
  let gradParams: [Numbers]?
  let mask: Numbers?
  let target: Numbers?
  let layers: String?
  let lr: Double?
  let initParams: [Numbers]?
  let losses: [Double]?
  let finalParams: [Numbers]?

  /// The output of a module, a matrix.
  var outputMatrix: Tensor<Double> {
    Tensor(rows: (output?.array ?? []).map { ($0.array ?? []).compactMap(\.number) })
  }
}

/// The library reproduces the notebook that it started from, but for its mistakes:
///
/// - A layer's `accGradParameters` overwrites there and adds here: the gradients are zeroed first.
/// - Dropout does not rescale there: `rescale: false`, with the recorded mask.
/// - Parameters come as nested lists there, and flat here: in the same order.
final class NotebookTests: XCTestCase {
  /// Of the largest magnitude in the tensor, at least 1.
  private let bound = 1e-12

  private struct File: Decodable { let cases: [NotebookCase] }

  func testEveryCase() throws {
    let tally = Tally(.tensor)
    for (index, golden) in try Fixtures.json("notebook.json", as: File.self).cases.enumerated() {
      let kind = golden.kind == "training" ? "training" : golden.module ?? golden.criterion ?? ""
      tally.begin(kind, "case \(index), \(kind) of \(golden.input.tensor.shape)")
      switch golden.kind {
      case "module": try check(module: golden, tally)
      case "criterion": try check(criterion: golden, tally)
      case "training": try check(training: golden, tally)
      default: XCTFail("case \(index) is of the unknown kind \(golden.kind)")
      }
    }
    XCTAssertEqual(
      tally.counts,
      [
        "Linear": 6, "SoftMax": 12, "ReLU": 6, "LeakyReLU": 12, "Dropout": 12, "MSECriterion": 6,
        "ClassNLLCriterion": 10, "training": 1,
      ])
    tally.report("Notebook")
  }

  private func makeModule(_ golden: NotebookCase) throws -> Module<Double> {
    let config = try XCTUnwrap(golden.config)
    switch golden.module {
    case "Linear": return try Linear(XCTUnwrap(config.inputs), XCTUnwrap(config.outputs))
    case "SoftMax": return SoftMax()
    case "ReLU": return ReLU()
    case "LeakyReLU": return try LeakyReLU(slope: XCTUnwrap(config.slope))
    case "Dropout":
      let dropout = try Dropout<Double>(keep: XCTUnwrap(config.p), rescale: false)
      dropout.fixedMask = golden.mask?.tensor
      return dropout
    default: throw FixtureError("the unknown module \(golden.module ?? "nil")")
    }
  }

  private func makeCriterion(_ name: String?) throws -> Criterion<Double> {
    switch name {
    case "MSECriterion": return MSECriterion()
    case "ClassNLLCriterion": return ClassNLLCriterion()
    default: throw FixtureError("the unknown criterion \(name ?? "nil")")
    }
  }

  private func check(module golden: NotebookCase, _ tally: Tally) throws {
    let module = try makeModule(golden)
    if golden.training == false { module.evaluate() }
    let parameters = module.getParameters()
    let values = try XCTUnwrap(golden.params)
    XCTAssertEqual(parameters.count, values.count)
    for (parameter, value) in zip(parameters, values) { parameter.value = value.tensor }

    let input = golden.input.tensor
    let gradInput = try XCTUnwrap(golden.gradInput).tensor
    tally.check("output", module.forward(input), golden.outputMatrix, within: bound)
    let gradOutput = try XCTUnwrap(golden.gradOutput).tensor
    tally.check("gradInput", module.backward(input, gradOutput), gradInput, within: bound)
    for (parameter, grad) in zip(parameters, try XCTUnwrap(golden.gradParams)) {
      tally.check("gradient of \(parameter.name)", parameter.grad, grad.tensor, within: bound)
    }
  }

  private func check(criterion golden: NotebookCase, _ tally: Tally) throws {
    let criterion = try makeCriterion(golden.criterion)
    let (input, target) = (golden.input.tensor, try XCTUnwrap(golden.target).tensor)
    let loss = try XCTUnwrap(golden.output?.number)
    tally.check("output", [criterion.forward(input, target)], [loss], within: bound)
    let gradInput = try XCTUnwrap(golden.gradInput).tensor
    tally.check("gradInput", criterion.backward(input, target), gradInput, within: bound)
  }

  /// Steps of plain gradient descent on one batch.
  private func check(training golden: NotebookCase, _ tally: Tally) throws {
    XCTAssertEqual(golden.layers, "Linear(6,8) LeakyReLU(0.03) Linear(8,3) SoftMax")
    let net = Sequential<Double>(Linear(6, 8), LeakyReLU(slope: 0.03), Linear(8, 3), SoftMax())
    let criterion = try makeCriterion(golden.criterion)
    for (parameter, value) in zip(net.getParameters(), try XCTUnwrap(golden.initParams)) {
      parameter.value = value.tensor
    }
    let optimizer = try SGD(net.getParameters(), learningRate: XCTUnwrap(golden.lr))
    let (input, target) = (golden.input.tensor, try XCTUnwrap(golden.target).tensor)
    let losses = try XCTUnwrap(golden.losses)
    XCTAssertEqual(losses.count, 25)
    for (step, loss) in losses.enumerated() {
      net.zeroGradParameters()
      tally.check(
        "loss \(step)", [criterion.forward(net.forward(input), target)], [loss], within: bound)
      net.backward(input, criterion.backward(net.output, target))
      optimizer.step()
    }
    let finals = try XCTUnwrap(golden.finalParams)
    XCTAssertEqual(finals.count, 4)
    for (parameter, value) in zip(net.getParameters(), finals) {
      tally.check("final \(parameter.name)", parameter.value, value.tensor, within: bound)
    }
  }
}
