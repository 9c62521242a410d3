/// What the header of an npy file says: a literal of Python, of which only the form that NumPy writes
/// is read, in whatever order and with whatever blanks.
///
/// ```
/// \x93NUMPY  1 0  118 0  {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }      \n
/// ```
struct NPYHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  private(set) var type = ElementType.float64
  private(set) var isBigEndian = false
  private(set) var isFortranOrder = false
  private(set) var extents: [Int] = []
  /// The number of bytes before the data.
  private(set) var length = 0

  init(_ bytes: ArraySlice<UInt8>) throws(FormatError) {
    func byte(_ index: Int) -> Int { Int(bytes[bytes.startIndex + index]) }
    guard bytes.starts(with: Self.magic), bytes.count >= 10 else {
      throw FormatError(
        .malformed(
          expected: "the magic bytes of an npy file",
          found: bytes.isEmpty ? "no bytes" : "other bytes"), offset: 0)
    }
    let version = byte(6)
    guard (1...3).contains(version), byte(7) == 0 else {
      throw FormatError(.unsupported("version \(version).\(byte(7)) of npy"), offset: 6)
    }
    let start = version == 1 ? 10 : 12
    guard bytes.count >= start else {
      throw FormatError(
        .malformed(expected: "the length of the header", found: "the end of the file"), offset: 8)
    }
    let size =
      version == 1
      ? byte(8) | byte(9) << 8 : byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24
    guard size <= bytes.count - start else {
      throw FormatError(
        .malformed(
          expected: "a header of \(size) bytes",
          found: "\(bytes.count - start) bytes and the end of the file"), offset: start)
    }
    length = start + size
    var literal = PythonLiteral(bytes, start..<start + size)
    try read(&literal)
  }

  private mutating func read(_ literal: inout PythonLiteral) throws(FormatError) {
    var seen: Set<String> = []
    try literal.expect("{")
    while !literal.skip("}") {
      let offset = literal.position
      let key = try literal.string()
      guard seen.insert(key).inserted else {
        throw literal.error(expected: "each key once", at: offset)
      }
      try literal.expect(":")
      switch key {
      case "descr": try readDescription(&literal)
      case "fortran_order": isFortranOrder = try literal.truth()
      case "shape": extents = try literal.tuple(most: Shape.maximumRank)
      default: throw literal.error(expected: "descr, fortran_order or shape", at: offset)
      }
      if !literal.skip(",") {
        try literal.expect("}")
        break
      }
    }
    try literal.expectEnd()
    guard seen.count == 3 else {
      throw FormatError(
        .malformed(expected: "descr, fortran_order and shape", found: "\(seen.sorted())"),
        offset: 10)
    }
  }

  // MARK: Types

  private mutating func readDescription(_ literal: inout PythonLiteral) throws(FormatError) {
    if literal.skip("[") { throw FormatError(.unsupported("an array of records"), offset: 10) }
    let offset = literal.position
    let text = try literal.string()
    func unsupported(_ what: String) -> FormatError {
      FormatError(.unsupported("\(what) (\(text.quoted))"), offset: offset)
    }
    // The byte order, and then the type and its size.
    let order = text.first ?? " "
    let code = "<>=|".contains(order) ? String(text.dropFirst()) : text
    guard let known = Self.types.first(where: { $0.code == code })?.type else {
      switch code.first {
      case "c": throw unsupported("an array of complex numbers")
      case "O": throw unsupported("an array of Python objects")
      case "S", "U", "a": throw unsupported("an array of text")
      case "M", "m": throw unsupported("an array of times")
      case "V": throw unsupported("an array of raw bytes")
      default: throw unsupported("an array of this type")
      }
    }
    type = known
    #if _endian(big)
      isBigEndian = order != "<"
    #else
      isBigEndian = order == ">"
    #endif
    if known.size == 1 { isBigEndian = false }
  }

  private static let types: [(code: String, type: ElementType)] = [
    ("f8", .float64), ("f4", .float32), ("f2", .float16), ("i8", .int64), ("i4", .int32),
    ("i2", .int16), ("i1", .int8), ("u8", .uint64), ("u4", .uint32), ("u2", .uint16),
    ("u1", .uint8),
    ("b1", .bool),
  ]

  /// NumPy's name of a type in little-endian order, if it has one.
  static func description(of type: ElementType) -> String? {
    types.first { $0.type == type }.map { (type.size == 1 ? "|" : "<") + $0.code }
  }
}

/// Takes a literal of Python apart: strings without escapes, truth values, tuples of integers.
struct PythonLiteral {
  private let bytes: ArraySlice<UInt8>
  private let end: Int
  /// The position of the next byte, from the beginning of the array's bytes.
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  func error(expected: String, at offset: Int? = nil) -> FormatError {
    let offset = offset ?? position
    guard offset < end else {
      return FormatError(
        .malformed(expected: expected, found: "the end of the header"), offset: offset)
    }
    let text = bytes.dropFirst(offset).prefix(min(40, end - offset))
    return FormatError(
      .malformed(expected: expected, found: String(decoding: text, as: UTF8.self).quoted),
      offset: offset)
  }

  private mutating func peek() -> UInt8? {
    while position < end {
      let byte = bytes[bytes.startIndex + position]
      if byte != 0x20, byte != 0x0a, byte != 0x09 { return byte }
      position += 1
    }
    return nil
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(FormatError) {
    guard skip(character) else { throw error(expected: "\"\(character)\"") }
  }

  mutating func expectEnd() throws(FormatError) {
    if peek() != nil { throw error(expected: "the end of the header") }
  }

  mutating func string() throws(FormatError) -> String {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw error(expected: "a string")
    }
    let start = position + 1
    var index = start
    while index < end, bytes[bytes.startIndex + index] != quote { index += 1 }
    let text = bytes.dropFirst(start).prefix(index - start)
    guard index < end, !text.contains(UInt8(ascii: "\\")),
      let string = String(validating: text, as: UTF8.self)
    else { throw error(expected: "a string") }
    position = index + 1
    return string
  }

  mutating func truth() throws(FormatError) -> Bool {
    _ = peek()
    for (word, value) in [("True", true), ("False", false)] {
      let count = word.utf8.count
      if count <= end - position, bytes.dropFirst(position).prefix(count).elementsEqual(word.utf8) {
        position += count
        return value
      }
    }
    throw error(expected: "True or False")
  }

  /// A tuple of integers that aren't negative; Python 2 wrote long ones with an L.
  mutating func tuple(most: Int) throws(FormatError) -> [Int] {
    try expect("(")
    var values: [Int] = []
    while !skip(")") {
      guard values.count < most else { throw error(expected: "at most \(most) extents") }
      values.append(try integer())
      _ = skip("L")
      if !skip(",") {
        // (3) is no tuple, but what NumPy's first versions wrote.
        try expect(")")
        break
      }
    }
    return values
  }

  private mutating func integer() throws(FormatError) -> Int {
    _ = peek()
    let start = position
    var value = 0
    while position < end, bytes[bytes.startIndex + position] &- 0x30 < 10 {
      let digit = Int(bytes[bytes.startIndex + position] - 0x30)
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = product.addingReportingOverflow(digit)
      guard !overflow, !overflow2 else { throw error(expected: "an extent", at: start) }
      value = sum
      position += 1
    }
    guard position > start else { throw error(expected: "an extent") }
    return value
  }
}
