import Foundation
import TensorFormats
import XCTest

final class InspectTests: XCTestCase {
  private func model() throws -> TemporaryFile {
    let file = try TemporaryFile("", name: "model.safetensors")
    var contents = Safetensors()
    contents["0.weight"] = StoredTensor(Tensor<Float>(rows: [[1, -2], [3.5, .nan]]))
    contents["steps"] = StoredTensor(
      type: .int64, shape: [], bytes: [7, 0, 0, 0, 0, 0, 0, 0])
    contents["none"] = StoredTensor(type: .float64, shape: [0, 3], bytes: [])
    contents.metadata = ["made by": "a test"]
    try contents.write(to: file.path)
    return file
  }

  func testTheTable() throws {
    let file = try model()
    let result = try Tool.run(["inspect", file.path])
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssertEqual(
      result.lines,
      [
        "\(file.path): safetensors, 3 tensors, 5 elements, 24 bytes",
        "made by: a test",
        "",
        "tensor    type  shape       min     max    mean  deviation",
        "0.weight  F32   [2, 2]  -2.0000  3.5000  0.8333     2.2485  1 not finite",
        "steps     I64   []       7.0000  7.0000  7.0000     0.0000",
        "none      F64   [0, 3]",
        "",
      ])
  }

  func testJSON() throws {
    let file = try model()
    let result = try Tool.run(["inspect", file.path, "--format", "json"])
    let lines = try result.lines.dropLast().map {
      try XCTUnwrap(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    XCTAssertEqual(lines.count, 4)
    XCTAssertEqual(lines[0]["tensor"] as? String, "0.weight")
    XCTAssertEqual(lines[0]["shape"] as? [Int], [2, 2])
    XCTAssertEqual(lines[0]["not_finite"] as? Int, 1)
    // NumPy: np.std([1, -2, 3.5])
    XCTAssertEqual(
      try XCTUnwrap(lines[0]["deviation"] as? Double), 2.2484562605386738, accuracy: 1e-15)
    XCTAssertEqual(lines[3]["metadata"] as? [String: String], ["made by": "a test"])
  }

  func testOtherFormats() throws {
    let file = try TemporaryFile("", name: "a.npy")
    let folder = (file.path as NSString).deletingLastPathComponent
    let tensor = StoredTensor(Tensor<Double>(rows: [[1, 3]]))
    try NPY.write(tensor, to: file.path)
    var archive = NPZ()
    archive["x"] = tensor
    try archive.write(to: folder + "/b.npz")
    try IDX.write(tensor, to: folder + "/c.idx")
    let numbers = "F64   [1, 2]  1.0000  3.0000  2.0000     1.0000"
    for (name, format, row) in [
      ("a.npy", "npy", "        " + numbers), ("b.npz", "npz", "x       " + numbers),
      ("c.idx", "IDX", "        " + numbers),
    ] {
      let result = try Tool.run(["inspect", folder + "/" + name])
      XCTAssertEqual(
        result.lines.first, "\(folder)/\(name): \(format), 1 tensor, 2 elements, 16 bytes",
        result.errors)
      XCTAssertEqual(result.lines.dropFirst(3).first, row)
    }
  }

  func testFilesThatAreNone() throws {
    let text = try TemporaryFile("1,2,3\n", name: "data.csv")
    let result = try Tool.run(["inspect", text.path])
    XCTAssertEqual(result.status, 1)
    XCTAssertTrue(result.errors.hasPrefix("backprop: \(text.path): "), result.errors)
    XCTAssertEqual(try Tool.run(["inspect", "/nowhere"]).status, 1)
  }
}
