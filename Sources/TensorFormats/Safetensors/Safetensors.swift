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
public struct Safetensors: TensorArchive {
  /// The name of the file, for errors; `nil` if it was made in memory.
  public let file: String?
  /// Text beside the tensors, by key.
  public var metadata: [String: String] = [:]
  private var tensors = NamedTensors()

  /// The name that can't be a tensor's: the format uses it.
  static let metadataName = "__metadata__"

  /// No tensors.
  public init() {
    file = nil
  }

  /// Reads a file of at most `maximumBytes` after decompression: half of the machine's memory by
  /// default.
  public init(contentsOf path: String, maximumBytes: Int? = nil) throws(FormatError) {
    try self.init(bytes: FileBytes.read(path, limit: maximumBytes), file: path)
  }

  /// Reads from bytes; `file` names them in errors.
  public init(
    bytes: [UInt8], file: String? = nil, maximumBytes: Int? = nil
  ) throws(FormatError) {
    let bytes = try Gzip.decompressed(bytes, file: file, maximumBytes: maximumBytes)
    let header = try SafetensorsHeader(bytes, file: file)
    self.file = file
    metadata = header.metadata
    for entry in header.entries {
      tensors[entry.name] = StoredTensor(entry.type, entry.shape, bytes[entry.bytes])
    }
  }

  /// The names of the tensors, in their order.
  public var names: [String] { tensors.names }

  /// The tensor of that name; setting adds it at the end or replaces it in its place, `nil` removes
  /// it. The name `__metadata__` belongs to the format.
  public subscript(name: String) -> StoredTensor? {
    get { tensors[name] }
    set {
      require(name != Self.metadataName, "Safetensors: no tensor can be named \(name)")
      tensors[name] = newValue
    }
  }
}

extension Safetensors: Equatable {
  /// Whether names, tensors, their order and the metadata are equal.
  public static func == (left: Safetensors, right: Safetensors) -> Bool {
    left.tensors == right.tensors && left.metadata == right.metadata
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
    bytes.reserveCapacity(bytes.count + names.reduce(0) { $0 + tensors[$1]!.storage.count })
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
