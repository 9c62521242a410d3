import Foundation
import XCTest

/// A network is trained, kept, and used.
final class PredictTests: XCTestCase {
  private func trained() throws -> (data: TemporaryFile, model: String, folder: String) {
    let data = try TemporaryFile(Flowers.text, name: "flowers.csv")
    let folder = (data.path as NSString).deletingLastPathComponent
    let model = folder + "/flowers.safetensors"
    let result = try Tool.run([
      "train", "--data", data.path, "--epochs", "60", "--dropout", "0", "--save", model,
      "--report", folder + "/run.html",
    ])
    XCTAssertEqual(result.status, 0, result.errors)
    return (data, model, folder)
  }

  private var kinds: [String] { (0..<90).map { Flowers.names[$0 % 3] } }

  func testPredictionsFromRawFeatures() throws {
    let (data, model, folder) = try trained()
    let result = try Tool.run(["predict", model, data.path])
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssertEqual(result.lines.first, "class")
    let answers = Array(result.lines.dropFirst().dropLast())
    XCTAssertEqual(answers.count, 90)
    // The classes lie apart: nearly all are right, which a wrong scale would not give.
    XCTAssertGreaterThan(zip(answers, kinds).count { $0 == $1 }, 85)

    // The same columns in another order, and one that the model doesn't know.
    let rows = Flowers.text.split(separator: "\n").map { $0.split(separator: ",") }
    let shuffled = rows.map { [$0[3], $0[4], $0[0], $0[2], $0[1]].joined(separator: ",") }
    let other = folder + "/shuffled.csv"
    try (shuffled.joined(separator: "\n") + "\n").write(
      toFile: other, atomically: true, encoding: .utf8)
    XCTAssertEqual(try Tool.run(["predict", model, other]).output, result.output)
  }

  func testProbabilitiesAddUpAndAgreeWithTheClass() throws {
    let (data, model, _) = try trained()
    let result = try Tool.run(["predict", model, data.path, "--probabilities"])
    XCTAssertEqual(result.lines.first, "class," + Flowers.names.joined(separator: ","))
    for line in result.lines.dropFirst().dropLast() {
      let fields = line.split(separator: ",").map(String.init)
      let shares = fields.dropFirst().compactMap(Double.init)
      XCTAssertEqual(shares.count, 3)
      XCTAssertEqual(shares.reduce(0, +), 1, accuracy: 2e-6)
      let most = try XCTUnwrap(shares.indices.max { shares[$0] < shares[$1] })
      XCTAssertEqual(fields[0], Flowers.names[most])
    }
  }

  func testTheReportIsWritten() throws {
    let (data, _, folder) = try trained()
    // The folder lives as long as its file.
    let page = try withExtendedLifetime(data) {
      try String(contentsOfFile: folder + "/run.html", encoding: .utf8)
    }
    for part in ["<!DOCTYPE html>", "Learning curves", "Confusion matrix", "setosa", "</html>"] {
      XCTAssertTrue(page.contains(part), part)
    }
  }

  func testWhatDoesNotFitIsRefused() throws {
    let (data, model, folder) = try trained()
    let narrow = folder + "/narrow.csv"
    try "1,2\n3,4\n".write(toFile: narrow, atomically: true, encoding: .utf8)
    let result = try Tool.run(["predict", model, narrow])
    XCTAssertEqual(result.status, 1)
    XCTAssertEqual(
      result.errors,
      "backprop: \(narrow):1: expected 4 columns of features, found 2\n")
    let noModel = try Tool.run(["predict", data.path, data.path])
    XCTAssertEqual(noModel.status, 1)
    XCTAssertTrue(noModel.errors.hasPrefix("backprop: \(data.path): "), noModel.errors)
    // A model that can't be written is said to be so before the training, and the exit status tells.
    let nowhere = try Tool.run([
      "train", "--data", data.path, "--epochs", "1", "--save", folder + "/no/where.safetensors",
    ])
    XCTAssertEqual(nowhere.status, 1)
    XCTAssertTrue(nowhere.errors.contains("where.safetensors"), nowhere.errors)
    XCTAssertEqual(nowhere.output, "")
  }
}
