import Foundation
import XCTest

/// The built program, which stands beside the tests.
enum Tool {
  static var url: URL {
    Bundle.main.bundleURL.appendingPathComponent("backprop")
  }

  struct Result {
    let status: Int32
    let wasKilled: Bool
    let output: String
    let errors: String

    var lines: [String] {
      output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // What it says on standard error is short and fits the pipe.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: errorText, as: UTF8.self))
  }

  static func run(_ arguments: String) throws -> Result {
    try run(arguments.split(separator: " ").map(String.init))
  }
}

/// A file for the length of a test.
final class TemporaryFile {
  let path: String

  init(_ text: String, name: String = "data.csv") throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-tests-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    path = file.path
  }

  deinit {
    try? FileManager.default.removeItem(
      at: URL(fileURLWithPath: path).deletingLastPathComponent())
  }
}

/// Three flowers whose measures are easily told apart, as in the data of Anderson and Fisher.
enum Flowers {
  static let names = ["setosa", "versicolor", "virginica"]

  static var rows: [String] {
    (0..<90).map { row in
      let kind = row % 3
      // A fixed scatter, a little different in each column.
      func scatter(_ factor: Int) -> Double { Double(row * factor % 17) / 40 }
      let length = 1.4 + 1.6 * Double(kind) + scatter(5)
      let width = 0.2 + 0.6 * Double(kind) + scatter(7)
      return "\(length),\(width),\(3 + scatter(3)),1,\(names[kind])"
    }
  }

  static var text: String {
    (["petal length,petal width,sepal width,always one,kind"] + rows).joined(separator: "\n") + "\n"
  }
}
