import XCTest

/// Every criterion of the registry, by every check.
final class CriterionTests: XCTestCase {
  private func run(
    _ check: CriterionChecks.Check, file: StaticString = #filePath, line: UInt = #line
  ) {
    for entry in CriterionRegistry.entries {
      for failure in check(entry) {
        XCTFail("\(entry.name): \(failure) (seed \(TestSeed.value))", file: file, line: line)
      }
    }
  }

  func testGradients() {
    for entry in CriterionRegistry.entries {
      let cases = GradientCases.ofCriterions.filter { $0.entry == entry.name }
      let tolerance = GradientCases.criterionTolerance
      for failure in GradientCases.failures(cases, tolerance: tolerance) {
        XCTFail("\(entry.name): \(failure) (seed \(TestSeed.value))")
      }
    }
  }

  func testBatchIsItsRows() { run(CriterionChecks.rows) }
  func testFloatAgreesWithDouble() { run(CriterionChecks.float) }
  func testThreadsAgree() { run(CriterionChecks.threads) }
  func testSecondShape() { run(CriterionChecks.secondShape) }
  func testEmptyBatch() { run(CriterionChecks.emptyBatch) }
  func testKindsOfTargets() { run(CriterionChecks.kindsOfTargets) }
}
