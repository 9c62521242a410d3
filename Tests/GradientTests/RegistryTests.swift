import Foundation
import XCTest

/// Nothing public is missing from the registry, and its cases are worth something.
final class RegistryTests: XCTestCase {
  /// The public subclasses of a class, and of its subclasses, as the sources declare them.
  private func publicSubclasses(of base: String, in sources: [String]) -> Set<String> {
    let pattern =
      /(?m)^\s*(public|open)\s+((final|open)\s+)?class\s+(\w+)\s*(<[^>{]*>)?\s*:\s*(\w+)/
    var parents: [String: String] = [:]
    for source in sources {
      for match in source.matches(of: pattern) {
        parents[String(match.4)] = String(match.6)
      }
    }
    var found: Set<String> = [base]
    while let next = parents.first(where: { found.contains($1) && !found.contains($0) }) {
      found.insert(next.key)
    }
    return found.subtracting([base])
  }

  private func sources() throws -> [String] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("Sources/Backprop")
    guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    else { throw XCTSkip("the sources do not lie beside the tests") }
    let texts = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
      .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    if texts.isEmpty { throw XCTSkip("the sources do not lie beside the tests") }
    return texts
  }

  func testEveryModuleIsRegistered() throws {
    let found = publicSubclasses(of: "Module", in: try sources())
    XCTAssert(found.isSuperset(of: ["Linear", "ReLU", "Sequential"]), "found only \(found)")
    // What containers have in common computes nothing.
    let abstract: Set = ["Container"]
    XCTAssert(found.isSuperset(of: abstract))
    XCTAssertEqual(found.subtracting(abstract), Set(ModuleRegistry.entries.map(\.className)))
  }

  func testEveryCriterionIsRegistered() throws {
    let found = publicSubclasses(of: "Criterion", in: try sources())
    XCTAssert(found.contains("MSECriterion"), "found only \(found)")
    XCTAssertEqual(found, Set(CriterionRegistry.entries.map(\.className)))
  }

  /// A module added to the sources is seen, whichever way it is declared.
  func testScanSeesSubclasses() {
    let source = """
      public final class A<Scalar: BLASScalar>: Module<Scalar> {
      open class B<Scalar: BLASScalar> : Module<Scalar> {
      public class C: B<Double> {
      final class NotPublic<Scalar: BLASScalar>: Module<Scalar> {
      public final class D<Scalar>: Other<Scalar> where Scalar: BLASScalar {
      """
    XCTAssertEqual(publicSubclasses(of: "Module", in: [source]), ["A", "B", "C"])
  }

  func testNamesAreUnique() {
    let names = ModuleRegistry.entries.map(\.name) + CriterionRegistry.entries.map(\.name)
    XCTAssertEqual(names.count, Set(names).count)
  }

  /// The cases vary, their gradients aren't all zero, and kinks that are declared are met.
  func testCasesVary() {
    let modules = Dictionary(grouping: GradientCases.ofModules, by: \.entry)
    let criterions = Dictionary(grouping: GradientCases.ofCriterions, by: \.entry)
    for (entry, cases) in modules.merging(criterions, uniquingKeysWith: { $0 + $1 }) {
      XCTAssert(cases.allSatisfy(\.varies), "\(entry): an input is the same everywhere")
      XCTAssertGreaterThan(cases.count, 3, entry)
      if entry != "Dropout, keeps none" {
        let worst = cases.compactMap(\.report.worstOfInput)
        XCTAssert(worst.contains { $0.analytic != 0 }, "\(entry): gradients are zero")
      }
    }
    for entry in ModuleRegistry.entries where !entry.kinks.isEmpty {
      let met = (modules[entry.name] ?? []).flatMap(\.report.elementsInKinks)
      XCTAssertGreaterThan(met.count, 20, entry.name)
      let oneSided = (modules[entry.name] ?? []).reduce(0) { $0 + $1.report.oneSidedCount }
      XCTAssertGreaterThan(oneSided, 20, entry.name)
    }
    for entry in CriterionRegistry.entries where entry.hasKinks {
      let met = (criterions[entry.name] ?? []).flatMap(\.report.elementsInKinks)
      XCTAssertGreaterThan(met.count, 20, entry.name)
      XCTAssert(met.contains { $0.analytic != 0 }, "\(entry.name): documented values are zero")
    }
  }
}
