import TensorFormats
import XCTest

/// Numbers must be rounded as the standard library rounds them, and nothing else be one.
final class CSVNumberTests: XCTestCase {
  private func parse<Scalar: BLASScalar>(_ text: String, _: Scalar.Type) -> Scalar? {
    let options = CSVOptions(header: .absent)
    return try? CSVTable<Scalar>(Array(text.utf8), file: "t.csv", options: options).values.scalar
  }

  private func assertRounded(_ text: String, file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertEqual(
      parse(text, Double.self)?.bitPattern, Double(text)?.bitPattern, text, file: file, line: line)
    if let float = Float(text), float.isFinite {
      XCTAssertEqual(
        parse(text, Float.self)?.bitPattern, float.bitPattern, text, file: file, line: line)
    }
  }

  func testCorrectRounding() {
    for text in [
      "0", "-0", "0.0", "1", "-1", "+1", ".5", "5.", "1e3", "1E-3", "1e+03", "007", "1e22", "1e23",
      "9007199254740991", "9007199254740993", "9007199254740992e1", "16777217", "16777216.5",
      "0.1", "0.30000000000000004", "123456789012345678901234567890", "1e-320", "4.9e-324",
      "2.2250738585072011e-308", "1.7976931348623157e308", "3.4028235e38", "1e10", "1e11",
      "8.5899345900000001e9", "1.00000017881393421514957253748434595763683319091796875001",
      "0.000000000000000000000000000000000000000000000000000000000000000001e66",
      "18446744073709551616", "1844674407370955161", "99999999999999999999e-19", "0e999", "0e-999",
    ] { assertRounded(text) }
  }

  func testRandomNumbersAreRoundedRight() {
    var generator = PhiloxGenerator(seed: 11)
    for _ in 0..<20_000 {
      let double = Double(bitPattern: generator.next())
      if double.isFinite { assertRounded("\(double)") }
      let digits = String(generator.next() >> UInt64(generator.next(below: 60)))
      let cut = generator.next(below: digits.count + 1)
      let exponent = generator.next(below: 60) - 30
      assertRounded("\(digits.prefix(cut)).\(digits.dropFirst(cut))e\(exponent)")
    }
  }

  func testTooSmallIsZero() {
    XCTAssertEqual(parse("1e-999", Double.self), 0)
    XCTAssertEqual(parse("-1e-99999999999999999999", Double.self), 0)
    XCTAssertEqual(parse("1e-60", Float.self), 0)
  }

  func testWhatIsNoNumber() {
    for text in [
      "x", "1x", "x1", "1 2", "--1", "+-1", ".", "-", "+", "e5", "1e", "1e+", "1.2.3", "0x10",
      "1,5",
      "1_000", "١", "1e5.5", "nan(1)", "infinityx", "1e999", "1e99999999999999999999", "NaN", "inf",
      "-INFINITY", "1\u{a0}", "\u{2212}1", "1f",
    ] {
      let quoted = "\"\(text)\""
      XCTAssertNil(parse(quoted, Double.self), text)
      XCTAssertNil(parse(quoted, Float.self), text)
    }
    XCTAssertNil(parse("1e39", Float.self))
    XCTAssertEqual(parse(" \t1.5 ", Double.self), 1.5)
  }
}
