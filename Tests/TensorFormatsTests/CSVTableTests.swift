import TensorFormats
import XCTest

final class CSVTableTests: XCTestCase {
  private func table(
    _ text: String, labels: CSVColumn? = nil, options: CSVOptions = CSVOptions()
  ) throws -> CSVTable<Double> {
    try CSVTable(Array(text.utf8), file: "t.csv", labels: labels, options: options)
  }

  private func assertError(
    _ text: String, _ expected: String, labels: CSVColumn? = .last,
    options: CSVOptions = CSVOptions(), file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertThrowsError(
      try table(text, labels: labels, options: options), text, file: file, line: line
    ) { XCTAssertEqual("\($0)", expected, file: file, line: line) }
  }

  func testNumbersAndLabels() throws {
    let iris = try table(
      "length, width,kind\n5.1,3.5, setosa\n-4.9e0,+3,\"red, one\"\n", labels: .last)
    XCTAssertEqual(iris.values, Tensor(rows: [[5.1, 3.5], [-4.9, 3]]))
    XCTAssertEqual(iris.columnNames, ["length", "width"])
    XCTAssertEqual(iris.labels, ["setosa", "red, one"])
    XCTAssertEqual(iris.labelName, "kind")
    XCTAssertEqual(iris.labelIndex, 2)
    XCTAssertEqual(iris.lines, [2, 3])
  }

  func testAnyColumnHoldsTheLabels() throws {
    for (column, labels, values) in [
      (CSVColumn.index(0), ["x", "y"], [[1.0, 2], [3, 4]]),
      (.named("k"), ["x", "y"], [[1, 2], [3, 4]]),
      (.named("b"), ["2", "4"], nil),
    ] {
      let text = column == .named("b") ? "k,a,b\n0,1,2\n0,3,4" : "k,a,b\nx,1,2\ny,3,4"
      let table = try table(text, labels: column)
      XCTAssertEqual(table.labels, labels)
      if let values { XCTAssertEqual(table.values, Tensor(rows: values)) }
    }
    let plain = try table("1,2\n3,4")
    XCTAssertEqual(plain.values, Tensor(rows: [[1, 2], [3, 4]]))
    XCTAssertEqual(plain.labels, [])
    XCTAssertNil(plain.columnNames)
  }

  func testHeaderDetection() throws {
    func rows(_ text: String, _ header: CSVOptions.Header = .automatic) throws -> Int {
      try table(text, labels: .last, options: CSVOptions(header: header)).lines.count
    }
    XCTAssertEqual(try rows("a,b,c\n1,2,x"), 1)
    XCTAssertEqual(try rows("1,2,c\n1,2,x"), 2, "only the label is text")
    XCTAssertEqual(try rows("1,b,c\n1,2,x"), 1, "one name is enough")
    XCTAssertEqual(try rows(",b,c\n1,2,x"), 1, "an index without a name")
    XCTAssertEqual(try rows("1,2,3\n1,2,x", .present), 1)
    assertError(
      "a,2,x\n1,2,x", "t.csv:1:1: expected a number, found \"a\"", options: .init(header: .absent))
    // Neither a NaN nor an empty field is a name.
    assertError("nan,2,x\n1,2,x", "t.csv:1:1: expected a finite number, found \"nan\"")
    assertError(",2,x\n1,2,x", "t.csv:1:1: expected a number, found an empty field")
  }

  func testErrorsNameThePlace() {
    assertError(
      "a,b,k\n1,2,x\n3,four,y", "t.csv:3:2: expected a number in column \"b\", found \"four\"")
    assertError("1,2,x\n3,,y", "t.csv:2:2: expected a number, found an empty field")
    assertError("1,2,x\n3,  ,y", "t.csv:2:2: expected a number, found an empty field")
    assertError("1,2,x\n3,4,", "t.csv:2:3: expected a label, found an empty field")
    assertError("1,2,x\n3,-Inf,y", "t.csv:2:2: expected a finite number, found \"-Inf\"")
    assertError(
      "1,2,x\n-1e999,2,y",
      "t.csv:2:1: expected a number in the range of the scalar type, found \"-1e999\"")
    assertError("1,2,x\n3,4\n", "t.csv:2:3: expected 3 fields as in the first row, found 2")
    assertError("1,2,x\n3,4,y,5\n", "t.csv:2:4: expected 3 fields as in the first row, found 4")
    assertError("1,2,x\n\n3,4,y", "t.csv:2:2: expected 3 fields as in the first row, found 1")
    assertError("", "t.csv: expected at least one row of values, found none")
    assertError("a,b,k\n", "t.csv: expected at least one row of values, found none")
    assertError(
      "a,b\n1,2", "t.csv:1: expected a header with a column \"c\"; the columns are \"a\", \"b\"",
      labels: .named("c"))
    assertError("a,a\n1,2", "t.csv:1: several columns are named \"a\"", labels: .named("a"))
    assertError(
      "1,2", "t.csv:1: there is no column 3: the rows have 2 fields", labels: .index(2))
    assertError(
      "1,2", "t.csv:1: expected a header with a column \"a\", found a first row without names",
      labels: .named("a"), options: CSVOptions(header: .absent))
    // The line is that of the field, not of its row.
    assertError(
      "\"a\nb\",x,1", "t.csv:2:2: expected a number, found \"x\"", labels: .index(0),
      options: CSVOptions(header: .absent))
  }

  func testShownTextIsShortAndPrintable() {
    let long = String(repeating: "x", count: 100)
    assertError("1,x\n\(long),y", "t.csv:2:1: expected a number, found \"\(long.prefix(32))...\"")
    assertError("1,x\n\u{1b}[2J,y", "t.csv:2:1: expected a number, found \"\u{fffd}[2J\"")
  }

  func testNumericLabels() throws {
    XCTAssertEqual(try table("1,2.5\n3,-4", labels: .last).numericLabels(), [2.5, -4])
    XCTAssertThrowsError(try table("1,2.5\n3,x", labels: .last).numericLabels()) {
      XCTAssertEqual("\($0)", "t.csv:2:2: expected a number, found \"x\"")
    }
  }

  func testLargeFile() throws {
    let rows = 20_000
    let text = (0..<rows).map { "\($0),\(Double($0) / 7),c\($0 % 3)" }.joined(separator: "\n")
    let table = try table(text, labels: .last)
    XCTAssertEqual(table.values.shape, [rows, 2])
    for row in [0, 1, 777, rows - 1] { XCTAssertEqual(table.values[row, 1], Double(row) / 7) }
  }
}
