import Backprop
import LinearAlgebra
import XCTest

/// The layer of `docs/adding-a-layer.md`: its code there is that of
/// `Examples/ScaledSoftsign.swift`.
final class ExampleLayerTests: XCTestCase {
  private var entry: ModuleEntry {
    ModuleEntry(
      "ScaledSoftsign", "", { ScaledSoftsign($0.last!) }, { ScaledSoftsign($0.last!) })
  }

  /// As the document shows it.
  func testGradients() {
    RandomSource.seed(TestSeed.value)
    var generator = PhiloxGenerator(seed: 1)
    let x = Tensor<Double>.uniform([5, 3], in: -2..<2, using: &generator)
    let report = GradientCheck.check(ScaledSoftsign(3), input: x)
    XCTAssert(report.passes(tolerance: 1e-6), "\(report)")
  }

  func testPassesTheSuite() {
    let failures = GradientCases.failures(
      GradientCases.cases(of: entry), tolerance: GradientCases.moduleTolerance)
    XCTAssertEqual(failures, [])
    for (name, check) in ModuleChecks.all { XCTAssertEqual(check(entry), [], name) }
  }

  /// The document shows the layer as it is compiled here.
  func testDocumentShowsThisCode() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    let document = root.appendingPathComponent("docs/adding-a-layer.md")
    guard let text = try? String(contentsOf: document, encoding: .utf8) else {
      throw XCTSkip("the document does not lie beside the tests")
    }
    let code = try String(
      contentsOf: tests.appendingPathComponent("Examples/ScaledSoftsign.swift"), encoding: .utf8)
    XCTAssert(text.contains("```swift\n" + code + "```\n"), "docs/adding-a-layer.md is out of date")
  }
}
