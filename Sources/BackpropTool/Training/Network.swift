import BackpropTraining
import Backprop

/// Makes the network: linear layers with the activation, and dropout, between them.
enum Network {
  /// The most parameters: 2 GB of them, in double precision and with their gradients.
  static let mostParameters = 1 << 27

  static func make<Scalar: BLASScalar>(
    inputs: Int, outputs: Int, _ settings: TrainingSettings
  ) throws -> Sequential<Scalar> {
    let sizes = [inputs] + settings.layers.sizes + [outputs]
    let count = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    guard count <= mostParameters else {
      throw InputError(
        "\(count.grouped) parameters are too many: \(mostParameters.grouped) is the limit")
    }
    let network = Sequential<Scalar>()
    for (index, size) in settings.layers.sizes.enumerated() {
      network.add(
        Linear(sizes[index], size, weights: settings.activation.weights, biases: .zeros))
      network.add(settings.activation.module())
      if settings.dropout > 0 { network.add(Dropout(drop: settings.dropout)) }
    }
    network.add(Linear(sizes[sizes.count - 2], outputs, biases: .zeros))
    return network
  }
}
