import TensorFormats
import XCTest

final class IDXTests: XCTestCase {
  private static let types: [(Int, ElementType)] = [
    (8, .uint8), (9, .int8), (11, .int16), (12, .int32), (13, .float32), (14, .float64),
  ]

  func testEveryType() throws {
    for (code, type) in Self.types {
      let expected = try ArrayFixtures.numbers(type, [2, 3])
      XCTAssertEqual(try IDX.read(ArrayFixtures.path("type-\(code).idx")), expected)
      XCTAssertEqual(
        try IDX.serialized(expected), try ArrayFixtures.bytes("type-\(code).idx"), "\(type)")
    }
    let scalar = try ArrayFixtures.numbers(.float64, [])
    XCTAssertEqual(try IDX.read(bytes: IDX.serialized(scalar)), scalar)
    let empty = try ArrayFixtures.numbers(.int16, [0, 3])
    XCTAssertEqual(try IDX.read(bytes: IDX.serialized(empty)), empty)
    XCTAssertThrowsError(try IDX.serialized(ArrayFixtures.numbers(.int64, [1])))
  }

  func testErrors() throws {
    let most = [UInt8](repeating: 0xff, count: 32)
    for (bytes, message) in [
      ([], "byte 0: expected the magic bytes of an IDX file, found 0 bytes"),
      ([0, 1, 8, 1], "byte 0: expected the magic bytes of an IDX file, found other bytes"),
      ([0, 0, 10, 1], "byte 2: expected a type of IDX (8, 9, 11 to 14), found 10"),
      ([0, 0, 8, 9], "byte 3: an array of rank 9 can't be read here"),
      ([0, 0, 8, 1, 0, 0], "byte 4: expected 1 extents, found the end of the file"),
      (
        [0, 0, 8, 1, 0, 0, 0, 2, 1], "byte 8: expected 2 bytes of data for U8 of shape [2], found 1"
      ),
      (
        [0, 0, 8, 1, 0, 0, 0, 0, 1], "byte 8: expected 0 bytes of data for U8 of shape [0], found 1"
      ),
      (
        [0, 0, 14, 3] + most.prefix(12),
        "byte 4: the shape [4294967295, 4294967295, 4294967295] can't be read here"
      ),
    ] as [([UInt8], String)] {
      XCTAssertThrowsError(try IDX.read(bytes: bytes, file: "t"), message) {
        XCTAssertEqual("\($0)", "t: " + message)
      }
    }
    ArrayFixtures.assertSafe(try ArrayFixtures.bytes("type-13.idx")) { bytes throws(FormatError) in
      _ = try IDX.read(bytes: bytes)
    }
  }
}
