import TensorFormats

/// The parameters and buffers of a network as PyTorch's `state_dict` has them.
///
/// Names are the paths: `0.weight`, `4.0.bias`. The weight of a `Linear` is `[outputs, inputs]` in
/// PyTorch, and transposed on the way; the number of batches of a `BatchNorm1d` is an integer.
///
/// ```swift
/// try StateDictionary.of(network).write(to: "weights.safetensors")
/// try StateDictionary.load(Safetensors(contentsOf: "weights.safetensors"), into: network)
/// ```
public enum StateDictionary {
  /// The tensors of a network.
  public static func of<Scalar: BLASScalar>(_ network: Module<Scalar>) -> Safetensors {
    var file = Safetensors()
    file.metadata["format"] = "pt"
    let transposed = transposedPaths(network)
    // In PyTorch's order: module by module, parameters before buffers.
    let parameters = Dictionary(uniqueKeysWithValues: network.namedParameters().map { ($0, $1) })
    let buffers = Dictionary(uniqueKeysWithValues: network.namedBuffers().map { ($0, $1) })
    network.visit { module, path in
      let prefix = path.isEmpty ? "" : path + "."
      for parameter in module.ownParameters {
        let name = prefix + parameter.name
        guard let parameter = parameters[name] else { continue }
        let value = parameter.value
        file[name] = StoredTensor(transposed.contains(name) ? value.transposed() : value)
      }
      for buffer in module.ownBuffers {
        let name = prefix + buffer.name
        guard let buffer = buffers[name] else { continue }
        if buffer.name == batchCount {
          let count: [Int64] = [Int64(buffer.value.scalar.asDouble)]
          file[name] = StoredTensor(integers: count, shape: Shape())
        } else {
          file[name] = StoredTensor(buffer.value)
        }
      }
    }
    return file
  }

  /// Puts the tensors of a file into a network. Numbers are converted to the network's type.
  ///
  /// - Throws: `FormatError` that names the tensor which is missing or has another shape, or
  ///   `TrainingError` about one that the network has no place for; then nothing has changed.
  public static func load<Scalar: BLASScalar>(
    _ file: Safetensors, into network: Module<Scalar>
  ) throws {
    let transposed = transposedPaths(network)
    var values: [String: Tensor<Scalar>] = [:]
    for (path, parameter) in network.namedParameters() {
      if transposed.contains(path) {
        let shape = Shape(parameter.shape[1], parameter.shape[0])
        values["parameter." + path] =
          try file.tensor(path, as: Scalar.self, shape: shape).transposed()
      } else {
        values["parameter." + path] = try file.tensor(
          path, as: Scalar.self, shape: parameter.shape)
      }
    }
    for (path, buffer) in network.namedBuffers() {
      values["buffer." + path] = try file.tensor(path, as: Scalar.self, shape: buffer.shape)
    }
    for name in file.names
    where values["parameter." + name] == nil && values["buffer." + name] == nil {
      throw TrainingError(
        "\(file.file.map { $0.printable + ": " } ?? "")the network has no place for the tensor "
          + name.quoted)
    }
    try NamedTensors.restore(values, to: network)
  }

  private static let batchCount = "num_batches_tracked"

  /// The paths of the matrices that PyTorch keeps transposed.
  private static func transposedPaths<Scalar: BLASScalar>(
    _ network: Module<Scalar>
  ) -> Set<String> {
    var paths = Set<String>()
    network.visit { module, path in
      if module is Linear<Scalar> { paths.insert(path.isEmpty ? "weight" : path + ".weight") }
    }
    return paths
  }
}
