import Backprop

/// The network of a case, made by the library.
func makeNetwork<Scalar: BLASScalar>(_ network: NetworkCase) -> Sequential<Scalar> {
  let parameters: [[Scalar]] = SharedNumbers.parameters(of: network)
  let sequential = Sequential<Scalar>()
  for (index, layer) in network.layers.enumerated() {
    if index > 0 { sequential.add(ReLU()) }
    let weight = Tensor(shape: [layer.inputs, layer.outputs], parameters[2 * index])
    let bias = Tensor(shape: [layer.outputs], parameters[2 * index + 1])
    sequential.add(
      Linear(
        weight: Parameter(name: "weight", weight), bias: Parameter(name: "bias", bias)))
  }
  return sequential
}

/// The input of a case as the library takes it.
func makeInput<Scalar: BLASScalar>(_ network: NetworkCase) -> Tensor<Scalar> {
  Tensor(shape: [network.batch, network.sizes[0]], SharedNumbers.input(of: network))
}

/// A training step by the library.
final class LibraryStep<Scalar: BLASScalar>: TrainingStep {
  private let net: Sequential<Scalar>
  private let criterion = CrossEntropyCriterion<Scalar>()
  private let optimizer: Optimizer<Scalar>
  private let input: Tensor<Scalar>
  private let target: Tensor<Scalar>

  init(_ network: NetworkCase, _ kind: OptimizerKind) {
    net = makeNetwork(network)
    net.computesGradInput = false
    input = makeInput(network)
    target = Tensor(SharedNumbers.targets(of: network).map { Scalar($0) })
    let rate = Scalar(kind.rateOfAgreement)
    optimizer =
      switch kind {
      case .sgd: SGD(net.getParameters(), learningRate: rate)
      case .adam: Adam(net.getParameters(), learningRate: rate)
      }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func run() {
    optimizer.zeroGradParameters()
    net.forward(input)
    criterion.forward(net.output, target)
    net.backward(input, criterion.backward(net.output, target))
    optimizer.step()
  }

  var loss: Double { criterion.output.asDouble }

  var learningRate: Double {
    get { optimizer.learningRate.asDouble }
    set { optimizer.learningRate = Scalar(newValue) }
  }

  var parameters: [[Double]] {
    net.getParameters().map { $0.value.scalars.map(\.asDouble) }
  }
}
