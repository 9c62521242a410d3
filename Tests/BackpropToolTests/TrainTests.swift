import Foundation
import XCTest

final class TrainTests: XCTestCase {
  /// The objects of the lines of JSON.
  private func objects(
    _ result: Tool.Result, file: StaticString = #filePath, line: UInt = #line
  ) throws -> [[String: Any]] {
    XCTAssertEqual(result.status, 0, result.errors, file: file, line: line)
    XCTAssertEqual(result.errors, "", file: file, line: line)
    return try result.output.split(separator: "\n").map {
      try XCTUnwrap(
        JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any], String($0),
        file: file, line: line)
    }
  }

  /// The objects without the times, for comparison.
  private func withoutTimes(_ result: Tool.Result) throws -> [NSDictionary] {
    try objects(result).map { object in
      NSDictionary(dictionary: object.filter { !$0.key.hasSuffix("seconds") })
    }
  }

  func testDigitsAreLearned() throws {
    for seed in [1, 2] {
      let lines = try objects(Tool.run("train --format json --seed \(seed)"))
      XCTAssertEqual(lines.count, 41)
      let result = try XCTUnwrap(lines.last)
      XCTAssertEqual(result["event"] as? String, "result")
      XCTAssertGreaterThanOrEqual(try XCTUnwrap(result["accuracy"] as? Double), 0.97)
      XCTAssertNotNil(result["loss"] as? Double)
      XCTAssertGreaterThan(try XCTUnwrap(result["seconds"] as? Double), 0)
      XCTAssertEqual(result["training_samples"] as? Int, 1438)
      XCTAssertEqual(result["held_out_samples"] as? Int, 359)
      let confusion = try XCTUnwrap(result["confusion"] as? [[Int]])
      XCTAssertEqual(confusion.joined().reduce(0, +), 359)
      XCTAssertEqual(lines.dropLast().map { $0["epoch"] as? Int }, (1...40).map { $0 })
    }
  }

  func testSameOnEveryRunAndAtAnyNumberOfThreads() throws {
    let arguments = "train --format json --epochs 3 --batch 50"
    for more in ["", " --float", " --optimizer sgd --activation tanh --layers 300"] {
      let first = try withoutTimes(Tool.run(arguments + more))
      for threads in ["", " --threads 1", " --threads 2", " --threads 3"] {
        let again = try withoutTimes(Tool.run(arguments + more + threads))
        XCTAssertEqual(again, first, more + threads)
      }
    }
  }

  func testSeedChangesTheResultButNotTheSplit() throws {
    let results = try [1, 2].map { seed in
      try XCTUnwrap(try objects(Tool.run("train --format json --epochs 1 --seed \(seed)")).last)
    }
    XCTAssertNotEqual(results[0]["loss"] as? Double, results[1]["loss"] as? Double)
    let perClass = results.map { ($0["confusion"] as? [[Int]])?.map { $0.reduce(0, +) } }
    XCTAssertEqual(perClass[0], perClass[1])
  }

  func testEveryKindOfNetwork() throws {
    for arguments in [
      "--activation relu", "--activation leaky-relu", "--activation tanh", "--activation sigmoid",
      "--optimizer sgd", "--optimizer sgd --momentum 0 --learning-rate 0.1", "--optimizer adam",
      "--optimizer adamw", "--float", "--double", "--layers none", "--layers 1", "--dropout 0",
      "--batch 1", "--batch 100000 --learning-rate 0.01", "--batch 7",
    ] {
      let result = try Tool.run("train --format json --layers 32 --epochs 2 " + arguments)
      let last = try XCTUnwrap(try objects(result).last, arguments)
      XCTAssertGreaterThan(try XCTUnwrap(last["accuracy"] as? Double), 0.05, arguments)
      XCTAssertEqual(last["precision"] as? String, arguments == "--float" ? "float" : "double")
    }
  }

  func testFileWithTextForClasses() throws {
    let file = try TemporaryFile(Flowers.text)
    for arguments in [[], ["--target", "kind"], ["--float"], ["--header"]] {
      let result = try Tool.run(["train", "--data", file.path, "--format", "json"] + arguments)
      let last = try XCTUnwrap(try objects(result).last)
      XCTAssertEqual(last["classes"] as? [String], Flowers.names)
      XCTAssertEqual(last["features"] as? Int, 4)
      XCTAssertEqual(last["held_out_samples"] as? Int, 18)
      XCTAssertGreaterThanOrEqual(try XCTUnwrap(last["accuracy"] as? Double), 0.9)
    }
    let text = try Tool.run(["train", "--data", file.path])
    XCTAssertTrue(text.output.contains("versicolor"), text.output)
  }

  func testFileWithNumbersForClasses() throws {
    let rows = Flowers.rows.map { row in
      let fields = row.split(separator: ",")
      let kind = ["10", "9.0", "-1"][Flowers.names.firstIndex(of: String(fields[4])) ?? 0]
      return ([kind] + fields.dropLast().map(String.init)).joined(separator: ";")
    }
    let text = "class;a;b;c;d\n" + rows.joined(separator: "\r\n")
    let file = try TemporaryFile(text)
    let result = try Tool.run(
      ["train", "--data", file.path, "--target", "class", "--delimiter", ";", "--format", "json"])
    XCTAssertEqual(try objects(result).last?["classes"] as? [String], ["-1", "9", "10"])
  }

  func testLabelsThatDifferAreDifferentClasses() throws {
    for labels in [["9007199254740992", "9007199254740993"], ["0x10", "16"]] {
      let rows = (0..<10).map { "\($0),\(labels[$0 % 2])" }
      let file = try TemporaryFile(rows.joined(separator: "\n"))
      let result = try Tool.run(
        ["train", "--data", file.path, "--epochs", "1", "--format", "json"])
      XCTAssertEqual(try objects(result).last?["classes"] as? [String], labels)
    }
  }

  func testLabelsDoNotReachTheTerminalAsTheyAre() throws {
    let rows = (0..<10).map { "\($0),\"\u{1b}[2J\n\($0 % 2)\"" }
    let file = try TemporaryFile(rows.joined(separator: "\n"))
    let result = try Tool.run(["train", "--data", file.path, "--epochs", "1"])
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssertFalse(result.output.contains("\u{1b}"), result.output)
    XCTAssertTrue(result.output.contains("\u{fffd}[2J\u{fffd}1"), result.output)
  }

  func testManyClassesShowTheMostFrequentConfusions() throws {
    // Noise: much is taken for something else.
    let rows = (0..<300).map { "\($0 * 7919 % 101),\($0 * 104_729 % 97),class\($0 % 30)" }
    let file = try TemporaryFile(rows.joined(separator: "\n"))
    let result = try Tool.run(["train", "--data", file.path, "--epochs", "2"])
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssertTrue(result.output.contains("Most frequent confusions"), result.output)
    XCTAssertTrue(result.output.contains("other kinds"), result.output)
    XCTAssertLessThanOrEqual(result.lines.map(\.count).max() ?? 0, 80)
  }

  func testPlainOutputWhereItIsNoTerminal() throws {
    let result = try Tool.run("train --epochs 3")
    XCTAssertEqual(result.status, 0)
    XCTAssertEqual(result.errors, "")
    XCTAssertFalse(result.output.contains("\u{1b}"))
    XCTAssertFalse(result.output.contains("\r"))
    XCTAssertLessThanOrEqual(result.lines.map(\.count).max() ?? 0, 80)
    for text in [
      "UCI optdigits", "CC BY 4.0", "Linear 64 -> 256", "3/3", "samples/s", "Confusion matrix",
      "Held-out accuracy", "Time:",
    ] { XCTAssertTrue(result.output.contains(text), text) }
    XCTAssertTrue(result.output.hasSuffix("\n"))
  }

  func testClassesByTheThousand() throws {
    let rows = (0..<8000).map { "\($0 % 4000),\($0 % 4000)" }
    let file = try TemporaryFile(rows.joined(separator: "\n"))
    let arguments = [
      "train", "--data", file.path, "--layers", "4", "--epochs", "1", "--format", "json",
    ]
    let last = try XCTUnwrap(try objects(Tool.run(arguments + ["--batch", "1000"])).last)
    XCTAssertEqual((last["classes"] as? [String])?.count, 4000)
    XCTAssertNil(last["confusion"])
  }

  func testDivergence() throws {
    for arguments in [
      "--optimizer sgd --learning-rate 1e200", "--learning-rate 1e30",
      "--float --optimizer sgd --learning-rate 1000",
    ] {
      let result = try Tool.run("train --format json " + arguments)
      XCTAssertEqual(result.status, 1, arguments)
      XCTAssertTrue(result.errors.hasPrefix("backprop: the loss "), result.errors)
      XCTAssertTrue(result.errors.contains("in epoch 1"), result.errors)
      XCTAssertTrue(result.errors.contains("--learning-rate smaller than 1"), result.errors)
    }
  }
}
