import Foundation
import TensorFormats
import XCTest

final class CSVBatchReaderTests: XCTestCase {
  private func reader(
    _ text: String, columns: [CSVColumn]? = nil, labels: CSVColumn? = nil,
    options: CSVOptions = CSVOptions()
  ) throws -> CSVBatchReader<Double> {
    try CSVBatchReader(
      Array(text.utf8), file: "t.csv", columns: columns, labels: labels, options: options)
  }

  private func rows(_ reader: CSVBatchReader<Double>, batch size: Int = 2) throws -> [[Double]] {
    var batch = Tensor<Double>()
    var rows: [[Double]] = []
    while try reader.read(into: &batch, rows: size) {
      for row in 0..<batch.shape[0] { rows.append(batch.row(row).scalars) }
      XCTAssertEqual(reader.lines.count, batch.shape[0])
    }
    return rows
  }

  func testBatches() throws {
    let reader = try reader("a,b\n1,2\n3,4\n5,6\n7,8\n9,10")
    var batch = Tensor<Double>()
    XCTAssertTrue(try reader.read(into: &batch, rows: 2))
    XCTAssertEqual(batch, Tensor(rows: [[1, 2], [3, 4]]))
    XCTAssertEqual(reader.lines, [2, 3])
    XCTAssertTrue(try reader.read(into: &batch, rows: 2))
    XCTAssertEqual(batch, Tensor(rows: [[5, 6], [7, 8]]))
    XCTAssertTrue(try reader.read(into: &batch, rows: 2))
    XCTAssertEqual(batch, Tensor(rows: [[9, 10]]))
    XCTAssertFalse(try reader.read(into: &batch, rows: 2))
    XCTAssertEqual(batch.shape, [0, 2])
  }

  func testColumnsAreChosenAndOrdered() throws {
    let text = "a,b,c,d\n1,x,\"3\",4\n5,\"y,y\",7,8\n"
    let byName = try reader(text, columns: [.named("d"), .named("a")], labels: .named("b"))
    XCTAssertEqual(byName.columnNames, ["d", "a"])
    XCTAssertEqual(byName.header, ["a", "b", "c", "d"])
    XCTAssertEqual(try rows(byName), [[4, 1], [8, 5]])
    XCTAssertEqual(byName.columnIndices, [3, 0])
    let twice = try reader(text, columns: [.last, .index(0), .index(3)])
    XCTAssertEqual(try rows(twice), [[4, 1, 4], [8, 5, 8]])
    var batch = Tensor<Double>()
    let labelled = try reader(text, columns: [.index(2)], labels: .index(1))
    XCTAssertTrue(try labelled.read(into: &batch, rows: 5))
    XCTAssertEqual(labelled.labels, ["x", "y,y"])
    XCTAssertEqual(batch, Tensor(rows: [[3], [7]]))
    XCTAssertThrowsError(try reader(text, columns: [.named("e")])) {
      XCTAssertEqual(
        "\($0)",
        "t.csv:1: expected a header with a column \"e\"; the columns are \"a\", \"b\", "
          + "\"c\", \"d\"")
    }
  }

