import Foundation
import TensorFormats
import XCTest

final class GzipTests: XCTestCase {
  private func noise(_ count: Int) -> [UInt8] {
    var generator = PhiloxGenerator(seed: 8)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) & 0x3f }
  }

  func testCompressedFilesAreReadAsIfTheyWereNot() throws {
    let expected = try ArrayFixtures.numbers(.uint8, [2, 3])
    XCTAssertEqual(try IDX.read(ArrayFixtures.path("type-8.idx.gz")), expected)
    XCTAssertEqual(try IDX.read(ArrayFixtures.path("members.idx.gz")), expected, "several members")
    let members = try ArrayFixtures.bytes("members.idx.gz")
    XCTAssertEqual(try IDX.read(bytes: members), expected)
    XCTAssertEqual(try NPY.read(bytes: Gzip.compressed(NPY.serialized(expected))), expected)
    var model = Safetensors()
    model["a"] = expected
    XCTAssertEqual(try Safetensors(bytes: Gzip.compressed(model.serialized())), model)
    let table = try CSVTable<Double>(Gzip.compressed(Array("a,b\n1,2\n".utf8)), file: "t.csv.gz")
    XCTAssertEqual(table.values, Tensor(rows: [[1, 2]]))
  }

  func testBytesComeBack() throws {
    for bytes in [[], [1], noise(1_000_000), [UInt8](repeating: 7, count: 3_000_000)] {
      let compressed = Gzip.compressed(bytes)
      XCTAssertEqual(try Gzip.decompressed(compressed), bytes)
      XCTAssertEqual(try Gzip.decompressed(compressed + compressed), bytes + bytes)
    }
    XCTAssertEqual(try Gzip.decompressed([1, 2, 3]), [1, 2, 3])
  }

  func testFilesAreCompressedByTheirName() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-tests-\(UUID().uuidString).npy.gz").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tensor = StoredTensor(integers: noise(300_000))
    try NPY.write(tensor, to: path)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    XCTAssertEqual(bytes.prefix(2), [0x1f, 0x8b])
    XCTAssertLessThan(bytes.count, 250_000)
    XCTAssertEqual(try NPY.read(path), tensor)
    XCTAssertThrowsError(try NPY.read(path, maximumBytes: 299_999)) {
      XCTAssertEqual(
        $0 as? FormatError, FormatError(.tooLarge(limit: 299_999), file: path))
    }
  }

  func testTablesKeepTheirLimitToo() throws {
    let bomb = Gzip.compressed(Array(String(repeating: "1,2\n", count: 1_000_000).utf8))
    XCTAssertLessThan(bomb.count, 20_000)
    XCTAssertThrowsError(try CSVTable<Float>(bomb, file: "t", maximumBytes: 3_999_999)) {
      XCTAssertEqual(
        "\($0)", "t: can't be read: expected at most 3999999 bytes, found more")
    }
    XCTAssertEqual(
      try CSVTable<Float>(bomb, file: "t", maximumBytes: 4_000_000).lines.count, 1_000_000)
  }

  func testDamage() throws {
    let bytes = Gzip.compressed(noise(1000))
    XCTAssertThrowsError(try Gzip.decompressed(Array(bytes.dropLast()), file: "t")) {
      XCTAssertEqual(
        "\($0)", "t: byte \(bytes.count - 1): expected more gzip data, found the end of the file")
    }
    var altered = bytes
    altered[bytes.count - 8] ^= 1
    XCTAssertThrowsError(try Gzip.decompressed(altered, file: "t")) {
      XCTAssertTrue("\($0)".hasSuffix("found damage: incorrect data check"), "\($0)")
    }
    altered = bytes
    altered[bytes.count - 1] ^= 1
    XCTAssertThrowsError(try Gzip.decompressed(altered, file: "t")) {
      XCTAssertTrue("\($0)".hasSuffix("found damage: incorrect length check"), "\($0)")
    }
    XCTAssertThrowsError(try Gzip.decompressed(bytes + [0, 0, 5], file: "t")) {
      XCTAssertEqual(
        "\($0)",
        "t: byte \(bytes.count + 2): expected the end of the gzip file or another member, "
          + "found other bytes")
    }
    XCTAssertThrowsError(
      try Gzip.decompressed(Gzip.compressed([UInt8](repeating: 0, count: 100_000)), maximumBytes: 9)
    )
    for count in 2..<bytes.count {
      XCTAssertThrowsError(try Gzip.decompressed(Array(bytes.prefix(count))))
    }
  }
}
