/// Files of one array in the format of MNIST: `train-images-idx3-ubyte`.
///
/// ```swift
/// let images = try IDX.read("train-images-idx3-ubyte.gz")  // U8, [60000, 28, 28]
/// let pixels = try images.tensor(as: Float.self) / 255
/// ```
///
/// ```
/// 0 0 type rank    rank extents of 32 bits    elements; all big-endian
/// ```
///
/// Format: http://yann.lecun.com/exdb/mnist/
public enum IDX {
  private static let types: [(code: UInt8, type: ElementType)] = [
    (0x08, .uint8), (0x09, .int8), (0x0b, .int16), (0x0c, .int32), (0x0d, .float32),
    (0x0e, .float64),
  ]

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
    func malformed(_ expected: String, _ found: String, at offset: Int) -> FormatError {
      FormatError(.malformed(expected: expected, found: found), file: file, offset: offset)
    }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else {
      throw malformed(
        "the magic bytes of an IDX file", bytes.count < 4 ? "\(bytes.count) bytes" : "other bytes",
        at: 0)
    }
    guard let type = types.first(where: { $0.code == bytes[2] })?.type else {
      throw malformed("a type of IDX (8, 9, 11 to 14)", "\(bytes[2])", at: 2)
    }
    let rank = Int(bytes[3])
    guard rank <= Shape.maximumRank else {
      throw FormatError(.unsupported("an array of rank \(rank)"), file: file, offset: 3)
    }
    let start = 4 + 4 * rank
    guard bytes.count >= start else {
      throw malformed("\(rank) extents", "the end of the file", at: 4)
    }
    let extents = (0..<rank).map { axis in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes[4 + 4 * axis + $1]) }
    }
    guard let size = type.byteCount(of: extents) else {
      throw FormatError(.unsupported("the shape \(extents)"), file: file, offset: 4)
    }
    guard bytes.count - start == size else {
      throw malformed(
        "\(size) bytes of data for \(type.rawValue) of shape \(extents)", "\(bytes.count - start)",
        at: start)
    }
    let data = bytes[start...]
    let elements = type.size == 1 ? data : ByteOrder.swapped(data, size: type.size)[...]
    return StoredTensor(type, Shape(extents), elements)
  }

  // MARK: Writing

  /// Writes a file, safely: see `AtomicFile`.
  ///
  /// - Throws: `FormatError` for types that the format doesn't have, and if the file can't be written.
  public static func write(_ tensor: StoredTensor, to path: String) throws(FormatError) {
    let bytes: [UInt8]
    do throws(FormatError) {
      bytes = try serialized(tensor)
    } catch {
      throw error.adding(file: path)
    }
    try AtomicFile.write(bytes, to: path)
  }

  /// The bytes of the file.
  ///
  /// - Throws: `FormatError` for types that the format doesn't have.
  public static func serialized(_ tensor: StoredTensor) throws(FormatError) -> [UInt8] {
    guard let code = types.first(where: { $0.type == tensor.type })?.code else {
      throw FormatError(
        .malformed(
          expected: "a type of IDX (U8, I8, I16, I32, F32, F64)", found: tensor.type.rawValue))
    }
    var bytes: [UInt8] = [0, 0, code, UInt8(tensor.shape.rank)]
    for extent in tensor.shape {
      withUnsafeBytes(of: UInt32(extent).bigEndian) { bytes += $0 }
    }
    return bytes + ByteOrder.swapped(tensor.storage, size: tensor.type.size)
  }
}
