import Backprop
import LinearAlgebra

/// The checks of a module besides that of its gradients. Each returns what is wrong: nothing, as a
/// rule. They are functions, so that the suite can try them on modules that are wrong on purpose.
enum ModuleChecks {
  typealias Check = (ModuleEntry) -> [String]

  /// Inputs that the checks of behaviour run on.
  static let shape: Shape = [6, 7]
  private static let otherShape: Shape = [3, 7]

  private static func input(_ shape: Shape = shape) -> Tensor<Double> {
    Inputs.ordinary.tensor(shape, [])
  }

  /// Gradients of parameters add up over two backward passes; gradInput is overwritten.
  static func accumulation(_ entry: ModuleEntry) -> [String] {
    let module = entry.make(shape)
    let input = input()
    let once = Pass(module, input)
    let gradOutput = Pass<Double>.gradOutput(once.output.shape)
    let again = module.backward(input, gradOutput)
    let twice = module.getGradParameters()
    let earlier = PhiloxGenerator(seed: 5)
    for parameter in module.getParameters() {
      var generator = earlier
      parameter.grad = .normal(parameter.shape, using: &generator)
    }
    module.backward(input, gradOutput)
    let added = module.getParameters().map { parameter in
      var generator = earlier
      return parameter.grad - Tensor<Double>.normal(parameter.shape, using: &generator)
    }
    return [bitDifference("gradInput of a second backward", again, once.gradInput)]
      .compactMap { $0 }
      + zip(twice, once.gradients).compactMap {
        difference("gradient after two backward passes", $0, $1 * 2, tolerance: 1e-13)
      }
      + zip(added, once.gradients).compactMap {
        difference("gradient added to another", $0, $1, tolerance: 1e-13)
      }
  }

  /// A batch gives what its rows give one by one: modules divide nothing by the batch, and mix
  /// nothing in it.
  static func rows(_ entry: ModuleEntry) -> [String] {
    if entry.mixesRows { return [] }
    return [shape, [70, 7], [1, 7]].flatMap { shape -> [String] in
      let module = entry.make(shape)
      let input = input(shape)
      let generators = Generators(module)
      let batch = Pass(module, input)
      let gradOutput = Pass<Double>.gradOutput(batch.output.shape)
      generators.restore(module)
      module.zeroGradParameters()
      var outputs: [Tensor<Double>] = []
      var gradInputs: [Tensor<Double>] = []
      for row in 0..<shape[0] {
        let rows = row..<(row + 1)
        entry.fitToRows(module, rows, shape)
        outputs.append(module.forward(input.rows(rows)))
        gradInputs.append(module.backward(input.rows(rows), gradOutput.rows(rows)))
      }
      let joined = Tensor.concatenating(rows: outputs)
      let joinedGradients = Tensor.concatenating(rows: gradInputs)
      return [
        difference("output of \(shape) by rows", joined, batch.output, tolerance: 1e-13),
        difference(
          "gradInput of \(shape) by rows", joinedGradients, batch.gradInput, tolerance: 1e-13),
      ].compactMap { $0 }
        + zip(module.getGradParameters(), batch.gradients).compactMap {
          difference("gradient of a parameter, \(shape) by rows", $0, $1, tolerance: 1e-12)
        }
    }
  }

  /// `Float` agrees with `Double` to 1e-4 of the scale of each tensor.
  static func float(_ entry: ModuleEntry) -> [String] {
    [shape, [67, 3], [1, 1]].flatMap { shape -> [String] in
      let module = entry.make(shape)
      let copy = entry.makeFloat(like: module, shape)
      let input = input(shape)
      let wide = Pass(module, input)
      let narrow = Pass(copy, input.converted(to: Float.self))
      return [
        difference(
          "Float output of \(shape)", narrow.output.converted(), wide.output, tolerance: 1e-4),
        difference(
          "Float gradInput of \(shape)", narrow.gradInput.converted(), wide.gradInput,
          tolerance: 1e-4),
      ].compactMap { $0 }
        + zip(narrow.gradients, wide.gradients).compactMap {
          difference(
            "Float gradient of a parameter, \(shape)", $0.converted(), $1, tolerance: 1e-4)
        }
    }
  }

