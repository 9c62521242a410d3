import Foundation
import XCTest

/// What the program says when something is wrong, and its exit status.
final class MistakeTests: XCTestCase {
  private func assertRefused(
    _ text: String, _ message: String, _ arguments: [String] = [],
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let data = try TemporaryFile(text)
    for format in ["text", "json"] {
      let result = try Tool.run(["train", "--data", data.path, "--format", format] + arguments)
      XCTAssertEqual(result.status, 1, file: file, line: line)
      XCTAssertEqual(
        result.errors, "backprop: \(data.path):\(message)\n", file: file, line: line)
      XCTAssertEqual(result.output, "", file: file, line: line)
    }
  }

  /// The flowers with one line (counted from 1) changed.
  private func flowers(_ line: Int, _ change: (String) -> String) -> String {
    var lines = Flowers.text.split(separator: "\n").map(String.init)
    lines[line - 1] = change(lines[line - 1])
    return lines.joined(separator: "\n") + "\n"
  }

  private func field(_ column: Int, _ text: String) -> (String) -> String {
    { line in
      var fields = line.split(separator: ",").map(String.init)
      fields[column - 1] = text
      return fields.joined(separator: ",")
    }
  }

  func testWrongData() throws {
    try assertRefused(
      flowers(5, field(2, "wide")),
      "5:2: expected a number in column \"petal width\", found \"wide\"")
    try assertRefused(
      flowers(12, field(3, "NaN")),
      "12:3: expected a finite number in column \"sepal width\", found \"NaN\"")
    try assertRefused(
      flowers(12, field(1, "")),
      "12:1: expected a number in column \"petal length\", found an empty field")
    try assertRefused(
      flowers(7) { $0 + ",1" }, "7:6: expected 5 fields as in the first row, found 6")
    try assertRefused(
      flowers(7) { String($0.prefix { $0 != "," }) },
      "7:2: expected 5 fields as in the first row, found 1")
    try assertRefused(
      flowers(90, field(5, "\"a")),
      "90:5: expected a closing quote, found the end of the file; the quote opens here")
    try assertRefused(
      Flowers.text,
      "1: expected a header with a column \"nothing\"; the columns are \"petal length\", "
        + "\"petal width\", \"sepal width\", \"always one\", \"kind\"", ["--target", "nothing"])
    try assertRefused("", " expected at least one row of values, found none")
    try assertRefused(
      "1,2,x\n3,4,x\n5,6,x\n7,8,x\n9,9,x\n",
      "1:3: expected at least two classes, found only \"x\"")
    try assertRefused(
      String(repeating: "1,\u{1b}[2Jx\n", count: 5),
      "1:2: expected at least two classes, found only \"\u{fffd}[2Jx\"")
    try assertRefused(
      "1,2,x\n3,4,y\n1,2,y\n", "3: expected at least 5 rows (a fifth is held out), found 3")
    try assertRefused(
      "a\nb\na\nb\na\nb\n",
      "1:1: expected columns of numbers beside that of the classes, found none")
    try assertRefused(
      "1,0\n2,1\n3,nan\n1,0\n2,1\n3,0\n", "3:2: expected a finite number, found \"nan\"")
    try assertRefused(
      (0..<20).map { "1,\($0).5" }.joined(separator: "\n"),
      "1:2: expected classes with two rows each at least, found 20 different values in 20 rows")
  }

  func testFilesThatCannotBeRead() throws {
    for (path, reason) in [
      ("/nonexistent.csv", "No such file or directory"), ("/", "Is a directory"),
    ] {
      let result = try Tool.run(["train", "--data", path])
      XCTAssertEqual(result.status, 1)
      XCTAssertEqual(result.errors, "backprop: \(path): can't be read: \(reason)\n")
    }
  }

  func testWrongArguments() throws {
    for arguments in [
      "train --activation softplus", "train --optimizer lbfgs", "train --layers 64,x",
      "train --layers 64,,32", "train --layers 0", "train --layers -1", "train --layers 99999999",
      "train --batch 0", "train --batch x", "train --batch 9223372036854775807",
      "train --epochs 9223372036854775807", "train --threads 9223372036854775807",
      "train --threads 0", "train --threads 257",
      "train --epochs 0", "train --learning-rate 0", "train --learning-rate nan",
      "train --learning-rate -1", "train --momentum 0.5", "train --optimizer sgd --momentum 1",
      "train --dropout 1", "train --seed -1", "train --seed x", "train --format xml",
      "train --float --double", "train --target x", "train --header", "train --delimiter ;",
      "train --delimiter ab",
      "train --unknown", "train extra", "unknown", "info --format xml", "--unknown",
    ] {
      let result = try Tool.run(arguments)
      XCTAssertEqual(result.status, 64, arguments)
      XCTAssertTrue(result.errors.hasPrefix("backprop: "), result.errors)
      XCTAssertTrue(result.errors.contains("Usage: backprop"), result.errors)
      XCTAssertEqual(result.output, "", arguments)
    }
    let message = try Tool.run("train --activation softplus").errors
    for name in ["softplus", "relu", "leaky-relu", "tanh", "sigmoid"] {
      XCTAssertTrue(message.contains(name), message)
    }
  }

  func testHelpAndVersion() throws {
    for arguments in ["", "--help", "help", "train --help", "info -h", "help train"] {
      let result = try Tool.run(arguments)
      XCTAssertEqual(result.status, 0, arguments)
      XCTAssertTrue(result.output.contains("USAGE: backprop"), result.output)
      XCTAssertLessThanOrEqual(result.lines.map(\.count).max() ?? 0, 80, arguments)
    }
    let version = try Tool.run("--version")
    XCTAssertEqual(version.status, 0)
    XCTAssertEqual(version.output.split(separator: ".").count, 3, version.output)
  }

  func testInfo() throws {
    let text = try Tool.run("info")
    XCTAssertEqual(text.status, 0)
    for name in ["OpenBLAS", "BLAS kernels", "instructions", "threads"] {
      XCTAssertTrue(text.output.contains(name), text.output)
    }
    let json = try Tool.run(
      ["info", "--format", "json"], environment: ["BACKPROP_NUM_THREADS": "3"])
    let object = try XCTUnwrap(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    XCTAssertEqual(object["threads"] as? Int, 3)
    XCTAssertTrue((object["blas"] as? String)?.hasPrefix("OpenBLAS") == true)
  }
}
