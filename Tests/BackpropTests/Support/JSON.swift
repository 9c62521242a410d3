import Backprop
import Foundation

/// Any JSON value, for what has a different form from case to case: the arguments of a constructor.
enum JSON: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var string: String? { if case .string(let value) = self { value } else { nil } }
  var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  subscript(key: String) -> JSON? {
    if case .object(let value) = self { value[key] } else { nil }
  }

  /// A tensor written as `{"shape": [...], "data": [...]}`.
  var tensor: Tensor<Double>? {
    guard let shape = self["shape"]?.array?.compactMap(\.number),
      let data = self["data"]?.array?.compactMap(\.number)
    else { return nil }
    return Tensor(shape: Shape(shape.map(Int.init)), data)
  }
}
