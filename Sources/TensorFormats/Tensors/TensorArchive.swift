/// A file that holds tensors by name: `Safetensors`, `NPZ`.
public protocol TensorArchive: Sendable {
  /// The name of the file, for errors; `nil` if it was made in memory.
  var file: String? { get }
  /// The names of the tensors, in their order.
  var names: [String] { get }
  /// The tensor of that name; setting adds it at the end or replaces it in its place, `nil` removes
  /// it.
  subscript(name: String) -> StoredTensor? { get set }
}

extension TensorArchive {
  /// The number of tensors.
  public var count: Int { names.count }

  /// The tensor of that name.
  ///
  /// - Throws: `FormatError` if there is none.
  public func tensor(_ name: String) throws(FormatError) -> StoredTensor {
    guard let tensor = self[name] else {
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

/// Tensors by name, in the order in which they were added.
struct NamedTensors: Sendable, Equatable {
  private(set) var names: [String] = []
  private var tensors: [String: StoredTensor] = [:]

  subscript(name: String) -> StoredTensor? {
    get { tensors[name] }
    set {
      if let newValue {
        if tensors.updateValue(newValue, forKey: name) == nil { names.append(name) }
      } else if tensors.removeValue(forKey: name) != nil {
        names.removeAll { $0 == name }
      }
    }
  }
}
