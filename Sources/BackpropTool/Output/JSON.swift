import TensorFormats

/// A value in JSON.
enum JSON: CustomStringConvertible {
  case string(String)
  case integer(Int)
  case unsigned(UInt64)
  case number(Double)
  case array([JSON])
  case object([(key: String, value: JSON)])

  /// The value on one line.
  var description: String {
    switch self {
    case .string(let text): return JSONValue.quoted(text)
    case .integer(let value): return String(value)
    case .unsigned(let value): return String(value)
    // JSON has no NaN and no infinities.
    case .number(let value): return value.isFinite ? "\(value)" : "null"
    case .array(let values):
      return "[" + values.map(\.description).joined(separator: ",") + "]"
    case .object(let members):
      let texts = members.map { "\(JSONValue.quoted($0.key)):\($0.value)" }
      return "{" + texts.joined(separator: ",") + "}"
    }
  }
}
