import TensorFormats

/// A trained network with what is needed to use it: how inputs are brought to scale, the names of the
/// classes, and how the network is built.
///
/// ```swift
/// var model = ModelFile(network, preprocessing: .standardization(standardization))
/// model.labels = ClassLabels(of: ["setosa", "versicolor", "virginica"])
/// try model.write(to: "model.safetensors")
///
/// let read = try ModelFile<Float>(contentsOf: "model.safetensors")
/// let outputs = read.predict(rows)
/// ```
///
/// The file is a safetensors file whose tensors are a `state_dict` of PyTorch (see
/// `StateDictionary`), so that `safetensors.torch.load_file` and `load_state_dict` read it as it is.
/// Everything else is JSON in its metadata, under `backprop`.
public struct ModelFile<Scalar: BLASScalar> {
  /// The network, in evaluation mode when it was read.
  public var network: Module<Scalar>
  /// How inputs are brought to scale.
  public var preprocessing: Preprocessing
  /// How the targets of a regression were brought to scale; predictions go the way back.
  public var targetPreprocessing: Preprocessing
  /// The names of the classes, if it is a classifier.
  public var labels: ClassLabels?
  /// The names of the columns of the inputs, if they have any.
  public var featureNames: [String]?
  /// Whatever else is to be kept, by name.
  public var notes: [String: String]

  static var key: String { "backprop" }
  private static var version: Int { 1 }

  /// Makes a model of a network.
  public init(
    _ network: Module<Scalar>, preprocessing: Preprocessing = .none,
    targetPreprocessing: Preprocessing = .none, labels: ClassLabels? = nil,
    featureNames: [String]? = nil, notes: [String: String] = [:]
  ) {
    self.network = network
    self.preprocessing = preprocessing
    self.targetPreprocessing = targetPreprocessing
    self.labels = labels
    self.featureNames = featureNames
    self.notes = notes
  }

  /// What the network makes of raw inputs `[count, features]`, in the unit of the targets; the network
  /// is put into evaluation mode.
  public func predict(_ inputs: Tensor<Scalar>) -> Tensor<Scalar> {
    var inputs = inputs
    preprocessing.apply(to: &inputs)
    network.evaluate()
    var outputs = network.forward(inputs)
    targetPreprocessing.invert(&outputs)
    return outputs
  }

  // MARK: Writing

  /// The contents of the file.
  ///
  /// A network with modules that are not the library's is written without its architecture; it can be
  /// read into a network that was built the same way: `init(contentsOf:into:)`.
  public func contents() -> Safetensors {
    var file = StateDictionary.of(network)
    var members: [JSONValue.Member] = [.init("version", .integer(Self.version))]
    var writer = ArchitectureWriter<Scalar>()
    if let description = writer.describe(network, path: "") {
      members.append(.init("network", description))
    }
    members.append(.init("preprocessing", preprocessing.json))
    members.append(.init("targetPreprocessing", targetPreprocessing.json))
    if let labels {
      members.append(.init("labels", .array(labels.names.map(JSONValue.string))))
    }
    if let featureNames {
      members.append(.init("features", .array(featureNames.map(JSONValue.string))))
    }
    let notes = notes.sorted { $0.key < $1.key }.map {
      JSONValue.Member($0.key, .string($0.value))
    }
    members.append(.init("notes", .object(notes)))
    file.metadata[Self.key] = JSONValue.object(members).description
    return file
  }

  /// Writes a file, safely: see `AtomicFile`.
  ///
  /// - Throws: `FormatError` if it can't be written; then the old file is still there.
  public func write(to path: String) throws { try contents().write(to: path) }

  // MARK: Reading

  /// Reads a file, and builds the network that it describes.
  ///
  /// - Throws: `FormatError` if the file can't be read or a tensor doesn't fit; `TrainingError` if it
  ///   is no model of this library, or describes none that can be built.
  public init(contentsOf path: String) throws { try self.init(Safetensors(contentsOf: path)) }

  /// Reads the contents of a file, and builds the network that they describe.
  ///
  /// - Throws: As `init(contentsOf:)`.
  public init(_ file: Safetensors) throws {
    let description = try Self.description(file)
    guard let network = description["network"] else {
      throw Self.error(file, "it doesn't say how its network is built: it has modules of its own")
    }
    var reader = ArchitectureReader<Scalar>(file: file)
    try self.init(file, description, reader.module(network, path: ""))
  }

  /// Reads a file into a network that was built by the program, with modules of its own perhaps.
  ///
  /// - Throws: As `init(contentsOf:)`.
  public init(contentsOf path: String, into network: Module<Scalar>) throws {
    let file = try Safetensors(contentsOf: path)
    try self.init(file, Self.description(file), network)
  }

  private init(
    _ file: Safetensors, _ description: JSONValue, _ network: Module<Scalar>
  ) throws {
    func preprocessing(_ name: String) throws -> Preprocessing {
      guard let json = description[name], let value = Preprocessing(json) else {
        throw Self.error(file, "its \(name) is none that is known")
      }
      return value
    }
    func strings(_ name: String) throws -> [String]? {
      guard let value = description[name] else { return nil }
      guard let strings = value.array?.map(\.string), !strings.contains(nil) else {
        throw Self.error(file, "its \(name) are no list of names")
      }
      return strings.compactMap { $0 }
    }
    var notes: [String: String] = [:]
    for member in description["notes"]?.members ?? [] { notes[member.name] = member.value.string }
    let names = try strings("labels")
    if let names, Set(names).count < names.count {
      throw Self.error(file, "its labels occur more than once")
    }
    try StateDictionary.load(file, into: network)
    network.evaluate()
    self.init(
      network, preprocessing: try preprocessing("preprocessing"),
      targetPreprocessing: try preprocessing("targetPreprocessing"),
      labels: names.map { ClassLabels(names: $0) }, featureNames: try strings("features"),
      notes: notes)
  }

  private static func description(_ file: Safetensors) throws -> JSONValue {
    guard let text = file.metadata[key] else {
      throw error(file, "expected a model of this library, found tensors alone")
    }
    let description = try JSONValue(parsing: text, file: file.file)
    guard description["version"]?.integer == version else {
      throw error(file, "expected version \(version) of a model")
    }
    return description
  }

  private static func error(_ file: Safetensors, _ what: String) -> TrainingError {
    TrainingError((file.file.map { $0.printable + ": " } ?? "") + what)
  }
}
