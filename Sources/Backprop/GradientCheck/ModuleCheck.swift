/// One check of a module: what it was like before, and how its output moves with an element.
struct ModuleCheck {
  private let module: Module<Double>
  private let input: Tensor<Double>
  private let kinks: [GradientKink]
  private let seed: UInt64
  private let parameters: [(path: String, parameter: Parameter<Double>)]
  private let grads: [Tensor<Double>]
  private let generators: [(module: Module<Double>, generator: PhiloxGenerator)]
  private let buffers: [(buffer: Buffer<Double>, value: Tensor<Double>)]
  private let computedGradInput: Bool

  init(
    _ module: Module<Double>, _ input: Tensor<Double>, _ kinks: [GradientKink], _ seed: UInt64
  ) {
    self.module = module
    self.input = input
    self.kinks = kinks
    self.seed = seed
    parameters = module.namedParameters()
    grads = module.getGradParameters()
    var generators: [(module: Module<Double>, generator: PhiloxGenerator)] = []
    module.visit { module, _ in
      if let generator = module.ownGenerator { generators.append((module, generator)) }
    }
    self.generators = generators
    buffers = module.namedBuffers().map { ($0.buffer, $0.buffer.value) }
    computedGradInput = module.computesGradInput
  }

  func run() -> GradientReport {
    var random = PhiloxGenerator(seed: seed)
    var report = GradientReport(subject: module.description)
    module.computesGradInput = true
    let output = forward(input)
    let gradOutput = Tensor<Double>.normal(output.shape, using: &random)
    let (analytic, gradients) = analyticGradients(gradOutput, &random)
    if !forward(input).isBitIdentical(to: output) {
      report.problems.append(
        "two forward passes differ: has a module with random numbers no ownGenerator?")
    }
    if analytic.shape == input.shape {
      var moved = input
      report.compareInput(input, analytic, gradOutput: gradOutput, kinks) { index, value in
        moved.set(index, value)
        let movedOutput = forward(moved)
        moved.set(index, input.element(index))
        return difference(movedOutput, output, gradOutput)
      }
    } else {
      report.problems.append("gradInput has shape \(analytic.shape), the input \(input.shape)")
    }
    for ((path, parameter), gradients) in zip(parameters, gradients) {
      compare(parameter, path, gradients, output, gradOutput, &report)
    }
    restore()
    return report
  }

  /// The output for an input, with the random numbers and the buffers of the first pass.
  private func forward(_ input: Tensor<Double>) -> Tensor<Double> {
    restoreState()
    return module.forward(input)
  }

  private func restoreState() {
    for (module, generator) in generators { module.ownGenerator = generator }
    for (buffer, value) in buffers { buffer.value = value }
  }

  /// What `backward` gives: gradInput, and of each parameter the gradient from zero and what is
  /// added to one that is there.
  private func analyticGradients(
    _ gradOutput: Tensor<Double>, _ random: inout PhiloxGenerator
  ) -> (gradInput: Tensor<Double>, gradients: [[Tensor<Double>]]) {
    var earlier: [Tensor<Double>] = []
    for (_, parameter) in parameters {
      let grad = Tensor<Double>.normal(parameter.shape, using: &random)
      parameter.grad = grad
      earlier.append(grad)
    }
    module.backward(input, gradOutput)
    let added = zip(parameters, earlier).map { $0.parameter.grad - $1 }
    // Now the gradients stand at zero, and their memory holds something else.
    module.zeroGradParameters()
    _ = forward(input)
    let gradInput = module.backward(input, gradOutput)
    let gradients = zip(parameters, added).map { [$0.parameter.grad, $1] }
    return (gradInput, gradients)
  }

  private func compare(
    _ parameter: Parameter<Double>, _ path: String, _ gradients: [Tensor<Double>],
    _ output: Tensor<Double>, _ gradOutput: Tensor<Double>, _ report: inout GradientReport
  ) {
    let everywhere = (left: Double.infinity, right: Double.infinity)
    for index in 0..<parameter.count {
      let value = parameter.pointers.value
      let x = value[index]
      let result = NumericDerivative.at(x, room: everywhere) { moved in
        value[index] = moved
        defer { value[index] = x }
        return difference(forward(input), output, gradOutput)
      }
      report.add(
        GradientReport.name(path, parameter.shape, index), gradients.map { $0.element(index) },
        result, isParameter: true)
    }
  }

  /// The inner product of gradOutput with the difference of two outputs, and what may be rounding
  /// in it. Outputs that don't depend on the element cancel exactly.
  private func difference(
    _ moved: Tensor<Double>, _ output: Tensor<Double>, _ gradOutput: Tensor<Double>
  ) -> (Double, Double) {
    moved.withUnsafeScalars { moved in
      output.withUnsafeScalars { output in
        gradOutput.withUnsafeScalars { gradOutput in
          var sum = 0.0
          var magnitudes = 0.0
          for index in 0..<moved.count where moved[index] != output[index] {
            sum += gradOutput[index] * (moved[index] - output[index])
            magnitudes += abs(gradOutput[index]) * max(abs(moved[index]), abs(output[index]))
          }
          return (sum, magnitudes * .ulpOfOne)
        }
      }
    }
  }

  private func restore() {
    _ = forward(input)
    restoreState()
    for ((_, parameter), grad) in zip(parameters, grads) {
      let isZero = grad == Tensor.zeros(grad.shape)
      if isZero { parameter.zeroGrad() } else { parameter.grad = grad }
    }
    module.computesGradInput = computedGradInput
  }
}
