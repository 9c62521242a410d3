import Backprop
import XCTest

/// Compares what the library computes with what another one did, counts the cases of each kind and
/// keeps the worst deviation, which is printed at the end: `tally.report("Torch7")`.
final class Tally {
  /// How a deviation is measured, in units of which a bound is given.
  enum Scale {
    /// By 1 + |x|, each scalar for itself.
    case eachScalar
    /// By the largest magnitude in the tensor, at least 1.
    case tensor
  }

  private let scale: Scale
  private(set) var counts: [String: Int] = [:]
  private var worst: [String: Double] = [:]
  private var kind = ""
  private var name = ""

  init(_ scale: Scale) { self.scale = scale }

  /// Begins a case of a kind; `name` says which one in the messages of failures.
  func begin(_ kind: String, _ name: String) {
    self.kind = kind
    self.name = name
    counts[kind, default: 0] += 1
  }

  /// Asserts that a tensor agrees with what is expected.
  func check(
    _ what: String, _ actual: Tensor<Double>, _ expected: Tensor<Double>, within bound: Double,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    guard actual.shape == expected.shape else {
      XCTFail(
        "\(name): \(what) has shape \(actual.shape), expected \(expected.shape)", file: file,
        line: line)
      return
    }
    check(what, actual.scalars, expected.scalars, within: bound, file: file, line: line)
  }

  /// Asserts that numbers agree with what is expected.
  func check(
    _ what: String, _ actual: [Double], _ expected: [Double], within bound: Double,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertEqual(actual.count, expected.count, "\(name): \(what)", file: file, line: line)
    let magnitude = expected.reduce(1) { max($0, abs($1)) }
    for (index, (x, y)) in zip(actual, expected).enumerated() {
      let unit = scale == .eachScalar ? 1 + abs(y) : magnitude
      let deviation = x == y ? 0 : abs(x - y) / unit
      worst[kind] = max(worst[kind] ?? 0, deviation)
      // Negated, so that NaN fails.
      if !(deviation <= bound) {
        XCTFail(
          "\(name): \(what)[\(index)] is \(x), expected \(y), off by \(deviation) > \(bound)",
          file: file, line: line)
        return
      }
    }
  }

  /// Prints a line for each kind.
  func report(_ title: String) {
    for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("\(title): \(kind): \(count) cases, worst deviation \(worst[kind] ?? 0)")
    }
  }
}