  /// The same bits at 1, 2 and 3 threads, of an input that is cut into tiles.
  static func threads(_ entry: ModuleEntry) -> [String] {
    let threadCount = Parallel.threadCount
    defer { Parallel.threadCount = threadCount }
    let input = input(entry.largeShape)
    func pass(_ threads: Int) -> Pass<Double> {
      Parallel.threadCount = threads
      return Pass(entry.make(entry.largeShape), input)
    }
    let one = pass(1)
    return [2, 3].flatMap { bitDifferences("\($0) threads", pass($0), one) }
  }

  /// In evaluation nothing is random: two passes agree, and no generator moves.
  static func evaluation(_ entry: ModuleEntry) -> [String] {
    let module = entry.make(shape)
    module.evaluate()
    var moved: [String] = []
    var before: [PhiloxGenerator?] = []
    module.visit { module, _ in before.append(module.ownGenerator) }
    let first = Pass(module, input())
    let second = Pass(module, input())
    var index = 0
    module.visit { module, path in
      if module.ownGenerator != before[index] { moved.append("\(path): its generator moved") }
      if module.isTraining { moved.append("\(path): still in training mode") }
      index += 1
    }
    module.training()
    module.evaluate()
    return moved + bitDifferences("second evaluation", second, first)
      + bitDifferences("evaluation after training()", Pass(module, input()), first)
  }

  /// After a pass over one batch, one over a batch of another size gives what a new module gives.
  static func secondShape(_ entry: ModuleEntry) -> [String] {
    let shapes: [Shape] = [shape, otherShape, [9, 7], [1, 7], shape]
    let module = entry.make(shape)
    let generators = Generators(module)
    return shapes.flatMap { shape -> [String] in
      entry.fitToRows(module, 0..<shape[0], shape)
      generators.restore(module)
      return bitDifferences(
        "\(shape) after another shape", Pass(module, input(shape)),
        Pass(entry.make(shape), input(shape)))
    }
  }

  /// An empty batch has an empty output, and changes no gradient.
  static func emptyBatch(_ entry: ModuleEntry) -> [String] {
    let empty: Shape = [0, 7]
    let module = entry.make(shape)
    let full = Pass(module, input())
    entry.fitToRows(module, 0..<0, shape)
    let input = Tensor<Double>.zeros(empty)
    let output = module.forward(input)
    let gradInput = module.backward(input, Tensor<Double>.zeros(output.shape))
    var wrong: [String] = []
    var expected = full.output.shape
    expected[0] = 0
    if output.shape != expected { wrong.append("output of an empty batch: \(output.shape)") }
    if gradInput.shape != empty { wrong.append("gradInput of an empty batch: \(gradInput.shape)") }
    wrong += zip(module.getGradParameters(), full.gradients).compactMap {
      bitDifference("gradient of a parameter after an empty batch", $0, $1)
    }
    module.zeroGradParameters()
    module.backward(input, Tensor<Double>.zeros(output.shape))
    wrong += module.getGradParameters().compactMap {
      difference("gradient from an empty batch alone", $0, Tensor.zeros($0.shape), tolerance: 0)
    }
    do {
      if try module.outputShape(for: empty) != output.shape {
        wrong.append("outputShape(for: \(empty)) is not \(output.shape)")
      }
      if try module.outputShape(for: shape) != full.output.shape {
        wrong.append("outputShape(for: \(shape)) is not \(full.output.shape)")
      }
    } catch {
      wrong.append("outputShape throws: \(error)")
    }
    return wrong
  }

  /// Results that were kept don't change at the next pass, nor do input and gradOutput.
  static func keptResults(_ entry: ModuleEntry) -> [String] {
    let module = entry.make(shape)
    let input = input()
    let kept = Pass(module, input)
    let gradOutput = Pass<Double>.gradOutput(kept.output.shape)
    let bits = [input, kept.output, kept.gradInput, gradOutput].map(\.scalars)
    for shape in [shape, otherShape] {
      entry.fitToRows(module, 0..<shape[0], shape)
      let other = module.forward(input.rows(0..<shape[0]) + 1)
      module.backward(input.rows(0..<shape[0]) + 1, other)
    }
    let now = [input, kept.output, kept.gradInput, gradOutput].map(\.scalars)
    let names = ["input", "output", "gradInput", "gradOutput"]
    return zip(names, zip(bits, now)).compactMap { name, bits in
      bits.0 == bits.1 ? nil : "\(name), kept, changed at the next pass"
    }
  }
}
