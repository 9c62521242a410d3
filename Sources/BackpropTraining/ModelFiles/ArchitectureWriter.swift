import TensorFormats

/// Describes how a network is built, in JSON: kinds of modules, their settings, their children.
///
/// A module whose parameters stand under the path of another one already (a layer used twice) names
/// that: `{"kind": "Linear", "sharedWith": "0"}`.
struct ArchitectureWriter<Scalar: BLASScalar> {
  /// The paths of the modules that parameters were first met in.
  private var owners: [ObjectIdentifier: String] = [:]

  /// The description, or nothing if there is a module that isn't the library's.
  mutating func describe(_ module: Module<Scalar>, path: String) -> JSONValue? {
    guard let (kind, settings) = Self.settings(module) else { return nil }
    var members: [JSONValue.Member] = [.init("kind", .string(kind))]
    if let first = module.ownParameters.first {
      if let owner = owners[ObjectIdentifier(first)] {
        members.append(.init("sharedWith", .string(owner)))
        return .object(members)
      }
      for parameter in module.ownParameters { owners[ObjectIdentifier(parameter)] = path }
    }
    members += settings
    if module is Container<Scalar> {
      var children: [JSONValue] = []
      for (name, child) in zip(module.childNames, module.children) {
        let childPath = path.isEmpty ? name : path + "." + name
        guard let description = describe(child, path: childPath) else { return nil }
        children.append(
          .object([.init("name", .string(name)), .init("module", description)]))
      }
      members.append(.init("children", .array(children)))
    }
    return .object(members)
  }

  private static func number(_ name: String, _ value: Scalar) -> JSONValue.Member {
    .init(name, .number(value.asDouble))
  }

  /// The kind of a module and what it was made with.
  private static func settings(
    _ module: Module<Scalar>
  ) -> (kind: String, settings: [JSONValue.Member])? {
    switch module {
    case let module as Linear<Scalar>:
      return (
        "Linear",
        [
          .init("inputs", .integer(module.inputs)), .init("outputs", .integer(module.outputs)),
          .init("bias", .bool(module.hasBias)),
        ]
      )
    case let module as Dropout<Scalar>:
      return (
        "Dropout", [.init("keep", .number(module.keep)), .init("rescale", .bool(module.rescale))]
      )
    case let module as BatchNorm1d<Scalar>:
      return (
        "BatchNorm1d",
        [
          .init("features", .integer(module.features)), number("epsilon", module.epsilon),
          .init("momentum", module.momentum.map { .number($0.asDouble) } ?? .null),
          .init("affine", .bool(module.weight != nil)),
          .init("trackRunningStatistics", .bool(module.runningMean != nil)),
        ]
      )
    case let module as LayerNorm<Scalar>:
      return (
        "LayerNorm",
        [
          .init("features", .integer(module.features)), number("epsilon", module.epsilon),
          .init("affine", .bool(module.weight != nil)),
        ]
      )
    case let module as PReLU<Scalar>:
      return ("PReLU", [.init("features", module.features.map(JSONValue.integer) ?? .null)])
    case let module as LeakyReLU<Scalar>: return ("LeakyReLU", [number("slope", module.slope)])
    case let module as ELU<Scalar>: return ("ELU", [number("alpha", module.alpha)])
    case let module as GELU<Scalar>:
      return ("GELU", [.init("tanh", .bool(module.approximation == .tanh))])
    case let module as HardTanh<Scalar>:
      return ("HardTanh", [number("minimum", module.minimum), number("maximum", module.maximum)])
    case let module as Softplus<Scalar>:
      return ("Softplus", [number("beta", module.beta), number("threshold", module.threshold)])
    case let module as Reshape<Scalar>:
      return ("Reshape", [.init("extents", .array(module.extents.map(JSONValue.integer)))])
    case let module as ParallelBranches<Scalar>:
      let widths = module.widths.map { JSONValue.array($0.map(JSONValue.integer)) }
      return ("ParallelBranches", [.init("widths", widths ?? .null)])
    case is Sequential<Scalar>: return ("Sequential", [])
    case is Concat<Scalar>: return ("Concat", [])
    case is Residual<Scalar>: return ("Residual", [])
    default: return ArchitectureKinds<Scalar>.name(of: module).map { ($0, []) }
    }
  }
}

/// The modules that have no settings.
enum ArchitectureKinds<Scalar: BLASScalar> {
  private static var makers: [(name: String, make: () -> Module<Scalar>)] {
    [
      ("Identity", { Identity() }), ("ReLU", { ReLU() }), ("ReLU6", { ReLU6() }),
      ("SELU", { SELU() }), ("SiLU", { SiLU() }), ("Sigmoid", { Sigmoid() }),
      ("Tanh", { Tanh() }), ("SoftMax", { SoftMax() }), ("LogSoftMax", { LogSoftMax() }),
      ("Flatten", { Flatten() }),
    ]
  }

  static func name(of module: Module<Scalar>) -> String? {
    makers.first { type(of: $0.make()) == type(of: module) }?.name
  }

  static func make(_ name: String) -> Module<Scalar>? {
    makers.first { $0.name == name }?.make()
  }
}
