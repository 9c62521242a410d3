import TensorFormats
import XCTest

final class SafetensorsTests: XCTestCase {
  private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    let text = Array(header.utf8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text + data
  }

  private func assertError(
    _ bytes: [UInt8], _ expected: String, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertThrowsError(
      try Safetensors(bytes: bytes, file: "t.safetensors"), file: file, line: line
    ) { XCTAssertEqual("\($0)", "t.safetensors: " + expected, file: file, line: line) }
  }

  private var model: Safetensors {
    var model = Safetensors()
    model.metadata = ["format": "pt", "note": "a \"quote\"\n\u{1} \u{1f600}"]
    model["bool"] = StoredTensor([true, false, true])
    model["0.weight"] = StoredTensor(Tensor<Double>(rows: [[1, 2, 3], [4, 5, 6]]))
    model["empty"] = StoredTensor(Tensor<Float>(shape: [0, 4], []))
    model["\u{e9}/scalar"] = StoredTensor(Tensor<Float>(shape: [], [0.5]))
    return model
  }

  func testFilesComeBack() throws {
    let bytes = model.serialized()
    let read = try Safetensors(bytes: bytes)
    XCTAssertEqual(read, model)
    XCTAssertEqual(read.names, ["bool", "0.weight", "empty", "\u{e9}/scalar"])
    XCTAssertEqual(read.serialized(), bytes)
    XCTAssertEqual(
      try read.tensor("0.weight", as: Double.self, shape: [2, 3]),
      Tensor(rows: [[1, 2, 3], [4, 5, 6]]))
    XCTAssertEqual(try Safetensors(bytes: Safetensors().serialized()).count, 0)
    // The header's length is a multiple of 8: the data are aligned, wide elements first.
    XCTAssertEqual(bytes[0] % 8, 0)
    XCTAssertEqual(Array(bytes.suffix(7)), [0, 0, 0, 0x3f, 1, 0, 1])
  }

  func testFilesOfTheReferenceImplementation() throws {
    let read = try Safetensors(contentsOf: ArrayFixtures.path("types.safetensors"))
    XCTAssertEqual(read.metadata, ["format": "np", "note": "a \"quote\""])
    let codes: [String: ElementType] = [
      "f8": .float64, "f4": .float32, "f2": .float16, "i8": .int64, "i4": .int32, "i2": .int16,
      "i1": .int8, "u8": .uint64, "u4": .uint32, "u2": .uint16, "u1": .uint8, "b1": .bool,
    ]
    for (code, type) in codes {
      XCTAssertEqual(read[code], try ArrayFixtures.numbers(type, [2, 3]), code)
    }
    XCTAssertEqual(read["scalar"], try ArrayFixtures.numbers(.float32, []))
    XCTAssertEqual(read["empty"], try ArrayFixtures.numbers(.float64, [0, 2]))
    XCTAssertEqual(read.count, codes.count + 2)
    XCTAssertEqual(try Safetensors(contentsOf: ArrayFixtures.path("none.safetensors")).count, 0)
  }

  func testAlteredAndCutFiles() throws {
    let bytes = try ArrayFixtures.bytes("small.safetensors")
    ArrayFixtures.assertSafe(bytes) { bytes throws(FormatError) in
      _ = try Safetensors(bytes: bytes)
    }
  }

  func testNamesKeepTheirOrder() {
    var model = model
    model["0.weight"] = StoredTensor(integers: [1])
    model["bool"] = nil
    model["none"] = nil
    model["last"] = StoredTensor([true])
    XCTAssertEqual(model.names, ["0.weight", "empty", "\u{e9}/scalar", "last"])
    XCTAssertEqual(model["0.weight"]?.count, 1)
    XCTAssertNil(model["bool"])
  }

  func testTensorsAskedForInVain() throws {
    let read = try Safetensors(bytes: model.serialized(), file: "m")
    XCTAssertThrowsError(try read.tensor("bias")) {
      XCTAssertEqual(
        "\($0)",
        "m: tensor \"bias\": there is no such tensor; the tensors are \"bool\", "
          + "\"0.weight\", \"empty\", \"\u{e9}/scalar\"")
    }
    XCTAssertThrowsError(try read.tensor("0.weight", as: Float.self, shape: [3, 2])) {
      XCTAssertEqual("\($0)", "m: tensor \"0.weight\": expected the shape [3, 2], found [2, 3]")
    }
  }

  func testWhatOthersWrite() throws {
    let bytes = file(
      "{\"a\" : {\"shape\":[2],\"data_offsets\":[0,2],\"dtype\":\"U8\",\"more\":[{}, null, -1.5e3]} }  ",
      [7, 9])
    XCTAssertEqual(try Safetensors(bytes: bytes).tensor("a").integers(as: Int.self), [7, 9])
    let escaped = file(
      "{\"__metadata__\":{\"\\u0041\\ud83d\\ude00\\/\":\"\\n\"}}")
    XCTAssertEqual(try Safetensors(bytes: escaped).metadata, ["A\u{1f600}/": "\n"])
  }

