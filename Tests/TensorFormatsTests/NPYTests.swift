import TensorFormats
import XCTest

final class NPYTests: XCTestCase {
  private static let codes: [(String, ElementType)] = [
    ("f8", .float64), ("f4", .float32), ("f2", .float16), ("i8", .int64), ("i4", .int32),
    ("i2", .int16), ("i1", .int8), ("u8", .uint64), ("u4", .uint32), ("u2", .uint16),
    ("u1", .uint8),
    ("b1", .bool),
  ]

  func testEveryTypeInBothByteOrders() throws {
    for (code, type) in Self.codes {
      for order in ["little", "big"] where order == "little" || type.size > 1 {
        let read = try NPY.read(ArrayFixtures.path("\(code)-\(order).npy"))
        XCTAssertEqual(read, try ArrayFixtures.numbers(type, [2, 3]), "\(code) \(order)")
      }
    }
  }

  func testShapesOrdersAndVersions() throws {
    for (name, type, shape) in [
      ("fortran", ElementType.float64, [2, 3, 4] as Shape), ("fortran-big", .int16, [2, 3, 4]),
      ("scalar", .float64, []), ("vector", .float32, [5]), ("empty", .float32, [3, 0]),
      ("version-2", .float64, [2, 3]), ("version-3", .float64, [2, 3]),
    ] {
      let read = try NPY.read(ArrayFixtures.path(name + ".npy"))
      XCTAssertEqual(read, try ArrayFixtures.numbers(type, shape), name)
    }
  }

  func testWhatIsWrittenIsWhatNumPyWrites() throws {
    for (code, type) in Self.codes {
      XCTAssertEqual(
        try NPY.serialized(ArrayFixtures.numbers(type, [2, 3])),
        try ArrayFixtures.bytes("\(code)-little.npy"), code)
    }
    for (name, type, shape) in [
      ("scalar", ElementType.float64, [] as Shape), ("vector", .float32, [5]),
      ("empty", .float32, [3, 0]),
    ] {
      XCTAssertEqual(
        try NPY.serialized(ArrayFixtures.numbers(type, shape)),
        try ArrayFixtures.bytes(name + ".npy"), name)
    }
    XCTAssertThrowsError(try NPY.serialized(ArrayFixtures.numbers(.bfloat16, [1]))) {
      XCTAssertEqual("\($0)", "expected a type that NumPy knows, found BF16")
    }
  }

  func testWhatIsRefusedIsNamed() throws {
    for (name, message) in [
      ("complex", "an array of complex numbers (\"<c16\") can't be read here"),
      ("text", "an array of text (\"<U1\") can't be read here"),
      ("records", "an array of records can't be read here"),
      ("times", "an array of times (\"<M8[s]\") can't be read here"),
      ("objects", "an array of Python objects (\"|O\") can't be read here"),
    ] {
      let path = ArrayFixtures.path("refused-\(name).npy")
      XCTAssertThrowsError(try NPY.read(path), name) {
        XCTAssertTrue("\($0)".hasPrefix("\(path): byte "), "\($0)")
        XCTAssertTrue("\($0)".hasSuffix(message), "\($0)")
      }
    }
  }

  private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    [0x93] + Array("NUMPY\u{1}\0".utf8) + [UInt8(header.utf8.count), 0] + Array(header.utf8) + data
  }

  private func assertError(
    _ header: String, _ data: [UInt8] = [], _ expected: String, line: UInt = #line
  ) {
    XCTAssertThrowsError(try NPY.read(bytes: file(header, data), file: "t.npy"), line: line) {
      XCTAssertEqual("\($0)", "t.npy: byte " + expected, line: line)
    }
  }

  func testHeaders() throws {
    let other = "{ \"shape\" :(2 , ),\"descr\":'|u1','fortran_order':True}\n"
    XCTAssertEqual(try NPY.read(bytes: file(other, [3, 4])).integers(as: Int.self), [3, 4])
    XCTAssertEqual(
      try NPY.read(bytes: file("{'descr':'u1','fortran_order':False,'shape':(2L,1L)}", [3, 4]))
        .shape,
      [2, 1])
    func header(_ shape: String) -> String {
      "{'descr':'|u1','fortran_order':False,'shape':\(shape)}"
    }
    assertError(header("(3,)"), [1], "60: expected 3 bytes of data for U8 of shape [3], found 1")
    assertError(
      header("(1,)"), [1, 2], "60: expected 1 bytes of data for U8 of shape [1], found 2")
    assertError(
      header("(4294967295,4294967295,4294967295,0)"), [],
      "10: the shape [4294967295, 4294967295, 4294967295, 0] can't be read here")
    assertError(header("(1,1,1,1,1,1,1,1,1)"), [], "72: expected at most 8 extents, found \"1)}\"")
    assertError(header("(-1,)"), [], "56: expected an extent, found \"-1,)}\"")
    assertError(
      header("(99999999999999999999,)"), [],
      "56: expected an extent, found \"99999999999999999999,)}\"")
    assertError(
      "{'descr':'<f8'}", [], "10: expected descr, fortran_order and shape, found [\"descr\"]")
    assertError(
      header("(),'descr':'|u1'"), [], "58: expected each key once, found \"'descr':'|u1'}\"")
    assertError("", [], "10: expected \"{\", found the end of the header")
    for bytes in [[], [1, 2, 3], Array("\u{93}NUMPY".utf8)] as [[UInt8]] {
      XCTAssertThrowsError(try NPY.read(bytes: bytes))
    }
    var newer = file(header("()"), [1])
    newer[6] = 4
    XCTAssertThrowsError(try NPY.read(bytes: newer)) {
      XCTAssertEqual("\($0)", "byte 6: version 4.0 of npy can't be read here")
    }
  }

  func testAlteredAndCutFiles() throws {
    ArrayFixtures.assertSafe(try ArrayFixtures.bytes("fortran-big.npy")) {
      bytes throws(FormatError) in
      _ = try NPY.read(bytes: bytes)
    }
  }
}
