import Foundation
import XCTest

/// Prints what was proven, if the environment variable `BACKPROP_GRADIENT_TABLE` is set: a line for
/// each module and criterion. Lines of the table start with "| ", so that `make gradients` can tell
/// them from what the test runner says.
final class GradientTableTests: XCTestCase {
  private struct Line {
    let name: String
    let cases: [GradientCase]
    let kinks: [String]

    /// The largest error of an element that `select` picks from a report.
    func worst(_ select: (GradientCase) -> Double?) -> String {
      cases.compactMap(select).max().map(\.scientific) ?? "-"
    }
  }

  private static func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
    let text = text.count > width ? text.prefix(width - 2) + ".." : text
    let space = String(repeating: " ", count: width - text.count)
    return right ? space + text : text + space
  }

  private static func row(
    _ name: String, _ cases: String, _ elements: String, _ input: String, _ parameters: String,
    _ kinks: String
  ) -> String {
    [
      padded(name, 31), padded(cases, 5, right: true), padded(elements, 8, right: true),
      padded(input, 7, right: true), padded(parameters, 7, right: true),
      padded(kinks, 8, right: true),
    ].joined(separator: "  ")
  }

  private func lines() -> [Line] {
    let modules = ModuleRegistry.entries.map { entry in
      Line(
        name: entry.name, cases: GradientCases.ofModules.filter { $0.entry == entry.name },
        kinks: entry.kinks.map(\.description))
    }
    // The variants of a criterion are many: one line a class and kind of input.
    var names: [String] = []
    var groups: [String: [CriterionEntry]] = [:]
    for entry in CriterionRegistry.entries {
      let isLog = entry.input == .logProbabilities
      let name = entry.className + (isLog ? ", log-prob." : "")
      if groups[name] == nil { names.append(name) }
      groups[name, default: []].append(entry)
    }
    let criterions = names.map { name in
      let entries = groups[name] ?? []
      let members = Set(entries.map(\.name))
      let sample = entries[0].sample([2, 3])
      return Line(
        name: name, cases: GradientCases.ofCriterions.filter { members.contains($0.entry) },
        kinks: entries[0].kinks(sample.1, [2, 3]).map(\.description))
    }
    return modules + criterions
  }

  func testPrintTable() {
    let lines = lines()
    let all = lines.flatMap(\.cases)
    var table = [
      Self.row("module or criterion", "cases", "elements", "input", "param.", "in kinks")
    ]
    for line in lines {
      let elements = line.cases.reduce(0) { $0 + $1.report.elementCount }
      let inKinks = line.cases.reduce(0) { $0 + $1.report.elementsInKinks.count }
      table.append(
        Self.row(
          line.name, "\(line.cases.count)", "\(elements)",
          line.worst { $0.report.worstOfInput?.error },
          line.worst { $0.report.worstOfParameters?.error },
          line.kinks.isEmpty ? "" : "\(inKinks)"))
    }
    table.append("")
    table.append("Declared kinks and clamped zones, asserted where an input lies in them:")
    var seen: [String] = []
    for line in lines {
      let kinks = line.kinks.joined(separator: "\n    ")
      let className = line.name.prefix { $0 != "," }
      let text = "  \(className)\n    \(kinks)"
      if !line.kinks.isEmpty && !seen.contains(text) { seen.append(text) }
    }
    table += seen.flatMap { $0.split(separator: "\n").map(String.init) }
    table.append("")
    let worst = all.map(\.report.worstError).max() ?? .infinity
    let oneSided = all.reduce(0) { $0 + $1.report.oneSidedCount }
    let elements = all.reduce(0) { $0 + $1.report.elementCount }
    table.append("Errors: worst |analytic - numeric| / max(1, |analytic|, |numeric|).")
    table.append("\(elements) elements, \(oneSided) of them beside a kink, on their own side.")
    let verdict = worst <= 1e-6 ? "All gradients agree" : "GRADIENTS ARE WRONG"
    table.append("\(verdict): worst error \(worst.scientific), tolerance 1e-6.")

    for line in table { XCTAssertLessThanOrEqual(line.count, 78, line) }
    XCTAssertLessThanOrEqual(worst, 1e-6)
    if ProcessInfo.processInfo.environment["BACKPROP_GRADIENT_TABLE"] != nil {
      print(table.map { "| " + $0 }.joined(separator: "\n"))
    }
  }
}
