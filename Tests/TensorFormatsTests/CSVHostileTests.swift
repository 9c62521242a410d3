import TensorFormats
import XCTest

/// Whatever the bytes are, a file is read or refused.
final class CSVHostileTests: XCTestCase {
  private static let seeds = [
    "a,b,kind\n1,2.5,x\n-3e4,\"4\",\"y\"\"z\"\n",
    "\u{feff}\"first\r\nname\";k\r\n1;\"one; two\"\r\n2;\"drei\"\r\n",
    "1,2,3\r4,5,6\r7,8,9",
    "0.1\t1e-3\tä\n0.2\t1e+3\t日本\n",
  ].map { Array($0.utf8) }

  /// Bytes that mean something, and some that are never right.
  private static let alphabet: [UInt8] =
    Array("\",;\t\r\n .+-eE0189xnai\0".utf8) + [0xef, 0xbb, 0xbf, 0xff, 0xc3, 0x80]

  private func mutant(_ generator: inout PhiloxGenerator) -> [UInt8] {
    var bytes = Self.seeds[generator.next(below: Self.seeds.count)]
    for _ in 0...generator.next(below: 6) {
      let position = generator.next(below: bytes.count + 1)
      let byte = Self.alphabet[generator.next(below: Self.alphabet.count)]
      switch generator.next(below: 5) {
      case 0: bytes.insert(byte, at: position)
      case 1: if position < bytes.count { bytes[position] = byte }
      case 2: if position < bytes.count { bytes.remove(at: position) }
      case 3: bytes.removeSubrange(position...)
      default:
        let end = position + generator.next(below: bytes.count - position + 1)
        bytes.insert(contentsOf: bytes[position..<end], at: position)
      }
    }
    return bytes
  }

  func testMutantsAreReadOrRefused() {
    var generator = PhiloxGenerator(seed: 5)
    let delimiters: [Character] = [",", ";", "\t"]
    let headers: [CSVOptions.Header] = [.automatic, .present, .absent]
    let labels: [CSVColumn?] = [nil, .last, .index(1), .named("kind")]
    var (read, refused) = (0, 0)
    for number in 0..<30_000 {
      let bytes = mutant(&generator)
      let options = CSVOptions(
        delimiter: delimiters[generator.next(below: 3)], header: headers[generator.next(below: 3)])
      do throws(CSVError) {
        let table = try CSVTable<Double>(
          bytes, file: "t.csv", labels: labels[generator.next(below: 4)], options: options)
        XCTAssertEqual(table.values.shape[0], table.lines.count, "mutant \(number)")
        XCTAssertNil(table.values.firstNonFiniteIndex(), "mutant \(number)")
        read += 1
      } catch {
        XCTAssertTrue(error.description.hasPrefix("t.csv"), "mutant \(number): \(error)")
        refused += 1
      }
    }
    // The mutants must be of both kinds, or they test nothing.
    XCTAssertGreaterThan(read, 1000)
    XCTAssertGreaterThan(refused, 1000)
  }

  func testManyBlankLinesAndQuotesTakeNoTimeToSpeakOf() {
    for text in [
      "1\n" + String(repeating: "\n", count: 500_000) + "x",
      String(repeating: "\"", count: 500_001),
    ] {
      XCTAssertThrowsError(try CSVTable<Double>(Array(text.utf8), file: "t.csv"))
    }
  }
}
