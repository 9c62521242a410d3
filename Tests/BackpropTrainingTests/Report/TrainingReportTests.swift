import BackpropTraining
import Foundation
import TensorFormats
import XCTest

#if canImport(FoundationXML)
  import FoundationXML
#endif

final class TrainingReportTests: XCTestCase {
  private let image = PNGImage(width: 2, height: 1, channels: 1, pixels: [0, 255])

  private func report() -> TrainingReport {
    var report = TrainingReport(title: "A < B & \"C\"")
    report.facts = [("accuracy", "0.9"), ("data", "<file>.csv")]
    report.curves = [
      LearningCurve(
        title: "Loss",
        series: [("training", [3, 2, .nan, 1, 0.5]), ("validation", [4, 3, 2, 2, 1])])
    ]
    report.confusion = ConfusionChart(labels: ["a&b", "c"], counts: [[5, 1], [0, 7]])
    report.classes = [
      .init(label: "a&b", precision: 1, recall: 5.0 / 6, f1: 10.0 / 11, support: 6)
    ]
    report.predictions = ScatterChart(name: "y", points: [(1, 1.5), (2, .infinity), (3, 2.5)])
    report.mistakes = [
      WorstMistake(
        sample: "row 3", truth: "a&b", predicted: "c", detail: "97% sure", image: image)
    ]
    return report
  }

  /// The elements of the page, by name; the page must be well-formed.
  private func elements(_ html: String) throws -> [String: [[String: String]]] {
    final class Collector: NSObject, XMLParserDelegate {
      var elements: [String: [[String: String]]] = [:]
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
      ) {
        elements[name, default: []].append(attributes)
      }
    }
    let parser = XMLParser(data: Data(html.utf8))
    let collector = Collector()
    parser.delegate = collector
    XCTAssertTrue(parser.parse(), "\(String(describing: parser.parserError))")
    return collector.elements
  }

  func testThePageIsWellFormedAndHoldsItsParts() throws {
    let page = report().html
    let elements = try elements(page)
    XCTAssertEqual(elements["section"]?.count, 5)
    XCTAssertEqual(elements["svg"]?.count, 3)
    XCTAssertEqual(elements["figure"]?.count, 1)
    XCTAssertEqual(elements["tr"]?.count, 2)
    XCTAssertEqual(elements["rect"]?.count, 4)
    XCTAssertEqual(
      elements["img"]?.first?["src"],
      "data:image/png;base64," + Data(image.file).base64EncodedString())
    XCTAssertTrue(page.contains("<h1>A &lt; B &amp; &quot;C&quot;</h1>"))
    XCTAssertTrue(page.contains("<dd>&lt;file&gt;.csv</dd>"))
    XCTAssertTrue(page.contains("a&amp;b taken for c: 1"))
    // Nothing is loaded from elsewhere.
    XCTAssertFalse(page.contains("http"))
  }

  func testAnEmptyReportIsAPage() throws {
    let elements = try elements(TrainingReport(title: "").html)
    XCTAssertEqual(elements["h1"]?.count, 1)
    XCTAssertNil(elements["section"])
  }

  func testLinesBreakWhereThereIsNoNumber() throws {
    let elements = try elements(report().html)
    let points = try XCTUnwrap(elements["polyline"]).map {
      ($0["points"] ?? "").split(separator: " ").count
    }
    XCTAssertEqual(points, [2, 2, 5])
    // Of the scatter chart, the point that is infinite is left out.
    XCTAssertEqual(elements["circle"]?.count, 2)
    XCTAssertEqual(LearningCurve(title: "", series: [("none", [.nan, .infinity])]).svg, "")
    XCTAssertEqual(LearningCurve(title: "", series: []).svg, "")
  }

  func testMarksOfAnAxisAreRoundAndInside() {
    for (low, high) in [
      (0.0, 1), (0.87, 0.91), (-3, 17), (1, 10), (1e-9, 3e-9), (5, 5), (0, 0), (-1e12, 4e12),
    ] {
      let axis = ChartAxis(from: low, to: high)
      let marks = axis.marks
      XCTAssertTrue((3...12).contains(marks.count), "\(low) \(high): \(marks)")
      XCTAssertEqual(marks, marks.sorted())
      for mark in marks {
        XCTAssertGreaterThanOrEqual(mark, axis.low - 1e-9 * (axis.high - axis.low))
        XCTAssertLessThanOrEqual(mark, axis.high + 1e-9 * (axis.high - axis.low))
      }
      XCTAssertEqual(Set(axis.labels).count, marks.count, "\(axis.labels)")
    }
    XCTAssertEqual(
      ChartAxis(from: 0, to: 1).labels,
      ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  }

  func testBase64() {
    for count in 0..<50 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 89 + 7) }
      XCTAssertEqual(Base64.encoded(bytes), Data(bytes).base64EncodedString())
    }
  }
}
