import TensorFormats

/// All that a training needs to go on as if it had not been interrupted, bit for bit.
///
/// It holds parameters and buffers, the optimizer's state, the generators of the modules, the order
/// and the position of the data, the sums of the epoch that is under way, what callbacks remember (a
/// schedule's step, the best weights so far), and the history.
///
/// ```swift
/// let checkpoint = try Checkpoint<Float>(ifPresentAt: "run.checkpoint")  // nil on the first run
/// try trainer.fit(
///   loader, epochs: 20, callbacks: [Checkpointing("run.checkpoint")], resumingFrom: checkpoint)
/// ```
///
/// The file is a safetensors file: tensors by name, everything else as text in its metadata, with a
/// checksum over all of it. It is written beside the old one, brought to the disk, and then takes its
/// place, so that there is a whole file at any time; the one before that is kept as
/// `name.previous`. Random numbers that don't come from the modules' own generators or from the
/// loader's seed are not part of it.
public struct Checkpoint<Scalar: BLASScalar>: Sendable {
  /// The tensors and the text, without the checksum.
  var contents: Safetensors
  /// The name of the file, for errors.
  let file: String?

  static var format: String { "backprop checkpoint 1" }
  private static var checksum: String { "checksum" }

  init(_ contents: Safetensors, file: String?) {
    self.contents = contents
    self.file = file
  }

  // MARK: Files

  /// Reads a file.
  ///
  /// - Throws: `FormatError` if it can't be read, or is cut short; `TrainingError` if it is no
  ///   checkpoint of this type of scalar, or its checksum is not that of its contents.
  public init(contentsOf path: String) throws {
    var contents: Safetensors
    do {
      contents = try Safetensors(contentsOf: path)
    } catch {
      throw TrainingError("\(error)\(Self.hint(path))")
    }
    func wrong(_ what: String) -> TrainingError {
      TrainingError("\(path.printable): \(what)\(Self.hint(path))")
    }
    guard contents.metadata["format"] == Self.format else {
      throw wrong("expected a checkpoint, found a safetensors file of another kind")
    }
    guard let written = contents.metadata[Self.checksum], written == Self.sum(contents) else {
      throw wrong("the checksum is not that of the contents: the file was altered")
    }
    contents.metadata[Self.checksum] = nil
    guard contents.metadata["scalar"] == "\(Scalar.self)" else {
      throw wrong(
        "expected a checkpoint of \(Scalar.self), found one of "
          + (contents.metadata["scalar"] ?? "nothing"))
    }
    self.init(contents, file: path)
  }

  /// Reads a file, if there is one.
  ///
  /// - Throws: As `init(contentsOf:)`, if there is a file.
  public init?(ifPresentAt path: String) throws {
    guard Files.exists(path) else { return nil }
    try self.init(contentsOf: path)
  }

  /// Writes a file, safely; the one that stood there stays as `name.previous`, if it is to be kept.
  ///
  /// - Throws: `FormatError` if it can't be written, such as on a full disk; then the old file is
  ///   still there.
  public func write(to path: String, keepingPrevious: Bool = true) throws {
    var contents = contents
    contents.metadata[Self.checksum] = Self.sum(contents)
    if keepingPrevious { try Files.keep(path, as: Self.previousPath(path)) }
    try contents.write(to: path)
  }

  /// Where the checkpoint before the one at a path is kept.
  public static func previousPath(_ path: String) -> String { path + ".previous" }

  private static func hint(_ path: String) -> String {
    Files.exists(previousPath(path))
      ? "; the checkpoint before it is \(previousPath(path).printable)" : ""
  }

  /// The CRC-32 of the file, in which the checksum itself is written as zeros.
  private static func sum(_ contents: Safetensors) -> String {
    var contents = contents
    contents.metadata[checksum] = "00000000"
    let digits = String(CRC32(contents.serialized()).value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  // MARK: What it says

  /// The number of whole epochs.
  public var epoch: Int { (try? history().count) ?? 0 }

  /// Text of the metadata.
  ///
  /// - Throws: `TrainingError` if there is none under that key.
  func text(_ key: String) throws(TrainingError) -> String {
    guard let text = contents.metadata[key] else { throw error("there is no \(key.quoted)") }
    return text
  }

  /// Numbers of the metadata, separated by commas.
  func numbers<Number: LosslessStringConvertible>(
    _ key: String, count: Int? = nil, as type: Number.Type = Number.self
  ) throws(TrainingError) -> [Number] {
    let text = try text(key)
    let parts = text.split(separator: ",")
    let numbers = parts.compactMap { Number(String($0)) }
    guard numbers.count == parts.count, count == nil || numbers.count == count else {
      throw error("\(key.quoted) is \(text.quoted), expected numbers")
    }
    return numbers
  }

  /// The tensors whose names begin in a certain way, without that beginning.
  func tensors(_ prefix: String) throws(FormatError) -> [String: Tensor<Scalar>] {
    var tensors: [String: Tensor<Scalar>] = [:]
    for name in contents.names where name.hasPrefix(prefix) {
      tensors[String(name.dropFirst(prefix.count))] = try contents.tensor(name)
    }
    return tensors
  }

  /// The single numbers whose keys begin in a certain way, without that beginning.
  func scalars(_ prefix: String) throws(TrainingError) -> [String: Double] {
    var scalars: [String: Double] = [:]
    for key in contents.metadata.keys where key.hasPrefix(prefix) {
      scalars[String(key.dropFirst(prefix.count))] = try numbers(key, count: 1)[0]
    }
    return scalars
  }

  /// The history that the training had.
  public func history() throws -> [EpochRecord] {
    guard contents["history"] != nil else { return [] }
    let table: Tensor<Double> = try contents.tensor("history")
    let names = try text("history").split(separator: "\n").map(String.init)
    guard table.rank == 2, table.shape[1] == names.count + 1 else {
      throw error("the history has shape \(table.shape), expected \(names.count + 1) columns")
    }
    return (0..<table.shape[0]).map { row in

      let values = table.row(row).scalars
      return EpochRecord(
        epoch: Int(exactly: values[0]) ?? row + 1,
        zip(names, values.dropFirst()).filter { $0.1.bitPattern != Self.missing.bitPattern })
    }
  }

  /// Stands in the table of the history where an epoch hasn't got a number.
  static var missing: Double { Double(nan: 0xabc, signaling: false) }

  func error(_ what: String) -> TrainingError {
    TrainingError("\(file.map { $0.printable + ": " } ?? "")the checkpoint doesn't fit: \(what)")
  }
}
