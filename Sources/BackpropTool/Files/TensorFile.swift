import TensorFormats

/// A file of named tensors, whichever its format is.
struct TensorFile {
  /// What the format is called.
  let format: String
  let tensors: [(name: String, tensor: StoredTensor)]
  let metadata: [String: String]

  /// Reads a file.
  ///
  /// - Throws: `FormatError`.
  init(contentsOf path: String) throws {
    let file = try Safetensors(contentsOf: path)
    format = "safetensors"
    tensors = try file.names.map { ($0, try file.tensor($0)) }
    metadata = file.metadata
  }
}
