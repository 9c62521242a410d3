/// What a network has learned, by name: the parameters and the buffers.
enum NamedTensors {
  /// Snapshots; the names are paths after `parameter.` and `buffer.`.
  static func of<Scalar: BLASScalar>(_ network: Module<Scalar>) -> [String: Tensor<Scalar>] {
    var tensors: [String: Tensor<Scalar>] = [:]
    for (path, parameter) in network.namedParameters() {
      tensors["parameter." + path] = parameter.value
    }
    for (path, buffer) in network.namedBuffers() { tensors["buffer." + path] = buffer.value }
    return tensors
  }

  /// Puts them back.
  ///
  /// - Throws: `TrainingError` that names what doesn't fit; then nothing has changed.
  static func restore<Scalar: BLASScalar>(
    _ tensors: [String: Tensor<Scalar>], to network: Module<Scalar>
  ) throws(TrainingError) {
    let parameters = network.namedParameters()
    let buffers = network.namedBuffers()
    let expected =
      parameters.map { ("parameter." + $0.path, $0.parameter.shape) }
      + buffers.map { ("buffer." + $0.path, $0.buffer.shape) }
    for (name, shape) in expected {
      guard let tensor = tensors[name] else {
        throw TrainingError("there is no tensor \(name), which the network has")
      }
      guard tensor.shape == shape else {
        throw TrainingError(
          "the tensor \(name) has shape \(tensor.shape), that of the network \(shape)")
      }
    }
    let names = Set(expected.map(\.0))
    if let other = tensors.keys.sorted().first(where: { !names.contains($0) }) {
      throw TrainingError("the network has no place for the tensor \(other)")
    }
    for (path, parameter) in parameters {
      if let value = tensors["parameter." + path] { parameter.value = value }
    }
    for (path, buffer) in buffers {
      if let value = tensors["buffer." + path] { buffer.value = value }
    }
  }
}
