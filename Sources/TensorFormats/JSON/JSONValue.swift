/// A value in JSON, for the small structures that stand in the metadata of files.
///
/// Objects keep the order of their members; a name comes once. Numbers keep their text, so that none
/// is altered by reading and writing it.
package enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(text: String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A name and its value.
  package struct Member: Equatable, Sendable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An integer.
  package static func integer(_ value: Int) -> JSONValue { .number(text: "\(value)") }

  /// A finite number, in the digits that give it back; JSON has no others, which become `null`.
  package static func number(_ value: Double) -> JSONValue {
    value.isFinite ? .number(text: "\(value)") : .null
  }

  /// Reads a value.
  ///
  /// - Throws: `FormatError`, which names the position in the text.
  package init(parsing text: String, file: String? = nil) throws(FormatError) {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes, 0..<bytes.count, file: file)
    self = try Self.read(&scanner, depth: 0)
    try scanner.expectEnd()
  }

  private static func read(
    _ scanner: inout JSONScanner, depth: Int
  ) throws(FormatError) -> JSONValue {
    guard depth < JSONScanner.maximumDepth else {
      throw scanner.error(expected: "values nested at most \(JSONScanner.maximumDepth) deep")
    }
    switch scanner.peek() {
    case UInt8(ascii: "{"):
      var members: [Member] = []
      try scanner.object { (scanner, name, _) throws(FormatError) in
        members.append(Member(name, try read(&scanner, depth: depth + 1)))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try scanner.array { scanner throws(FormatError) in
        elements.append(try read(&scanner, depth: depth + 1))
      }
      return .array(elements)
    case UInt8(ascii: "\""): return .string(try scanner.string())
    case UInt8(ascii: "t"):
      try scanner.word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try scanner.word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try scanner.word("null")
      return .null
    default: return .number(text: try scanner.number())
    }
  }
}

// MARK: - What a value holds

extension JSONValue {
  /// The value of a member of an object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The elements of an array.
  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// A truth value.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// An integer written without fraction and exponent.
  package var integer: Int? {
    if case .number(let text) = self { Int(text) } else { nil }
  }

  /// A number; infinite if it is beyond the range of `Double`.
  package var double: Double? {
    if case .number(let text) = self { Double(text) } else { nil }
  }
}

// MARK: - Writing

extension JSONValue: CustomStringConvertible {
  /// The value on one line.
  package var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let text): text
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.description).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.name)):\($0.value)" }.joined(separator: ",") + "}"
    }
  }

  /// A string with its quotes and escapes.
  package static func quoted(_ text: String) -> String {
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
