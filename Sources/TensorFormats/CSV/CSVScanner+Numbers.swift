// Rows of plain numbers, which most files consist of, without a look at each field before: every byte
// is read once. What is anything else is left to the scanner of fields, which knows errors too.

/// Where the fields of a row go.
struct CSVRowPlan {
  /// The column of each field among the values, or one of the two below.
  var columns: [Int] = []
  static let ignored = -1
  static let label = -2
}

extension CSVScanner {
  /// Whether a number can't contain the delimiter, so that it needn't be looked for first.
  var allowsPlainNumbers: Bool {
    !"0123456789.eE+-".utf8.contains(delimiter)
  }

  /// Reads the next record into `values` and moves behind it, if it is a row of plain numbers that
  /// lies in the window; else nothing moves.
  func readPlainNumbers(
    _ plan: CSVRowPlan, into values: UnsafeMutablePointer<Double>, label: inout Range<Int>
  ) -> Bool {
    plan.columns.withUnsafeBufferPointer { read($0, into: values, label: &label) }
  }

  /// The same for the narrower scalars: code for one type, since generic code would call a function
  /// for each operation.
  func readPlainNumbers(
    _ plan: CSVRowPlan, into values: UnsafeMutablePointer<Float>, label: inout Range<Int>
  ) -> Bool {
    plan.columns.withUnsafeBufferPointer { read($0, into: values, label: &label) }
  }

  @inline(__always) private func read<Scalar: DecimalScalar>(
    _ plan: UnsafeBufferPointer<Int>, into values: UnsafeMutablePointer<Scalar>,
    label: inout Range<Int>
  ) -> Bool {
    var next = UnsafePointer(base + position)
    let delimiter = delimiter
    var field = 0
    while field < plan.count {
      let column = plan[field]
      if column >= 0 {
        if next.pointee == 0x20, delimiter != 0x20 { next += 1 }
        guard let value: Scalar = Self.plainNumber(&next) else { return false }
        values[column] = value
      } else {
        let start = next
        if next.pointee == CSVByte.quote { return false }
        while next.pointee != delimiter, next.pointee != CSVByte.lineFeed,
          next.pointee != CSVByte.return, next.pointee != 0
        { next += 1 }
        if column == CSVRowPlan.label {
          label = start - UnsafePointer(base)..<next - UnsafePointer(base)
        }
      }
      field += 1
      if field < plan.count {
        guard next.pointee == delimiter else { return false }
        next += 1
      }
    }
    // The last row of a file without an end of the line is left to the other scanner.
    if next.pointee == CSVByte.return {
      guard next + 1 < UnsafePointer(base + count) else { return false }
      next += 1
      if next.pointee == CSVByte.lineFeed { next += 1 }
    } else {
      guard next.pointee == CSVByte.lineFeed else { return false }
      next += 1
    }
    position = next - UnsafePointer(base)
    line += 1
    return true
  }

  /// `[+-] digits [. digits] [e [+-] digits]` with at most 19 digits. The 0 at the end of the window
  /// ends it.
  @inline(__always) private static func plainNumber<Scalar: DecimalScalar>(
    _ next: inout UnsafePointer<UInt8>
  ) -> Scalar? {
    let first = next.pointee
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { next += 1 }
    var significand: UInt64 = 0
    var exponent = 0
    let start = next
    readDigits(&next, &significand)
    var digits = next - start
    if next.pointee == UInt8(ascii: ".") {
      next += 1
      let fraction = next
      readDigits(&next, &significand)
      exponent = fraction - next
      digits -= exponent
    }
    guard digits > 0, digits <= 19 else { return nil }
    if next.pointee | 0x20 == UInt8(ascii: "e") {
      next += 1
      let isDownward = next.pointee == UInt8(ascii: "-")
      if isDownward || next.pointee == UInt8(ascii: "+") { next += 1 }
      var written: UInt64 = 0
      let start = next
      readDigits(&next, &written)
      guard next - start > 0, next - start < 6 else { return nil }
      exponent += isDownward ? -Int(written) : Int(written)
    }
    guard let value = Scalar(significand: significand, exponent: exponent) else { return nil }
    return isNegative ? -value : value
  }

  @inline(__always) private static func readDigits(
    _ next: inout UnsafePointer<UInt8>, _ value: inout UInt64
  ) {
    while true {
      let digit = next.pointee &- UInt8(ascii: "0")
      if digit > 9 { return }
      value = value &* 10 &+ UInt64(digit)
      next += 1
    }
  }
}
