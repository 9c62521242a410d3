import LinearAlgebra

/// A training step by plain loops. Its mathematics is what the others are compared with; where
/// loops would take too long for its products, `cblas_?gemm` computes those.
final class NaiveStep<Scalar: BenchmarkScalar>: TrainingStep {
  enum Products { case loops, blas }

  private let network: NetworkCase
  private let kind: OptimizerKind
  private let products: Products
  private let targets: [Int]
  /// The input, and what each layer gives.
  private var values: [[Scalar]]
  /// The gradients of the same.
  private var gradients: [[Scalar]]
  /// Weights and biases in turn, and the same for their gradients and Adam's means.
  private var weights: [[Scalar]]
  private var weightGradients: [[Scalar]]
  private var means: [[Scalar]]
  private var variances: [[Scalar]]
  private var stepCount = 0
  private(set) var loss = 0.0
  var learningRate: Double

  init(_ network: NetworkCase, _ kind: OptimizerKind, products: Products = .loops) {
    self.network = network
    self.kind = kind
    self.products = products
    learningRate = kind.rateOfAgreement
    targets = SharedNumbers.targets(of: network)
    gradients = network.sizes.map { [Scalar](repeating: 0, count: network.batch * $0) }
    values = gradients
    values[0] = SharedNumbers.input(of: network)
    weights = SharedNumbers.parameters(of: network)
    weightGradients = weights.map { [Scalar](repeating: 0, count: $0.count) }
    means = kind == .adam ? weightGradients : []
    variances = means
  }

  var parameters: [[Double]] { weights.map { $0.map(\.asDouble) } }

  func run() {
    forward()
    let last = network.sizes.count - 1
    loss =
      NaiveLoops.crossEntropy(
        values[last], targets, network.classes, gradient: &gradients[last]
      ).asDouble
    backward()
    update()
  }

  private func forward() {
    let batch = network.batch
    for (index, layer) in network.layers.enumerated() {
      let (m, n, k) = (batch, layer.outputs, layer.inputs)
      switch products {
      case .loops:
        NaiveLoops.product(
          .ijk, values[index], weights[2 * index], m, n, k, into: &values[index + 1])
      case .blas:
        Scalar.plainProduct(
          false, false, m, n, k, values[index], weights[2 * index], &values[index + 1])
      }
      NaiveLoops.addRow(weights[2 * index + 1], m, n, to: &values[index + 1])
      if index + 1 < network.layers.count { NaiveLoops.rectify(&values[index + 1]) }
    }
  }

  private func backward() {
    let batch = network.batch
    for (index, layer) in network.layers.enumerated().reversed() {
      let (inputs, outputs) = (layer.inputs, layer.outputs)
      if index > 0 {
        switch products {
        case .loops:
          NaiveLoops.productWithTransposed(
            .ijk, gradients[index + 1], weights[2 * index], batch, inputs, outputs,
            into: &gradients[index])
        case .blas:
          Scalar.plainProduct(
            false, true, batch, inputs, outputs, gradients[index + 1], weights[2 * index],
            &gradients[index])
        }
        NaiveLoops.rectifyGradient(values[index], &gradients[index])
      }
      switch products {
      case .loops:
        NaiveLoops.productOfTransposed(
          .ijk, values[index], gradients[index + 1], inputs, outputs, batch,
          into: &weightGradients[2 * index])
      case .blas:
        Scalar.plainProduct(
          true, false, inputs, outputs, batch, values[index], gradients[index + 1],
          &weightGradients[2 * index])
      }
      NaiveLoops.sumOfRows(
        gradients[index + 1], batch, outputs, into: &weightGradients[2 * index + 1])
    }
  }

  private func update() {
    stepCount += 1
    for index in weights.indices {
      switch kind {
      case .sgd:
        NaiveLoops.sgd(&weights[index], weightGradients[index], rate: Scalar(learningRate))
      case .adam:
        NaiveLoops.adam(
          &weights[index], weightGradients[index], &means[index], &variances[index],
          rate: Scalar(learningRate), step: stepCount)
      }
    }
  }
}
