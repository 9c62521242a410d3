import TensorFormats

/// Builds a network as it is described in JSON. Nothing is trusted: settings out of range, sizes that
/// don't fit the tensors and kinds that aren't known are thrown errors, and no memory is taken for a
/// parameter that isn't in the file.
struct ArchitectureReader<Scalar: BLASScalar> {
  private let file: Safetensors
  private var modules: [String: Module<Scalar>] = [:]

  init(file: Safetensors) { self.file = file }

  /// The module that is described, whose parameters stand under a path.
  mutating func module(_ json: JSONValue, path: String) throws -> Module<Scalar> {
    guard let kind = json["kind"]?.string else { throw error(path, "it has no kind") }
    let module: Module<Scalar>
    if let owner = json["sharedWith"]?.string {
      guard let other = modules[owner], other.children.isEmpty else {
        throw error(path, "there is no module \(owner.quoted) before it to share parameters with")
      }
      module = other.replica()
    } else if let container = try container(kind, json, path) {
      for child in json["children"]?.array ?? [] {
        guard let name = child["name"]?.string, let description = child["module"],
          !name.contains("."), container[name] == nil
        else {
          throw error(path, "its children have no names, or the same")
        }
        if container is Residual<Scalar>, container.count > 0 {
          throw error(path, "a Residual has one module")
        }
        let childPath = path.isEmpty ? name : path + "." + name
        container.add(try self.module(description, path: childPath), name: name)
      }
      module = container
    } else {
      module = try leaf(kind, json, path)
    }
    modules[path] = module
    return module
  }

  private func container(
    _ kind: String, _ json: JSONValue, _ path: String
  ) throws -> Container<Scalar>? {
    switch kind {
    case "Sequential": return Sequential([])
    case "Concat": return Concat([])
    case "Residual": return Residual([])
    case "ParallelBranches":
      guard let widths = json["widths"]?.array else { return ParallelBranches([], widths: nil) }
      let numbers = widths.compactMap(\.integer)
      try require(
        numbers.count == widths.count && numbers.allSatisfy { $0 >= 0 }, path, "widths")
      return ParallelBranches([], widths: numbers)
    default: return nil
    }
  }

  private func leaf(_ kind: String, _ json: JSONValue, _ path: String) throws -> Module<Scalar> {
    if let module = ArchitectureKinds<Scalar>.make(kind) { return module }
    switch kind {
    case "Linear":
      let (inputs, outputs) = try (size("inputs", json, path), size("outputs", json, path))
      try requireTensor("weight", [outputs, inputs], path)
      let hasBias = try flag("bias", json, path)
      if hasBias { try requireTensor("bias", [outputs], path) }
      return Linear(
        weight: Parameter(name: "weight", .zeros(Shape(inputs, outputs))),
        bias: hasBias ? Parameter(name: "bias", .zeros(Shape(outputs))) : nil)
    case "Dropout":
      let keep = try double("keep", json, path, in: 0...1)
      return Dropout(keep: keep, rescale: try flag("rescale", json, path))
    case "BatchNorm1d":
      let features = try size("features", json, path)
      let affine = try flag("affine", json, path)
      let tracks = try flag("trackRunningStatistics", json, path)
      if affine { try requireTensor("weight", [features], path) }
      if tracks { try requireTensor("running_mean", [features], path) }
      let hasMomentum = json["momentum"] != .null
      return BatchNorm1d(
        features,
        epsilon: try scalar("epsilon", json, path, in: 0...Double.greatestFiniteMagnitude),
        momentum: hasMomentum ? try scalar("momentum", json, path, in: 0...1) : nil,
        affine: affine, trackRunningStatistics: tracks)
    case "LayerNorm":
      let features = try size("features", json, path)
      let affine = try flag("affine", json, path)
      if affine { try requireTensor("weight", [features], path) }
      return LayerNorm(
        features,
        epsilon: try scalar("epsilon", json, path, in: 0...Double.greatestFiniteMagnitude),
        affine: affine)
    case "PReLU":
      guard json["features"] != .null else { return PReLU() }
      let features = try size("features", json, path)
      try requireTensor("weight", [features], path)
      return PReLU(features: features)
    case "LeakyReLU":
      let slope = try scalar("slope", json, path, in: 0...1)
      try require(slope < 1, path, "slope")
      return LeakyReLU(slope: slope)
    case "ELU":
      return ELU(alpha: try scalar("alpha", json, path, in: 0...Double.greatestFiniteMagnitude))
    case "GELU": return GELU(approximation: try flag("tanh", json, path) ? .tanh : .none)
    case "HardTanh":
      let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
      let minimum = try scalar("minimum", json, path, in: all)
      let maximum = try scalar("maximum", json, path, in: all)
      try require(minimum < maximum, path, "minimum")
      return HardTanh(minimum: minimum, maximum: maximum)
    case "Softplus":
      let beta = try scalar("beta", json, path, in: 0...Double.greatestFiniteMagnitude)
      try require(beta > 0, path, "beta")
      let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
      return Softplus(beta: beta, threshold: try scalar("threshold", json, path, in: all))
    case "Reshape":
      let values = json["extents"]?.array ?? []
      let extents = values.compactMap(\.integer)
      try require(
        extents.count == values.count && (1...7).contains(extents.count)
          && extents.filter { $0 == -1 }.count <= 1
          && extents.allSatisfy { $0 >= -1 && $0 <= Int(UInt32.max) }, path, "extents")
      return Reshape(extents)
    default: throw error(path, "there is no module \(kind.quoted)")
    }
  }

  // MARK: Settings

  private func size(_ name: String, _ json: JSONValue, _ path: String) throws -> Int {
    guard let value = json[name]?.integer, value >= 0, value <= Int(UInt32.max) else {
      throw error(path, "its \(name) is out of range, or missing")
    }
    return value
  }

  private func flag(_ name: String, _ json: JSONValue, _ path: String) throws -> Bool {
    guard let value = json[name]?.bool else { throw error(path, "its \(name) is missing") }
    return value
  }

  private func double(
    _ name: String, _ json: JSONValue, _ path: String, in range: ClosedRange<Double>
  ) throws -> Double {
    guard let value = json[name]?.double, range.contains(value) else {
      throw error(path, "its \(name) is out of range, or missing")
    }
    return value
  }

  private func scalar(
    _ name: String, _ json: JSONValue, _ path: String, in range: ClosedRange<Double>
  ) throws -> Scalar {
    let value = Scalar(try double(name, json, path, in: range))
    try require(value.isFinite, path, name)
    return value
  }

  private func require(_ condition: Bool, _ path: String, _ name: String) throws {
    if !condition { throw error(path, "its \(name) is out of range, or missing") }
  }

  /// A tensor must be there before memory is taken for it.
  private func requireTensor(_ name: String, _ extents: [Int], _ path: String) throws {
    let shape = Shape(extents)
    let name = path.isEmpty ? name : path + "." + name
    let stored = try file.tensor(name)
    guard stored.shape == shape else {
      throw TrainingError(
        "\(place)the tensor \(name.quoted) has shape \(stored.shape), expected \(shape)")
    }
  }

  private var place: String { file.file.map { $0.printable + ": " } ?? "" }

  private func error(_ path: String, _ what: String) -> TrainingError {
    TrainingError(
      "\(place)the module \(path.isEmpty ? "that is the network" : path.quoted) can't be built: "
        + what)
  }
}
