/// Takes JSON apart, strictly as RFC 8259 has it, from front to back and without building a tree:
/// what a header says is checked as it is met, and memory is taken for what is kept only.
struct JSONScanner {
  private let bytes: [UInt8]
  private let end: Int
  private let file: String?
  /// The position of the next byte.
  private(set) var position: Int

  /// How deep arrays and objects may lie in one another.
  static let maximumDepth = 128

  /// Scans part of a file; errors name positions in the file.
  init(_ bytes: [UInt8], _ range: Range<Int>, file: String?) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
    self.file = file
  }

  /// An error about the bytes at the position, or at another one.
  func error(expected: String, at offset: Int? = nil) -> FormatError {
    let offset = offset ?? position
    return FormatError(
      .malformed(expected: expected, found: offset < end ? shown(offset) : "the end of the header"),
      file: file, offset: offset)
  }

  private func shown(_ offset: Int) -> String {
    let text = bytes[offset..<min(end, offset + 40)]
    return String(decoding: text, as: UTF8.self).quoted
  }

  // MARK: Structure

  private mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      default: return
      }
    }
  }

  /// The next byte that isn't blank, if there is one.
  mutating func peek() -> UInt8? {
    skipBlanks()
    return position < end ? bytes[position] : nil
  }

  /// Moves over a character, if it is the next one.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Moves over a character that must be there.
  mutating func expect(_ character: Unicode.Scalar) throws(FormatError) {
    guard skip(character) else { throw error(expected: "\"\(character)\"") }
  }

  /// Moves to the end, before which only blanks may stand.
  mutating func expectEnd() throws(FormatError) {
    if peek() != nil { throw error(expected: "the end of the header") }
  }

  /// Reads an object: `member` is called with each name, and reads the value.
  mutating func object(
    _ member: (inout JSONScanner, String, _ offset: Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    try expect("{")
    if skip("}") { return }
    var names: Set<String> = []
    repeat {
      _ = peek()
      let offset = position
      let name = try string()
      // Which of the two is meant? Readers differ, and an attacker can use it.
      guard names.insert(name).inserted else {
        throw error(expected: "a name that isn't in the object yet", at: offset)
      }
      try expect(":")
      try member(&self, name, offset)
    } while skip(",")
    try expect("}")
  }

  /// Reads an array: `element` is called for each element, and reads it.
  mutating func array(
    _ element: (inout JSONScanner) throws(FormatError) -> Void
  ) throws(FormatError) {
    try expect("[")
    if skip("]") { return }
    repeat { try element(&self) } while skip(",")
    try expect("]")
  }

  /// Moves over a value of any kind.
  mutating func skipValue(depth: Int = 0) throws(FormatError) {
    guard depth < Self.maximumDepth else {
      throw error(expected: "values nested at most \(Self.maximumDepth) deep")
    }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (scanner, _, _) throws(FormatError) in
        try scanner.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      try array { scanner throws(FormatError) in try scanner.skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: _ = try number()
    }
  }

  /// Moves over `true`, `false` or `null`.
  mutating func word(_ word: StaticString) throws(FormatError) {
    _ = peek()
    let count = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { expected in
      position + count <= end && bytes[position..<position + count].elementsEqual(expected)
    }
    guard matches else { throw error(expected: "a value") }
    position += count
  }

  // MARK: Numbers

  /// The text of a number.
  mutating func number() throws(FormatError) -> String {
    _ = peek()
    let start = position
    func digits(_ scanner: inout JSONScanner) -> Int {
      let first = scanner.position
      while scanner.position < scanner.end, scanner.bytes[scanner.position] &- 0x30 < 10 {
        scanner.position += 1
      }
      return scanner.position - first
    }
    func isNext(_ scanner: JSONScanner, _ characters: Unicode.Scalar...) -> Bool {
      scanner.position < scanner.end
        && characters.contains { UInt8(ascii: $0) == scanner.bytes[scanner.position] }
    }
    if isNext(self, "-") { position += 1 }
    let first = position
    let whole = digits(&self)
    guard whole > 0 else { throw error(expected: "a value", at: start) }
    // 01 is no number.
    guard whole == 1 || bytes[first] != 0x30 else {
      throw error(expected: "a number without leading zeros", at: start)
    }
    if isNext(self, ".") {
      position += 1
      guard digits(&self) > 0 else { throw error(expected: "a digit") }
    }
    if isNext(self, "e", "E") {
      position += 1
      if isNext(self, "+", "-") { position += 1 }
      guard digits(&self) > 0 else { throw error(expected: "a digit") }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// An integer that is not negative.
  mutating func count(_ meaning: String) throws(FormatError) -> Int {
    _ = peek()
    let start = position
    guard start < end, bytes[start] &- 0x30 < 10, let value = Int(try number()) else {
      throw error(expected: meaning, at: start)
    }
    return value
  }

  // MARK: Strings

  /// A string, without its quotes.
  mutating func string() throws(FormatError) -> String {
    guard peek() == UInt8(ascii: "\"") else { throw error(expected: "a string") }
    let start = position
    position += 1
    var run = position
    var text: [UInt8] = []
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        text += bytes[run..<position]
        position += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error(expected: "a string of UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        text += bytes[run..<position]
        try escape(into: &text)
        run = position
      case 0..<0x20:
        throw error(expected: "a string without control characters")
      default:
        position += 1
      }
    }
    throw error(expected: "a closing quote")
  }

  private mutating func escape(into text: inout [UInt8]) throws(FormatError) {
    let start = position
    position += 1
    guard position < end else { throw error(expected: "an escape", at: start) }
    let kind = bytes[position]
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var value = try hexadecimal(start)
      if (0xd800..<0xdc00).contains(value) {
        // The first of a pair: the second must follow.
        guard position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u")
        else { throw error(expected: "both halves of a pair", at: start) }
        position += 2
        let low = try hexadecimal(start)
        guard (0xdc00..<0xe000).contains(low) else {
          throw error(expected: "both halves of a pair", at: start)
        }
        value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw error(expected: "both halves of a pair", at: start)
      }
      text += Array(String(Character(scalar)).utf8)
    default:
      throw error(expected: "an escape", at: start)
    }
  }

  private mutating func hexadecimal(_ start: Int) throws(FormatError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < end,
        let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
      else { throw error(expected: "four hexadecimal digits", at: start) }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
