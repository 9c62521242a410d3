import Foundation
import XCTest

#if canImport(Glibc)
  import Glibc
#endif

/// A pseudo-terminal of a given width with the program running in it.
private final class PseudoTerminal {
  private let process = Process()
  private let primary: FileHandle
  private(set) var output = ""

  init(columns: UInt16, _ arguments: [String], environment: [String: String] = [:]) throws {
    var (primary, secondary) = (Int32(), Int32())
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&primary, &secondary, nil, nil, &size) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    self.primary = FileHandle(fileDescriptor: primary, closeOnDealloc: true)
    let terminal = FileHandle(fileDescriptor: secondary, closeOnDealloc: true)
    process.executableURL = Tool.url
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["TERM": "xterm", "NO_COLOR": ""]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = terminal
    process.standardError = terminal
    try process.run()
    try terminal.close()
  }

  /// Reads until the text comes, or the end.
  func read(until text: String? = nil) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while text.map({ !output.contains($0) }) ?? true {
      let count = Glibc.read(primary.fileDescriptor, &buffer, buffer.count)
      // At the end Linux reports an error: nobody has the other side open any more.
      if count <= 0 { return }
      output += String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  func exitStatus() -> Int32 {
    read()
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }
}

final class TerminalTests: XCTestCase {
  private static let hide = "\u{1b}[?25l"
  private static let show = "\u{1b}[?25h"

  /// What stands between two redrawings, without escape sequences.
  private func lines(_ output: String) -> [String] {
    var text = ""
    var rest = output[...]
    while let escape = rest.firstIndex(of: "\u{1b}") {
      text += rest[..<escape]
      rest = rest[escape...].drop { !$0.isLetter }.dropFirst()
    }
    text += rest
    return text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.map(String.init)
  }

  func testLineIsRedrawnAndFits() throws {
    for columns: UInt16 in [80, 60, 40, 20] {
      let terminal = try PseudoTerminal(columns: columns, ["train", "--epochs", "4"])
      XCTAssertEqual(terminal.exitStatus(), 0)
      let output = terminal.output
      XCTAssertEqual(output.components(separatedBy: Self.hide).count, 2)
      XCTAssertEqual(output.components(separatedBy: Self.show).count, 2)
      let drawn = lines(output).filter { $0.contains("4/4") }
      XCTAssertFalse(drawn.isEmpty)
      for line in drawn { XCTAssertLessThan(line.count, Int(columns), line) }
      XCTAssertTrue(output.contains("Held-out"))
      if columns >= 60 {
        for line in lines(output) { XCTAssertLessThanOrEqual(line.count, Int(columns), line) }
      }
    }
  }

  func testColours() throws {
    let colour = "\u{1b}[32m"
    let plain = try PseudoTerminal(
      columns: 80, ["train", "--epochs", "1"], environment: ["NO_COLOR": "1"])
    XCTAssertEqual(plain.exitStatus(), 0)
    XCTAssertFalse(plain.output.contains(colour))
    let coloured = try PseudoTerminal(columns: 80, ["train", "--epochs", "1"])
    XCTAssertEqual(coloured.exitStatus(), 0)
    XCTAssertTrue(coloured.output.contains(colour))
    let dumb = try PseudoTerminal(
      columns: 80, ["train", "--epochs", "1"], environment: ["TERM": "dumb"])
    XCTAssertEqual(dumb.exitStatus(), 0)
    XCTAssertFalse(dumb.output.contains("\u{1b}"))
  }

  func testSignalsLeaveTheTerminalInOrder() throws {
    for signal in [SIGINT, SIGQUIT, SIGTERM] {
      let terminal = try PseudoTerminal(columns: 80, ["train", "--epochs", "100000"])
      terminal.read(until: "loss")
      terminal.send(signal)
      XCTAssertEqual(terminal.exitStatus(), 128 + signal)
      XCTAssertTrue(terminal.output.contains(Self.hide))
      XCTAssertTrue(terminal.output.hasSuffix(Self.show + "\r\n"), terminal.output)
    }
  }

  func testDivergenceEndsTheLine() throws {
    let terminal = try PseudoTerminal(columns: 80, ["train", "--learning-rate", "1e30"])
    XCTAssertEqual(terminal.exitStatus(), 1)
    XCTAssertTrue(terminal.output.contains(Self.show + "\r\nbackprop: the loss"), terminal.output)
  }

  func testInterruptWithoutTerminal() throws {
    let process = Process()
    process.executableURL = Tool.url
    process.arguments = ["train", "--epochs", "100000"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    _ = pipe.fileHandleForReading.availableData
    process.interrupt()
    _ = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .exit)
    XCTAssertEqual(process.terminationStatus, 130)
  }

  func testReaderThatGoesAway() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "'\(Tool.url.path)' train --epochs 300 | head -1"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    XCTAssertTrue(text.hasPrefix("Training on UCI optdigits"), text)
    XCTAssertEqual(errors.fileHandleForReading.readDataToEndOfFile().count, 0)
    process.waitUntilExit()
  }

  func testOutputThatCannotBeWritten() throws {
    guard let full = FileHandle(forWritingAtPath: "/dev/full") else {
      throw XCTSkip("there is no /dev/full")
    }
    let process = Process()
    process.executableURL = Tool.url
    process.arguments = ["train", "--epochs", "1"]
    let errors = Pipe()
    process.standardOutput = full
    process.standardError = errors
    try process.run()
    let text = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 1)
    XCTAssertEqual(text, "backprop: can't write the output: No space left on device\n")
  }
}
