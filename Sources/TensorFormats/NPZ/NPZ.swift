/// Files of named arrays, as `numpy.savez` and `numpy.savez_compressed` write them: `.npz`.
///
/// ```swift
/// let digits = try NPZ(contentsOf: "digits.npz")
/// let images = try digits.tensor("x", as: Float.self)
///
/// var copy = NPZ()
/// copy["x"] = StoredTensor(images)
/// try copy.write(to: "copy.npz", compression: .deflated)
/// ```
///
/// It is a zip file of npy files; the names lack their `.npy`. Stored and deflated members are read,
/// with zip64 where it is needed, and their checksums checked. See `NPY` for the types.
public struct NPZ: TensorArchive {
  /// How arrays stand in the file.
  public enum Compression: Sendable, Hashable {
    /// As they are.
    case stored
    /// Compressed.
    case deflated
  }

  /// The name of the file, for errors; `nil` if it was made in memory.
  public let file: String?
  private var tensors = NamedTensors()

  /// No arrays.
  public init() {
    file = nil
  }

  /// Reads a file; it and its arrays may have at most `maximumBytes` after decompression, each: half
  /// of the machine's memory by default.
  public init(contentsOf path: String, maximumBytes: Int? = nil) throws(FormatError) {
    try self.init(
      bytes: FileBytes.read(path, limit: maximumBytes), file: path, maximumBytes: maximumBytes)
  }

  /// Reads from bytes; `file` names them in errors.
  public init(
    bytes: [UInt8], file: String? = nil, maximumBytes: Int? = nil
  ) throws(FormatError) {
    let limit = maximumBytes ?? FileBytes.defaultLimit
    self.file = file
    do throws(FormatError) {
      let bytes = try Gzip.decompressed(bytes, file: file, maximumBytes: limit)
      var room = limit
      for member in try ZipDirectory(bytes).members {
        let name = member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name
        do throws(FormatError) {
          let data = try member.data(in: bytes, limit: room)
          room -= data.count
          guard tensors[name] == nil else {
            throw FormatError(
              .malformed(expected: "a name that isn't in the file yet", found: name.quoted),
              offset: member.range.lowerBound)
          }
          do throws(FormatError) {
            tensors[name] = try NPY.parse(data)
          } catch {
            // Its offset counts in the member, not in the file.
            var error = error
            if member.isDeflated {
              error.offset = nil
            } else if let offset = error.offset {
              error.offset = member.dataStart(in: bytes) + offset
            }
            throw error
          }
        } catch {
          throw error.adding(tensor: name)
        }
      }
    } catch {
      throw error.adding(file: file)
    }
  }

  /// The names of the arrays, in their order.
  public var names: [String] { tensors.names }

  /// The array of that name; setting adds it at the end or replaces it in its place, `nil` removes
  /// it.
  public subscript(name: String) -> StoredTensor? {
    get { tensors[name] }
    set { tensors[name] = newValue }
  }

  // MARK: Writing

  /// Writes a file, safely: see `AtomicFile`.
  ///
  /// - Throws: `FormatError` for bfloat16, which NumPy doesn't know, and if the file can't be written.
  public func write(
    to path: String, compression: Compression = .stored
  ) throws(FormatError) {
    do throws(FormatError) {
      try AtomicFile.write(to: path) { file throws(FormatError) in
        var zip = ZipWriter()
        for name in names {
          try file.write(try member(name, compression, &zip))
        }
        try file.write(zip.directory())
      }
    } catch {
      throw error.adding(file: path)
    }
  }

  /// The bytes of the file.
  ///
  /// - Throws: `FormatError` for bfloat16, which NumPy doesn't know.
  public func serialized(compression: Compression = .stored) throws(FormatError) -> [UInt8] {
    try serialized(compression: compression, zip64From: ZipWriter.most)
  }

  /// The same with zip64 for smaller sizes than those that need it.
  package func serialized(
    compression: Compression, zip64From most: Int
  ) throws(FormatError) -> [UInt8] {
    var zip = ZipWriter(zip64From: most)
    var bytes: [UInt8] = []
    for name in names { bytes += try member(name, compression, &zip) }
    return bytes + zip.directory()
  }

  private func member(
    _ name: String, _ compression: Compression, _ zip: inout ZipWriter
  ) throws(FormatError) -> [UInt8] {
    do throws(FormatError) {
      return zip.member(
        name + ".npy", try NPY.serialized(tensors[name]!), isDeflated: compression == .deflated)
    } catch {
      throw error.adding(tensor: name)
    }
  }
}

extension NPZ: Equatable {
  /// Whether names, arrays and their order are equal.
  public static func == (left: NPZ, right: NPZ) -> Bool { left.tensors == right.tensors }
}