  func testMissingValues() throws {
    let text = "a,b,k\n1,2,x\n,4,y\n5,NA,z\n7, ?,w\n9,10,\n11,12,v"
    func read(_ policy: CSVMissingValues) throws -> ([[Double]], CSVBatchReader<Double>) {
      let reader = try reader(
        text, labels: .last, options: CSVOptions(header: .present, missingValues: policy))
      return (try rows(reader), reader)
    }
    XCTAssertThrowsError(try read(.error)) {
      XCTAssertEqual(
        "\($0)", "t.csv:3:1: expected a number in column \"a\", found an empty field")
    }
    let (kept, dropping) = try read(.dropRow)
    XCTAssertEqual(kept, [[1, 2], [11, 12]])
    XCTAssertEqual(dropping.droppedRows, 4)
    XCTAssertThrowsError(try read(.constant(-1))) {
      XCTAssertEqual(
        "\($0)", "t.csv:6:3: expected a label in column \"k\", found an empty field")
    }
    let unlabelled = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).prefix(2).joined(separator: ",")
    }
    .joined(separator: "\n")
    XCTAssertEqual(
      try rows(reader(unlabelled, options: .init(missingValues: .constant(-1)))),
      [[1, 2], [-1, 4], [5, -1], [7, -1], [9, 10], [11, 12]])
    let nan = try rows(reader(unlabelled, options: .init(missingValues: .nan)))
    XCTAssertEqual(
      nan.map { $0.map(\.isNaN) }[1...3], [[true, false], [false, true], [false, true]])
    // A marker is no name, and no number where it isn't one for the policy.
    XCTAssertNil(try reader("?,1\n2,3", options: .init(missingValues: .nan)).header)
    XCTAssertThrowsError(try rows(reader("1\ninf", options: .init(missingValues: .nan))))
    XCTAssertThrowsError(try rows(reader("1\nabc", options: .init(missingValues: .dropRow))))
  }

  /// The two ways through a row must agree, wherever the window ends.
  func testPlainRowsAreReadAsOthersAre() throws {
    var generator = PhiloxGenerator(seed: 21)
    var (plain, quoted): ([String], [String]) = ([], [])
    var expected: [[Double]] = []
    for _ in 0..<40_000 {
      let numbers = (0..<3).map { _ -> Double in
        let bits = Double(bitPattern: generator.next())
        return generator.next(below: 2) == 0 || !bits.isFinite
          ? Double(generator.next(below: 2000)) / 8 - 100 : bits
      }
      expected.append(numbers)
      plain.append(numbers.map { "\($0)" }.joined(separator: ","))
      quoted.append(numbers.map { " \"\($0)\"".dropFirst() }.joined(separator: ","))
    }
    for end in ["\n", "\r\n", "\r"] {
      let text = plain.joined(separator: end)
      XCTAssertGreaterThan(text.utf8.count, 3 << 18, "several windows")
      XCTAssertEqual(try rows(reader(text), batch: 1000), expected)
      XCTAssertEqual(try rows(reader(text + end), batch: 777), expected)
      XCTAssertEqual(try rows(reader(quoted.joined(separator: end)), batch: 1000), expected)
      XCTAssertEqual(
        try rows(CSVBatchReader(Gzip.compressed(Array(text.utf8)), file: "t"), batch: 99), expected)
    }
  }

  func testRecordsLongerThanTheWindow() throws {
    let long = String(repeating: "x\ny,", count: 400_000)
    let reader = CSVReader(Array("a,\"\(long)\"\nb,c\n".utf8), file: "t")
    let first = try XCTUnwrap(reader.next())
    XCTAssertEqual(first.fields, ["a", long])
    XCTAssertEqual(try reader.next()?.line, 400_002)
    XCTAssertNil(try reader.next())
  }

  func testFilesAndDescriptors() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-tests-\(UUID().uuidString).csv.gz").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let matrix = Tensor<Double>(rows: [[1, -0.5], [1e300, 0.1]])
    try CSVWriter.write(matrix, columnNames: ["a", "b,c"], to: path)
    let table = try CSVTable<Double>(contentsOf: path)
    XCTAssertEqual(table.values, matrix)
    XCTAssertEqual(table.columnNames, ["a", "b,c"])
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    let reader = try CSVBatchReader<Double>(descriptor: descriptor, file: "standard input")
    XCTAssertEqual(try rows(reader), [[1, -0.5], [1e300, 0.1]])
  }

  func testHeaderOfTheReaderOfText() throws {
    let options = CSVOptions(header: .present)
    let reader = CSVReader(Array("a,b\nc,d".utf8), file: "t", options: options)
    XCTAssertEqual(try reader.next()?.fields, ["c", "d"])
    XCTAssertEqual(try reader.header(), ["a", "b"])
    let plain = CSVReader(Array("a,b\nc,d".utf8), file: "t")
    XCTAssertNil(try plain.header())
    XCTAssertEqual(try plain.next()?.fields, ["a", "b"])
  }

  func testWhatIsWrittenIsReadBack() throws {
    let records = [
      ["a", "b c", ""], [""], ["\"", "\"\"", "a\"b"], [",", ";", "\n", "\r\n"], [" x", "y\t"],
      ["\u{e9}", "\u{1f600}"], ["\u{feff}"], ["", ""],
    ]
    for delimiter: Character in [",", ";", "\t"] {
      let options = CSVOptions(delimiter: delimiter)
      for start in records.indices {
        var writer = CSVWriter(options: options)
        let some = records[start...] + records[..<start]
        for fields in some { writer.append(fields: fields) }
        let reader = CSVReader(writer.takeBytes(), file: "t", options: options)
        for fields in some { XCTAssertEqual(try reader.next()?.fields, fields) }
        XCTAssertNil(try reader.next())
        XCTAssertEqual(writer.count, 0)
      }
    }
  }
}
