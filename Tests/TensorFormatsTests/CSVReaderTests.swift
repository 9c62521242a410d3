import Foundation
import TensorFormats
import XCTest

final class CSVReaderTests: XCTestCase {
  private func records(
    _ text: String, options: CSVOptions = CSVOptions()
  ) throws -> [CSVReader.Record] {
    let reader = CSVReader(Array(text.utf8), file: "t.csv", options: options)
    var records: [CSVReader.Record] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  private func assertFields(
    _ text: String, _ expected: [[String]], options: CSVOptions = CSVOptions(),
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let fields = try records(text, options: options).map(\.fields)
    XCTAssertEqual(fields, expected, text.debugDescription, file: file, line: line)
  }

  func testFieldsAndLineEnds() throws {
    let expected = [["a", "b"], ["c", ""]]
    for end in ["\n", "\r\n", "\r"] {
      for last in ["", end, end + end] { try assertFields("a,b\(end)c,\(last)", expected) }
    }
    try assertFields("\u{feff}a,b\nc,", expected)
    try assertFields("", [])
    try assertFields("\n\r\n", [])
    try assertFields("\u{feff}", [])
    try assertFields(",", [["", ""]])
    try assertFields("a\n\nb", [["a"], [""], ["b"]])
    try assertFields("ä,日本\n😀,", [["ä", "日本"], ["😀", ""]])
  }

  func testQuotes() throws {
    try assertFields(#""a,b",c"#, [["a,b", "c"]])
    try assertFields(#""say ""hi""","""""#, [[#"say "hi""#, "\""]])
    try assertFields("\"\",\"\"\n", [["", ""]])
    try assertFields("\"a\nb\",c\r\nd,\"e\r\nf\"\r\n", [["a\nb", "c"], ["d", "e\r\nf"]])
    try assertFields("\"a\n\"", [["a\n"]])
    // Inside an unquoted field a quote stands for itself.
    try assertFields(#"5" pipe,a"b"#, [[#"5" pipe"#, #"a"b"#]])
  }

  func testDelimiters() throws {
    let semicolon = CSVOptions(delimiter: ";")
    try assertFields("1,5;2\n3;\"4;5\"", [["1,5", "2"], ["3", "4;5"]], options: semicolon)
    try assertFields("a\tb\n", [["a", "b"]], options: CSVOptions(delimiter: "\t"))
    for character: Character in [",", ";", "\t", "|", " "] {
      XCTAssertTrue(CSVOptions.isDelimiter(character))
    }
    for character: Character in ["\"", "\n", "\r", "\r\n", "\0", "é", "😀"] {
      XCTAssertFalse(CSVOptions.isDelimiter(character), character.debugDescription)
    }
  }

  func testLinesAreCountedInsideQuotesToo() throws {
    let lines = try records("a\n\"b\nc\r\nd\"\r\ne\rf\n").map(\.line)
    XCTAssertEqual(lines, [1, 2, 5, 6])
  }

  private func assertError(
    _ bytes: [UInt8], _ expected: CSVError, file: StaticString = #filePath, line: UInt = #line
  ) {
    let reader = CSVReader(bytes, file: "t.csv")
    XCTAssertThrowsError(
      try { while try reader.next() != nil {} }(), file: file, line: line
    ) { XCTAssertEqual($0 as? CSVError, expected, file: file, line: line) }
  }

  func testErrors() {
    assertError(
      Array("a,b\nc,\"d\ne\n".utf8),
      CSVError(.unterminatedQuote, file: "t.csv", line: 2, column: 2))
    assertError(
      Array("a\n\"b\n\"c".utf8), CSVError(.textAfterQuote, file: "t.csv", line: 3, column: 1))
    assertError(
      Array("a,b\n1,".utf8) + [0xff], CSVError(.notUTF8, file: "t.csv", line: 2, column: 2))
    // A lone quote at the very end opens a field.
    assertError(
      Array("a,\"".utf8), CSVError(.unterminatedQuote, file: "t.csv", line: 1, column: 2))
  }

  func testFilesThatCannotBeRead() {
    for (path, reason) in [
      ("/nonexistent/t.csv", "No such file or directory"), ("/", "Is a directory"),
      ("", "No such file or directory"),
    ] {
      XCTAssertThrowsError(try CSVReader(contentsOf: path).next(), path) { error in
        XCTAssertEqual((error as? CSVError)?.problem, .unreadable(reason: reason), path)
      }
    }
    XCTAssertThrowsError(try CSVReader(contentsOf: "/etc/passwd\0.csv"))
  }

  func testFileBeyondTheMemoryIsRefused() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-tests-" + UUID().uuidString)
    XCTAssertTrue(FileManager.default.createFile(atPath: file.path, contents: nil))
    defer { try? FileManager.default.removeItem(at: file) }
    // A hole: it takes no room on the disk.
    guard truncate(file.path, 1 << 43) == 0 else {
      throw XCTSkip("the file system holds no files of that size")
    }
    XCTAssertThrowsError(try CSVTable<Double>(contentsOf: file.path)) { error in
      XCTAssertEqual((error as? CSVError)?.problem, .unreadable(reason: "File too large"))
    }
  }
}