  func testLengths() {
    assertError([1, 2, 3], "byte 0: expected 8 bytes, the length of the header, found 3 bytes")
    assertError(
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      "byte 0: expected a header of at most 100000000 bytes, found a length of "
        + "18446744073709551615")
    assertError(
      [9, 0, 0, 0, 0, 0, 0, 0, 0x7b],
      "byte 8: expected a header of 9 bytes, found 1 bytes and the end")
    assertError(file(""), "byte 8: expected \"{\", found the end of the header")
    assertError(file(" {}"), "byte 8: expected \"{\", found \" {}\"")
    assertError(
      file("{}", [1]),
      "byte 10: expected the end of the file after the last tensor, found 1 more bytes"
    )
  }

  private func one(
    dtype: String = "\"F32\"", shape: String = "[2,3]", offsets: String = "[0,24]"
  ) -> String { "{\"a\":{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)}}" }

  func testTensorsThatDoNotFit() throws {
    let data = [UInt8](repeating: 0, count: 24)
    XCTAssertEqual(try Safetensors(bytes: file(one(), data)).count, 1)
    let place = "tensor \"a\": byte 9: "
    assertError(
      file(one(shape: "[2,2]"), data),
      place + "expected 16 bytes of data for F32 of shape [2, 2], found 24")
    assertError(
      file(one(dtype: "\"C64\""), data), place + "the type \"C64\" can't be read here")
    for offsets in ["[0,25]", "[24,0]", "[0]", "[]"] {
      assertError(
        file(one(offsets: offsets), data),
        place + "expected offsets of a begin and an end within 24 bytes of data, found "
          + offsets.replacing(",", with: ", "))
    }
    assertError(
      file("{\"a\":{\"dtype\":\"F32\"}}", data),
      place
        + "expected dtype, shape and data_offsets, found no shape")
    // Products that overflow, also where an extent of 0 would hide it.
    for shape in [
      "[4294967296,4294967296]", "[0,4294967295,4294967295,4294967295]", "[5000000000,0]",
    ] {
      assertError(
        file(one(shape: shape, offsets: "[0,0]")),
        place + "the shape \(shape.replacing(",", with: ", ")) can't be read here")
    }
    for (shape, found) in [
      ("[-1]", "-1]"), ("[1.5]", "1.5]"), ("[9999999999999999999]", "9999999999999999999]"),
    ] {
      XCTAssertThrowsError(try Safetensors(bytes: file(one(shape: shape), data))) {
        XCTAssertTrue("\($0)".contains("expected an extent, found \"\(found)"), "\($0)")
      }
    }
    XCTAssertThrowsError(try Safetensors(bytes: file(one(shape: "[1,1,1,1,1,1,1,1,1]"), data)))
  }

  func testHolesAndOverlaps() {
    func two(_ first: String, _ second: String) -> [UInt8] {
      file(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":\(first)},"
          + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":\(second)}}", [1, 2, 3, 4])
    }
    XCTAssertNoThrow(try Safetensors(bytes: two("[2,4]", "[0,2]")))
    assertError(
      two("[0,2]", "[1,3]"),
      "tensor \"b\": byte 61: expected data from offset 2 on, where the one before it ends, "
        + "found data from offset 1 on")
    assertError(
      two("[1,3]", "[1,3]"),
      "tensor \"a\": byte 9: expected data from offset 0 on, where the one before it ends, "
        + "found data from offset 1 on")
    assertError(
      two("[0,2]", "[0,2]"),
      "tensor \"b\": byte 61: expected data from offset 2 on, where the one before it ends, "
        + "found data from offset 0 on")
  }

  func testStrictJSON() {
    for header in [
      "{", "{\"a\"}", "{\"a\":}", "{,}", "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":null}",
      "{\"__metadata__\":{\"a\":\"b\",}}", "{\"__metadata__\":{\"a\":\"b\"}}x", "{}{}", "{'a':1}",
      "{\"__metadata__\":{\"a\":\"\\x\"}}", "{\"__metadata__\":{\"a\":\"\\ud800\"}}",
      "{\"__metadata__\":{\"a\":\"\\ud800\\u0041\"}}", "{\"__metadata__\":{\"a\":\"\\udc00\"}}",
      "{\"__metadata__\":{\"a\":\"\\u00g0\"}}", "{\"__metadata__\":{\"a\":\"\n\"}}",
      "{\"__metadata__\":{\"a\":\"b\",\"a\":\"b\"}}", "{\"__metadata__\":{},\"__metadata__\":{}}",
      "{\"a\":{\"x\":01}}", "{\"a\":{\"x\":1.}}", "{\"a\":{\"x\":+1}}", "{\"a\":{\"x\":1e}}",
      "{\"a\":{\"x\":nul}}", "{\"a\":{\"x\":NaN}}",
      "{\"a\":{\"x\":" + String(repeating: "[", count: 1_000_000),
      "{\"a\":{\"x\":" + String(repeating: "{\"a\":", count: 1_000_000),
    ] {
      XCTAssertThrowsError(try Safetensors(bytes: file(header)), String(header.prefix(60)))
    }
    assertError(
      file("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{}}"),
      "byte 61: expected a name that isn't in the object yet, found \"\"a\":{}}\"")
    XCTAssertThrowsError(
      try Safetensors(bytes: file("{\"__metadata__\":{\"a\":\"") + [0xff, 0x22, 0x7d, 0x7d]))
  }
}
