import Backprop
import XCTest

final class SummaryTests: XCTestCase {
  func testTable() {
    let network = Sequential<Double>(Linear(64, 200), ReLU(), Linear(200, 10))
    XCTAssertEqual(
      network.summary(inputShape: [32, 64]),
      """
      path  module              output     parameters
      -----------------------------------------------
            Sequential          [32, 10]       15,010
      0       Linear 64 -> 200  [32, 200]      13,000
      1       ReLU              [32, 200]           0
      2       Linear 200 -> 10  [32, 10]        2,010
      -----------------------------------------------
      15,010 parameters (Double, 120,080 bytes)
      """)
  }

  func testNestedContainersAndNames() {
    let inner = Sequential<Float>(Linear(4, 3, bias: false), Tanh())
    let network = Sequential<Float>(inner, SoftMax())
    network.add(Linear(3, 1), name: "head")
    XCTAssertEqual(
      network.summary(inputShape: [1, 4]),
      """
      path  module                       output  parameters
      -----------------------------------------------------
            Sequential                   [1, 1]          16
      0       Sequential                 [1, 3]          12
      0.0       Linear 4 -> 3 (no bias)  [1, 3]          12
      0.1       Tanh                     [1, 3]           0
      1       SoftMax                    [1, 3]           0
      head    Linear 3 -> 1              [1, 1]           4
      -----------------------------------------------------
      16 parameters (Float, 64 bytes)
      """)
  }

  func testFirstModuleThatDoesNotFit() throws {
    let network = Sequential<Double>(Linear(4, 3), ReLU(), Linear(5, 2), Tanh())
    let lines = network.summary(inputShape: [1, 4]).split(separator: "\n")
    XCTAssertEqual(
      lines.last,
      "does not fit: Linear 5 -> 2 (module 2 of Sequential): the input has shape [1, 3], expected "
        + "[batch, 5]")
    XCTAssertTrue(try XCTUnwrap(lines.first { $0.contains("ReLU") }).contains("[1, 3]"))
    for name in ["Sequential", "Linear 5 -> 2", "Tanh"] {
      XCTAssertTrue(try XCTUnwrap(lines.first { $0.contains(name) }).contains(" - "), name)
    }
  }

  func testSharedParametersCountOnce() {
    let linear = Linear<Double>(3, 3)
    let network = Sequential<Double>(linear, ReLU(), linear)
    let lines = network.summary(inputShape: [1, 3]).split(separator: "\n")
    XCTAssertTrue(lines[5].hasSuffix(" 0"), "\(lines[5])")
    XCTAssertTrue(lines[2].hasSuffix(" 12"), "\(lines[2])")
    XCTAssertEqual(lines.last, "12 parameters (Double, 96 bytes)")
  }

  func testOtherModules() {
    let lines = Linear<Float>(1000, 1000).summary(inputShape: [0, 1000]).split(separator: "\n")
    XCTAssertEqual(lines[2], "      Linear 1000 -> 1000  [0, 1000]   1,001,000")
    XCTAssertEqual(
      Sequential<Double>().summary(inputShape: [2]).split(separator: "\n").last,
      "0 parameters (Double, 0 bytes)")
  }

  func testWidth() {
    let network = Sequential<Double>(
      Linear(100_000, 10, bias: false), Sequential(Dropout(keep: 0.25)))
    for width in [80, 60, 45] {
      for line in network.summary(inputShape: [1, 100_000], width: width).split(separator: "\n") {
        XCTAssertLessThanOrEqual(line.count, width, "\(line)")
      }
    }
  }
}
