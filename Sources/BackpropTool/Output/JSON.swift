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
    case .string(let text): return Self.quoted(text)
    case .integer(let value): return String(value)
    case .unsigned(let value): return String(value)
    // JSON has no NaN and no infinities.
    case .number(let value): return value.isFinite ? "\(value)" : "null"
    case .array(let values):
      return "[" + values.map(\.description).joined(separator: ",") + "]"
    case .object(let members):
      let texts = members.map { "\(Self.quoted($0.key)):\($0.value)" }
      return "{" + texts.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
