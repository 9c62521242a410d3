import Backprop
import LinearAlgebra

// How the hooks, switches and replicas of a module fit together.

extension ModuleChecks {
  /// Without the gradient of the input, gradInput stays empty and the parameters' gradients are the
  /// same.
  static func withoutGradInput(_ entry: ModuleEntry) -> [String] {
    let input = Inputs.ordinary.tensor(shape, [])
    let full = Pass(entry.make(shape), input)
    let module = entry.make(shape)
    module.computesGradInput = false
    let without = Pass(module, input)
    var wrong = zip(without.gradients, full.gradients).compactMap {
      bitDifference("gradient of a parameter without gradInput", $0, $1)
    }
    if !without.gradInput.isEmpty { wrong.append("gradInput is \(without.gradInput.shape)") }
    let generators = Generators(entry.make(shape))
    module.computesGradInput = true
    generators.restore(module)
    return wrong + bitDifferences("gradInput switched on again", Pass(module, input), full)
  }

  /// A replica gives the same results, from the same parameters, in buffers of its own.
  static func replica(_ entry: ModuleEntry) -> [String] {
    let input = Inputs.ordinary.tensor(shape, [])
    let module = entry.make(shape)
    let generators = Generators(module)
    let replica = module.replica()
    let own = Pass(module, input)
    // A replica draws random numbers of its own: here it is to draw the same.
    generators.restore(replica)
    var wrong = bitDifferences("replica", Pass(replica, input), own)
    wrong += zip(module.getParameters(), replica.getParameters()).compactMap {
      $0 === $1 ? nil : "\($0.name) is not shared by the replica"
    }
    wrong += zip(module.namedBuffers(), replica.namedBuffers()).compactMap {
      $0.path == $1.path && $0.buffer === $1.buffer
        ? nil : "\($0.path) is not shared by the replica"
    }
    if module.namedBuffers().count != replica.namedBuffers().count {
      wrong.append("the replica has other buffers")
    }
    if module.getParameters().count != replica.getParameters().count {
      wrong.append("the replica has other parameters")
    }
    if module.isTraining != replica.isTraining { wrong.append("the replica has another mode") }
    if module.namedParameters().map(\.path) != replica.namedParameters().map(\.path) {
      wrong.append("the replica has other names")
    }
    replica.forward(input * 2)
    return wrong
      + [bitDifference("output after a pass of the replica", module.output, own.output)]
      .compactMap { $0 }
  }

  /// The two halves of the backward pass called alone give what `backward` gives.
  static func hooksAlone(_ entry: ModuleEntry) -> [String] {
    let input = Inputs.ordinary.tensor(shape, [])
    let full = Pass(entry.make(shape), input)
    let gradOutput = Pass<Double>.gradOutput(full.output.shape)
    let module = entry.make(shape)
    let generators = Generators(module)
    module.updateOutput(input)
    var wrong = [bitDifference("updateOutput alone", module.output, full.output)].compactMap { $0 }
    module.updateGradInput(input, gradOutput)
    let gradInput = module.gradInput
    wrong += [bitDifference("updateGradInput alone", gradInput, full.gradInput)].compactMap { $0 }
    if module.getGradParameters().contains(where: { $0.sumOfSquares() != 0 }) {
      wrong.append("updateGradInput changed the gradient of a parameter")
    }
    module.accGradParameters(input, gradOutput)
    wrong += zip(module.getGradParameters(), full.gradients).compactMap {
      bitDifference("accGradParameters alone", $0, $1)
    }
    // A module by itself needs no gradInput for the gradients of its parameters (a container does:
    // those of its children).
    if module.children.isEmpty {
      let other = entry.make(shape)
      generators.restore(other)
      other.forward(input)
      other.accGradParameters(input, gradOutput)
      wrong += zip(other.getGradParameters(), full.gradients).compactMap {
        bitDifference("accGradParameters before updateGradInput", $0, $1)
      }
    }
    return wrong
  }

  /// All checks but that of the gradients, with names for messages.
  static var all: [(name: String, check: Check)] {
    [
      ("accumulation", accumulation), ("rows", rows), ("float", float), ("threads", threads),
      ("evaluation", evaluation), ("second shape", secondShape), ("empty batch", emptyBatch),
      ("kept results", keptResults), ("without gradInput", withoutGradInput),
      ("replica", replica), ("hooks alone", hooksAlone),
    ]
  }
}
