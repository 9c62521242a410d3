/// What is wrong with a file of tensors, and where.
///
/// ```swift
/// do {
///   let file = try Safetensors(contentsOf: "model.safetensors")
/// } catch {
///   print(error)
///   // model.safetensors: tensor "0.weight": byte 131: expected 96 bytes of data, found 88
/// }
/// ```
public struct FormatError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Equatable, Sendable {
    /// The file can't be read; the reason is the system's.
    case unreadable(reason: String)
    /// The file can't be written; the reason is the system's. What stood there before still does.
    case unwritable(reason: String)
    /// The bytes aren't what the format asks for.
    case malformed(expected: String, found: String)
    /// The format allows it, this library doesn't read it.
    case unsupported(String)
    /// More bytes than the caller or the memory of the machine allows.
    case tooLarge(limit: Int)
    /// There is no tensor of that name; these are the tensors.
    case noTensor(among: [String])
    /// A value that the type asked for can't hold.
    case outOfRange(value: String, index: Int, type: String)
  }

  /// What is wrong.
  public var problem: Problem
  /// The file, as it was named, if there is one.
  public var file: String?
  /// The name of the tensor, if the problem is that of one tensor.
  public var tensor: String?
  /// The position of the byte, counted from 0 and after decompression, if it is known.
  public var offset: Int?

  /// Describes a problem.
  public init(
    _ problem: Problem, file: String? = nil, tensor: String? = nil, offset: Int? = nil
  ) {
    self.problem = problem
    self.file = file
    self.tensor = tensor
    self.offset = offset
  }

  /// The error in words, after the place.
  public var description: String {
    var place = ""
    if let file { place += "\(file.isEmpty ? "\"\"" : file.printable): " }
    if let tensor { place += "tensor \(tensor.quoted): " }
    if let offset { place += "byte \(offset): " }
    return place + message
  }

  private var message: String {
    switch problem {
    case .unreadable(let reason): "can't be read: \(reason)"
    case .unwritable(let reason): "can't be written: \(reason)"
    case .malformed(let expected, let found): "expected \(expected), found \(found)"
    case .unsupported(let what): "\(what) can't be read here"
    case .tooLarge(let limit): "expected at most \(limit) bytes, found more"
    case .noTensor(let names):
      names.isEmpty
        ? "there is no such tensor, and no other"
        : "there is no such tensor; the tensors are \(names.quotedList)"
    case .outOfRange(let value, let index, let type):
      "expected a number that \(type) holds at element \(index), found \(value)"
    }
  }
}

extension FormatError {
  /// The error with what is known further out; what it knows itself stays.
  func adding(file: String? = nil, tensor: String? = nil, offset: Int? = nil) -> FormatError {
    FormatError(
      problem, file: self.file ?? file, tensor: self.tensor ?? tensor,
      offset: self.offset ?? offset)
  }
}
