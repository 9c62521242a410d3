import XCTest

/// Every module of the registry, by every check.
final class ModuleTests: XCTestCase {
  private func run(
    _ check: ModuleChecks.Check, file: StaticString = #filePath, line: UInt = #line
  ) {
    for entry in ModuleRegistry.entries {
      for failure in check(entry) {
        XCTFail("\(entry.name): \(failure) (seed \(TestSeed.value))", file: file, line: line)
      }
    }
  }

  func testGradients() {
    for entry in ModuleRegistry.entries {
      let cases = GradientCases.ofModules.filter { $0.entry == entry.name }
      let tolerance = GradientCases.moduleTolerance
      for failure in GradientCases.failures(cases, tolerance: tolerance) {
        XCTFail("\(entry.name): \(failure) (seed \(TestSeed.value))")
      }
    }
  }

  func testGradientsAddUp() { run(ModuleChecks.accumulation) }
  func testBatchIsItsRows() { run(ModuleChecks.rows) }
  func testFloatAgreesWithDouble() { run(ModuleChecks.float) }
  func testThreadsAgree() { run(ModuleChecks.threads) }
  func testEvaluationIsDeterministic() { run(ModuleChecks.evaluation) }
  func testSecondShape() { run(ModuleChecks.secondShape) }
  func testEmptyBatch() { run(ModuleChecks.emptyBatch) }
  func testKeptResultsDoNotChange() { run(ModuleChecks.keptResults) }
  func testWithoutGradInput() { run(ModuleChecks.withoutGradInput) }
  func testReplica() { run(ModuleChecks.replica) }
  func testHooksAlone() { run(ModuleChecks.hooksAlone) }
}
