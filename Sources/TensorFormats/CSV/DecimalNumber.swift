/// What the bytes of a field are as a number.
enum ParsedNumber<Scalar> {
  case number(Scalar)
  case empty
  case notANumber
  /// A NaN or an infinity, spelled out.
  case notFinite
  case outOfRange
}

/// Decimal numbers from bytes, as `3`, `-0.5`, `.5`, `1e-3`: whatever the locale, and rounded to the
/// nearest scalar.
enum DecimalNumber {
  /// The number that the bytes spell, blanks around it ignored. One too small for the scalar is 0.
  static func parse<Scalar: BLASScalar>(
    _ field: Slice<UnsafeBufferPointer<UInt8>>
  ) -> ParsedNumber<Scalar> {
    let bytes = UnsafeBufferPointer(rebasing: trimmed(field))
    guard !bytes.isEmpty else { return .empty }
    guard let decimal = Decimal(bytes) else {
      return isNonFinite(bytes) ? .notFinite : .notANumber
    }
    if !decimal.isTruncated, let value: Scalar = rounded(decimal.significand, decimal.exponent) {
      return .number(decimal.isNegative ? -value : value)
    }
    // Rare: more digits than fit, or an exponent out of range. The standard library rounds them right.
    guard let value = Scalar(String(decoding: bytes, as: UTF8.self)) else { return .notANumber }
    return value.isFinite ? .number(value) : .outOfRange
  }

  /// significand 10^exponent, rounded to the nearest scalar, or `nil` if it is out of range.
  private static func rounded<Scalar: BLASScalar>(
    _ significand: UInt64, _ exponent: Int
  ) -> Scalar? {
    Scalar.self == Double.self
      ? Double(significand: significand, exponent: exponent) as! Scalar?
      : Float(significand: significand, exponent: exponent) as! Scalar?
  }

  private static func trimmed(
    _ field: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var field = field
    while let first = field.first, isBlank(first) { field.removeFirst() }
    while let last = field.last, isBlank(last) { field.removeLast() }
    return field
  }

  private static func isNonFinite(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= 9 else { return false }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let name = text.hasPrefix("+") || text.hasPrefix("-") ? text.dropFirst() : text[...]
    return ["nan", "inf", "infinity"].contains(name)
  }
}

/// A decimal number taken apart: +-significand 10^exponent.
private struct Decimal {
  private(set) var isNegative = false
  private(set) var significand: UInt64 = 0
  private(set) var exponent = 0
  /// Whether there were more digits than the significand holds.
  private(set) var isTruncated = false

  /// Takes the bytes apart, or fails if they are not `[+-] digits [. digits] [e [+-] digits]`.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    func isNext(_ first: Unicode.Scalar, or second: Unicode.Scalar) -> Bool {
      guard index < bytes.count else { return false }
      return bytes[index] == UInt8(ascii: first) || bytes[index] == UInt8(ascii: second)
    }
    func digit() -> UInt64? {
      guard index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 else { return nil }
      return UInt64(bytes[index] &- UInt8(ascii: "0"))
    }
    if isNext("+", or: "-") {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var digits = 0
    while let digit = digit() {
      append(digit, isFraction: false)
      digits += 1
      index += 1
    }
    if isNext(".", or: ".") {
      index += 1
      while let digit = digit() {
        append(digit, isFraction: true)
        digits += 1
        index += 1
      }
    }
    guard digits > 0 else { return nil }
    if isNext("e", or: "E") {
      index += 1
      let isDownward = index < bytes.count && bytes[index] == UInt8(ascii: "-")
      if isNext("+", or: "-") { index += 1 }
      var written = 0
      digits = 0
      while let digit = digit() {
        // Enough to be out of range; larger ones could overflow.
        written = min(written * 10 + Int(digit), 1_000_000)
        digits += 1
        index += 1
      }
      guard digits > 0 else { return nil }
      exponent += isDownward ? -written : written
    }
    guard index == bytes.count else { return nil }
  }

  private mutating func append(_ digit: UInt64, isFraction: Bool) {
    guard significand < UInt64.max / 10 - 1 else {
      isTruncated = true
      return
    }
    significand = significand * 10 + digit
    if isFraction { exponent -= 1 }
  }
}
