import Foundation
import TensorFormats
import XCTest

final class NPZTests: XCTestCase {
  private func expected() throws -> NPZ {
    var file = NPZ()
    file["x"] = try ArrayFixtures.numbers(.float64, [2, 3])
    file["y"] = try ArrayFixtures.numbers(.int32, [4])
    file["none"] = try ArrayFixtures.numbers(.float32, [0])
    return file
  }

  func testWhatNumPyWrites() throws {
    for name in ["stored", "deflated", "descriptors"] {
      let read = try NPZ(contentsOf: ArrayFixtures.path(name + ".npz"))
      XCTAssertEqual(read.names, ["x", "y", "none"], name)
      XCTAssertEqual(read, try expected(), name)
    }
  }

  func testFilesComeBack() throws {
    for compression in [NPZ.Compression.stored, .deflated] {
      for most in [0, 100, 400, Int.max] {
        let bytes = try expected().serialized(compression: compression, zip64From: most)
        XCTAssertEqual(try NPZ(bytes: bytes), try expected(), "zip64 from \(most)")
      }
    }
    XCTAssertEqual(try NPZ(bytes: NPZ().serialized()).count, 0)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-tests-\(UUID().uuidString).npz").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try expected().write(to: path, compression: .deflated)
    XCTAssertEqual(try NPZ(contentsOf: path), try expected())
  }

  func testErrorsNameTheArray() throws {
    var bytes = try expected().serialized()
    let place = try XCTUnwrap(bytes.firstRange(of: Array("NUMPY".utf8)))
    bytes[place.lowerBound + 130] ^= 1
    XCTAssertThrowsError(try NPZ(bytes: bytes, file: "t.npz")) {
      XCTAssertEqual(
        "\($0)",
        "t.npz: tensor \"x\": byte 35: expected data with the checksum of the directory, "
          + "found other data")
    }
    var file = NPZ()
    file["half"] = try ArrayFixtures.numbers(.bfloat16, [1])
    XCTAssertThrowsError(try file.serialized()) {
      XCTAssertEqual("\($0)", "tensor \"half\": expected a type that NumPy knows, found BF16")
    }
    XCTAssertThrowsError(try NPZ(bytes: [], file: "t.npz")) {
      XCTAssertEqual("\($0)", "t.npz: byte 0: expected a zip file, found no directory at the end")
    }
  }

  func testBombsAreRefused() throws {
    var file = NPZ()
    file["zeros"] = StoredTensor(Tensor<Double>.zeros([1000, 100]))
    let bytes = try file.serialized(compression: .deflated)
    XCTAssertLessThan(bytes.count, 2000)
    XCTAssertEqual(try NPZ(bytes: bytes), file)
    XCTAssertThrowsError(try NPZ(bytes: bytes, maximumBytes: 100_000)) {
      XCTAssertEqual(($0 as? FormatError)?.problem, .tooLarge(limit: 100_000))
    }
    // A size that the data can't have takes no memory.
    var lie = bytes
    let directory = try XCTUnwrap(bytes.firstRange(of: [0x50, 0x4b, 1, 2])).lowerBound
    lie[directory + 27] = 0x7f
    XCTAssertThrowsError(try NPZ(bytes: lie)) {
      XCTAssertTrue("\($0)".contains("expected a size that the data can have"), "\($0)")
    }
  }

  func testAlteredAndCutFiles() throws {
    for name in ["stored", "descriptors"] {
      ArrayFixtures.assertSafe(
        try ArrayFixtures.bytes(name + ".npz")
      ) { bytes throws(FormatError) in _ = try NPZ(bytes: bytes) }
    }
    ArrayFixtures.assertSafe(
      try expected().serialized(compression: .deflated, zip64From: 0)
    ) { bytes throws(FormatError) in _ = try NPZ(bytes: bytes) }
  }
}
