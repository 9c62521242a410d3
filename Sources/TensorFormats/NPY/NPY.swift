/// Files of one array, as `numpy.save` writes them: `.npy`, versions 1.0 to 3.0.
///
/// ```swift
/// let images = try NPY.read("images.npy").tensor(as: Float.self)
/// try NPY.write(StoredTensor(images), to: "copy.npy")
/// ```
///
/// All types of `ElementType` but bfloat16, which NumPy doesn't know, in either byte order and in
/// row-major or Fortran order. Complex numbers, text, times, records and Python objects are refused.
///
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public enum NPY {
  /// Reads a file of at most `maximumBytes` after decompression: half of the machine's memory by
  /// default.
  public static func read(
    _ path: String, maximumBytes: Int? = nil
  ) throws(FormatError) -> StoredTensor {
    try read(bytes: FileBytes.read(path, limit: maximumBytes), file: path)
  }

  /// Reads from bytes; `file` names them in errors.
  public static func read(
    bytes: [UInt8], file: String? = nil, maximumBytes: Int? = nil
  ) throws(FormatError) -> StoredTensor {
    let bytes = try Gzip.decompressed(bytes, file: file, maximumBytes: maximumBytes)
    do throws(FormatError) {
      return try parse(bytes[...])
    } catch {
      throw error.adding(file: file)
    }
  }

  /// Reads an array that begins at the first byte of a slice and ends at its last; the offsets in
  /// errors count from there.
  static func parse(_ bytes: ArraySlice<UInt8>) throws(FormatError) -> StoredTensor {
    let header = try NPYHeader(bytes)
    let data = bytes.dropFirst(header.length)
    guard let size = header.type.byteCount(of: header.extents),
      header.extents.count <= Shape.maximumRank,
      header.extents.allSatisfy({ $0 <= Int(UInt32.max) })
    else { throw FormatError(.unsupported("the shape \(header.extents)"), offset: 10) }
    guard data.count == size else {
      throw FormatError(
        .malformed(
          expected: "\(size) bytes of data for \(header.type.rawValue) of shape \(header.extents)",
          found: "\(data.count)"), offset: header.length)
    }
    let shape = Shape(header.extents)
    if !header.isBigEndian, !header.isFortranOrder { return StoredTensor(header.type, shape, data) }
    var elements =
      header.isBigEndian ? ByteOrder.swapped(data, size: header.type.size) : Array(data)
    if header.isFortranOrder {
      elements = ByteOrder.rowMajor(elements, shape, size: header.type.size)
    }
    return StoredTensor(header.type, shape, elements[...])
  }

  // MARK: Writing

  /// Writes a file, safely: see `AtomicFile`.
  ///
  /// - Throws: `FormatError` for bfloat16, which NumPy doesn't know, and if the file can't be written.
  public static func write(_ tensor: StoredTensor, to path: String) throws(FormatError) {
    let header: [UInt8]
    do throws(FormatError) {
      header = try self.header(tensor)
    } catch {
      throw error.adding(file: path)
    }
    try AtomicFile.write(to: path) { file throws(FormatError) in
      try file.write(header)
      try file.write(tensor.storage)
    }
  }

  /// The bytes of the file, version 1.0 and in row-major order.
  ///
  /// - Throws: `FormatError` for bfloat16, which NumPy doesn't know.
  public static func serialized(_ tensor: StoredTensor) throws(FormatError) -> [UInt8] {
    try header(tensor) + tensor.storage
  }

  private static func header(_ tensor: StoredTensor) throws(FormatError) -> [UInt8] {
    guard let description = NPYHeader.description(of: tensor.type) else {
      throw FormatError(
        .malformed(expected: "a type that NumPy knows", found: tensor.type.rawValue))
    }
    let extents = tensor.shape.map(String.init)
    let shape = extents.count == 1 ? "(\(extents[0]),)" : "(\(extents.joined(separator: ", ")))"
    var text = "{'descr': '\(description)', 'fortran_order': False, 'shape': \(shape), }"
    // NumPy's own padding: the data begin at a multiple of 64.
    while (NPYHeader.magic.count + 4 + text.utf8.count + 1) % 64 != 0 { text += " " }
    text += "\n"
    let length = UInt16(text.utf8.count)
    return NPYHeader.magic + [1, 0, UInt8(truncatingIfNeeded: length), UInt8(length >> 8)]
      + Array(text.utf8)
  }
}
