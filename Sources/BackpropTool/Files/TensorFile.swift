import TensorFormats

/// A file of tensors, whichever its format is: the name tells.
struct TensorFile {
  /// What the format is called.
  let format: String
  /// The tensors; where a file holds one without a name, the name is empty.
  let tensors: [(name: String, tensor: StoredTensor)]
  let metadata: [String: String]

  /// Reads a file, also a gzip-compressed one.
  ///
  /// - Throws: `FormatError`.
  init(contentsOf path: String) throws {
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    if name.hasSuffix(".npy") {
      self.init(format: "npy", tensor: try NPY.read(path))
    } else if name.hasSuffix(".npz") {
      let file = try NPZ(contentsOf: path)
      self.init(format: "npz", file)
    } else if name.hasSuffix("-ubyte") || name.hasSuffix(".idx") {
      self.init(format: "IDX", tensor: try IDX.read(path))
    } else {
      let file = try Safetensors(contentsOf: path)
      self.init(format: "safetensors", file, metadata: file.metadata)
    }
  }

  private init(format: String, tensor: StoredTensor) {
    self.format = format
    tensors = [("", tensor)]
    metadata = [:]
  }

  private init(
    format: String, _ archive: some TensorArchive, metadata: [String: String] = [:]
  ) {
    self.format = format
    tensors = archive.names.compactMap { name in archive[name].map { (name, $0) } }
    self.metadata = metadata
  }
}
