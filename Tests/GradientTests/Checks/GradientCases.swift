import Backprop
import LinearAlgebra

/// A comparison with differences: one entry, one shape, one kind of numbers.
struct GradientCase: Sendable {
  let entry: String
  let what: String
  let report: GradientReport
  /// Whether not all elements of the input are the same.
  let varies: Bool
}

enum GradientCases {
  /// What the project promises of every gradient is 1e-6. The differences reach further, so more is
  /// asserted: outputs of modules are compared one by one, which leaves rounding of about
  /// 2e-16 / 1e-5 times some tens of terms.
  static let moduleTolerance = 1e-8
  /// The loss of a criterion is one number, and its last digit hides the small terms of a large
  /// sum.
  static let criterionTolerance = 1e-7

  static func cases(of entry: ModuleEntry) -> [GradientCase] {
    Inputs.allCases.flatMap { inputs -> [GradientCase] in
      if inputs == .kinks && entry.kinks.isEmpty { return [] }
      return entry.shapes.map { shape in
        let input = inputs.tensor(shape, entry.kinks)
        let report = GradientCheck.check(
          entry.make(shape), input: input, kinks: entry.kinks, seed: TestSeed.value)
        return GradientCase(
          entry: entry.name, what: "\(inputs.rawValue) \(shape)", report: report,
          varies: input.count < 2 || input.min() != input.max())
      }
    }
  }

  static func cases(of entry: CriterionEntry) -> [GradientCase] {
    CriterionEntry.InputKind.allCases.flatMap { kind -> [GradientCase] in
      if kind == .kinks && !entry.hasKinks { return [] }
      return entry.shapes.map { shape in
        let (input, target) = entry.sample(shape, kind)
        let report = GradientCheck.check(
          entry.double(shape), input: input, target: target, kinks: entry.kinks(target, shape))
        return GradientCase(
          entry: entry.name, what: "\(kind.rawValue) \(shape)", report: report,
          // Probabilities of a single class are all 1.
          varies: shape[shape.rank - 1] == 1 || input.min() != input.max())
      }
    }
  }

  /// What is wrong with the gradients of an entry.
  static func failures(_ cases: [GradientCase], tolerance: Double) -> [String] {
    var failures = cases.filter { !$0.report.passes(tolerance: tolerance) }
      .map { "\($0.what): \($0.report)" }
    if cases.allSatisfy({ $0.report.elementCount == 0 }) {
      failures.append("nothing was compared")
    }
    return failures
  }

  // Each is computed once, for the checks and for the table.
  static let ofModules: [GradientCase] = ModuleRegistry.entries.flatMap(cases)
  static let ofCriterions: [GradientCase] = CriterionRegistry.entries.flatMap(cases)
}
