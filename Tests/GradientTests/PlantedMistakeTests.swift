import Backprop
import LinearAlgebra
import XCTest

/// The suite tests itself: mistakes planted on purpose are found by the checks that should find
/// them (and perhaps by others), and what is right is found by none.
final class PlantedMistakeTests: XCTestCase {
  /// The checks of a module that find something, by their names.
  private func findings(_ entry: ModuleEntry) -> [String] {
    let cases = GradientCases.cases(of: entry)
    let failures = GradientCases.failures(cases, tolerance: GradientCases.moduleTolerance)
    return (failures.isEmpty ? [] : ["gradients"])
      + ModuleChecks.all.filter { !$0.check(entry).isEmpty }.map(\.name)
  }

  private func findings(_ entry: CriterionEntry) -> [String] {
    let cases = GradientCases.cases(of: entry)
    let failures = GradientCases.failures(cases, tolerance: GradientCases.criterionTolerance)
    return (failures.isEmpty ? [] : ["gradients"])
      + CriterionChecks.all.filter { !$0.check(entry).isEmpty }.map(\.name)
  }

  private func linear(
    _ double: @escaping (Int) -> Module<Double>, _ float: @escaping (Int) -> Module<Float>
  ) -> ModuleEntry {
    ModuleEntry("Planted", "", { double($0.last!) }, { float($0.last!) })
  }

  func testMistakesInLinearLayers() {
    let table: [(ModuleEntry, [String])] = [
      (linear(PlantedLinear.init, PlantedLinear.init), []),
      (linear(MissingTranspose.init, MissingTranspose.init), ["gradients"]),
      (linear(Overwrite.init, Overwrite.init), ["gradients", "accumulation", "rows"]),
      (linear(IgnoredBeta.init, IgnoredBeta.init), ["gradients"]),
      (linear(OffByOneBias.init, OffByOneBias.init), ["gradients", "rows"]),
      (linear(DividedByBatch.init, DividedByBatch.init), ["gradients", "rows"]),
      (linear(EmptyMean.init, EmptyMean.init), ["empty batch"]),
      (linear(CopyingReplica.init, CopyingReplica.init), ["replica"]),
      (linear(CopyingStatistics.init, CopyingStatistics.init), ["replica"]),
      (
        linear(HalfDependsOnOther.init, HalfDependsOnOther.init),
        ["without gradInput", "hooks alone"]
      ),
    ]
    for (entry, expected) in table { check(entry, expected) }
  }

  private func elementwise(
    _ double: @escaping () -> Module<Double>, _ float: @escaping () -> Module<Float>,
    _ kinks: [GradientKink] = []
  ) -> ModuleEntry {
    ModuleEntry("Planted", "", { _ in double() }, { _ in float() }).with { $0.kinks = kinks }
  }

  func testMistakesInActivations() {
    let kinks = [GradientKink(at: 0, slope: 0)]
    let table: [(ModuleEntry, [String])] = [
      (elementwise(PlantedTanh.init, PlantedTanh.init), []),
      (elementwise(WrongSign.init, WrongSign.init), ["gradients"]),
      (elementwise(SlightlyWrong.init, SlightlyWrong.init), ["gradients"]),
      (elementwise(MixedRows.init, MixedRows.init), ["rows"]),
      (elementwise(StaleState.init, StaleState.init), ["second shape"]),
      (elementwise(CoarseFloat.init, CoarseFloat.init), ["float"]),
      (elementwise(CutByThreads.init, CutByThreads.init), ["threads"]),
      (elementwise(AlwaysGradInput.init, AlwaysGradInput.init), ["without gradInput"]),
      (elementwise(SharedMemory.init, SharedMemory.init), ["kept results"]),
      (elementwise(WrongMask.init, WrongMask.init, kinks), ["gradients"]),
      (elementwise(WrongAtKink.init, WrongAtKink.init, kinks), ["gradients"]),
      (elementwise(HiddenNoise.init, HiddenNoise.init), ["gradients", "evaluation"]),
      (elementwise(OtherMask.init, OtherMask.init), ["gradients", "evaluation"]),
    ]
    for (entry, expected) in table { check(entry, expected) }
  }

  func testMistakesInCriterions() {
    func entry(
      _ input: CriterionEntry.Input, _ target: CriterionEntry.Target,
      _ double: @escaping () -> Criterion<Double>, _ float: @escaping () -> Criterion<Float>
    ) -> CriterionEntry {
      CriterionEntry("Planted", "", input, target, { _ in double() }, { _ in float() })
    }
    func error(
      _ double: @escaping () -> Criterion<Double>, _ float: @escaping () -> Criterion<Float>
    ) -> CriterionEntry { entry(.numbers, .numbers, double, float) }
    let zones = CriterionRegistry.entries.first { $0.name == "ClassNLLCriterion, soft, mean" }
    let table: [(CriterionEntry, [String])] = [
      (error(PlantedError.init, PlantedError.init), []),
      (error(WrongSignOfLoss.init, WrongSignOfLoss.init), ["gradients"]),
      (error(ForgottenBatch.init, ForgottenBatch.init), ["gradients", "rows"]),
      (error(ForgottenBatchTwice.init, ForgottenBatchTwice.init), ["rows"]),
      (error(AddedUp.init, AddedUp.init), ["second shape"]),
      (error(EmptyBatchLoss.init, EmptyBatchLoss.init), ["empty batch"]),
      (error(CoarseFloatLoss.init, CoarseFloatLoss.init), ["float"]),
      (error(LossCutByThreads.init, LossCutByThreads.init), ["threads"]),
      (
        entry(.probabilities, .soft, ClampedToZero.init, ClampedToZero.init).with {
          $0.hasKinks = true
          $0.kinks = zones?.kinks ?? { _, _ in [] }
        }, ["gradients"]
      ),
      (
        entry(.numbers, .indices, OffByOneClass.init, OffByOneClass.init),
        ["gradients"]
      ),
    ]
    for (entry, expected) in table {
      let found = findings(entry)
      let subject = "\(entry.double([1, 1]))"
      XCTAssert(
        expected.isEmpty ? found.isEmpty : Set(expected).isSubset(of: found),
        "\(subject): found by \(found) instead of \(expected)")
    }
  }

  private func check(
    _ entry: ModuleEntry, _ expected: [String], file: StaticString = #filePath, line: UInt = #line
  ) {
    let found = findings(entry)
    XCTAssert(
      expected.isEmpty ? found.isEmpty : Set(expected).isSubset(of: found),
      "\(entry.make([1, 2])): found by \(found) instead of \(expected)", file: file, line: line)
  }
}
