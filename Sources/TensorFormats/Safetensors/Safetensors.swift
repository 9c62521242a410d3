@_exported import LinearAlgebra

/// Named tensors and text beside them, as the safetensors format holds them: what PyTorch, JAX and
/// others exchange weights in.
///
/// ```swift
/// var model = Safetensors()
/// model.metadata["format"] = "pt"
/// model["0.weight"] = StoredTensor(weights)
/// try model.write(to: "model.safetensors")
///
/// let read = try Safetensors(contentsOf: "model.safetensors")
/// let weights = try read.tensor("0.weight", as: Double.self)
/// ```
///
/// Tensors keep the order in which they were added. Files are read whole, gunzipped if they are
/// compressed, and checked against all that the format demands before a tensor is handed out: sizes
/// that fit type and shape, no holes, no overlap, no name twice, a header of at most 100 MB.
///
/// Format: https://huggingface.co/docs/safetensors, version 0.
public struct Safetensors: Sendable {
  /// The name of the file, for errors; `nil` if it was made in memory.
  public let file: String?
  /// Text beside the tensors, by key.
  public var metadata: [String: String] = [:]
  /// The names of the tensors, in their order.
  public private(set) var names: [String] = []
  private var tensors: [String: StoredTensor] = [:]

  /// The name that can't be a tensor's: the format uses it.
  static let metadataName = "__metadata__"

  /// No tensors.
  public init() {
    file = nil
  }

  /// Reads a file.
  public init(contentsOf path: String) throws(FormatError) {
    try self.init(bytes: FileBytes.read(path), file: path)
  }

  /// Reads from bytes; `file` names them in errors.
  public init(bytes: [UInt8], file: String? = nil) throws(FormatError) {
    let header = try SafetensorsHeader(bytes, file: file)
    self.file = file
    metadata = header.metadata
    names.reserveCapacity(header.entries.count)
    for entry in header.entries {
      names.append(entry.name)
      tensors[entry.name] = StoredTensor(entry.type, entry.shape, bytes[entry.bytes])
    }
  }

  /// The number of tensors.
  public var count: Int { names.count }

  /// The tensor of that name; setting adds it at the end or replaces it in its place, `nil` removes
  /// it. The name `__metadata__` belongs to the format.
  public subscript(name: String) -> StoredTensor? {
    get { tensors[name] }
    set {
      require(name != Self.metadataName, "Safetensors: no tensor can be named \(name)")
      let old = tensors.updateValue(newValue, forKey: name)
      if newValue == nil {
        names.removeAll { $0 == name }
      } else if old == nil {
        names.append(name)
      }
    }
  }

  /// The tensor of that name.
  ///
  /// - Throws: `FormatError` if there is none.
  public func tensor(_ name: String) throws(FormatError) -> StoredTensor {
    guard let tensor = tensors[name] else {
      throw FormatError(.noTensor(among: names), file: file, tensor: name)
    }
    return tensor
  }

  /// The tensor of that name as scalars: see `StoredTensor.tensor(as:)`.
  ///
  /// - Throws: `FormatError` if there is none, or its numbers are out of range, or if it hasn't the
  ///   shape that is asked for.
  public func tensor<Scalar: BLASScalar>(
    _ name: String, as scalar: Scalar.Type = Scalar.self, shape: Shape? = nil
  ) throws(FormatError) -> Tensor<Scalar> {
    let stored = try tensor(name)
    if let shape, shape != stored.shape {
      throw FormatError(
        .malformed(expected: "the shape \(shape)", found: "\(stored.shape)"), file: file,
        tensor: name)
    }
    do throws(FormatError) {
      return try stored.tensor(as: Scalar.self)
    } catch {
      throw error.adding(file: file, tensor: name)
    }
  }
}

extension [String: StoredTensor] {
  fileprivate mutating func updateValue(
    _ value: StoredTensor?, forKey key: String
  ) -> StoredTensor? {
    if let value { updateValue(value, forKey: key) } else { removeValue(forKey: key) }
  }
}

extension Safetensors: Equatable {
  /// Whether names, tensors, their order and the metadata are equal.
  public static func == (left: Safetensors, right: Safetensors) -> Bool {
    left.names == right.names && left.tensors == right.tensors && left.metadata == right.metadata
  }
}

// MARK: - Writing

extension Safetensors {
  /// Writes a file, safely: see `AtomicFile`.
  public func write(to path: String) throws(FormatError) {
    try AtomicFile.write(to: path) { file throws(FormatError) in
      try file.write(header())
      for name in dataOrder { try file.write(tensors[name]!.storage) }
    }
  }

  /// The bytes of the file: the same ones whenever names, tensors, order and metadata are.
  public func serialized() -> [UInt8] {
    var bytes = header()
    bytes.reserveCapacity(bytes.count + tensors.values.reduce(0) { $0 + $1.storage.count })
    for name in dataOrder { bytes += tensors[name]!.storage }
    return bytes
  }

  /// Wide elements first: then each tensor begins where its elements are aligned.
  private var dataOrder: [String] {
    let widths: [(index: Int, size: Int)] = names.indices.map {
      ($0, tensors[names[$0]]!.type.size)
    }
    return widths.sorted { ($1.size, $0.index) < ($0.size, $1.index) }.map { names[$0.index] }
  }

  private func header() -> [UInt8] {
    var ranges: [String: Range<Int>] = [:]
    var end = 0
    for name in dataOrder {
      let start = end
      end += tensors[name]!.storage.count
      ranges[name] = start..<end
    }
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map {
        JSONValue.Member($0.key, .string($0.value))
      }
      members.append(JSONValue.Member(Self.metadataName, .object(texts)))
    }
    for name in names {
      let tensor = tensors[name]!
      members.append(
        JSONValue.Member(
          name,
          .object([
            .init("dtype", .string(tensor.type.rawValue)),
            .init("shape", .array(tensor.shape.map(JSONValue.integer))),
            .init(
              "data_offsets",
              .array([.integer(ranges[name]!.lowerBound), .integer(ranges[name]!.upperBound)])),
          ])))
    }
    var text = Array(JSONValue.object(members).description.utf8)
    // The data begins at a multiple of 8.
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
  }
}
