import CVectorMath
import Foundation
import XCTest

/// Runs the body once with each instruction set forced that this processor has, and puts the set
/// found at first back. Sets that are missing are named in the log, so that it shows what a run
/// did not test.
func withEachInstructionSet(_ body: (_ name: String) throws -> Void) rethrows {
  let original = bp_current_isa()
  defer { XCTAssertEqual(bp_force_isa(original), 1) }
  for isa in [BP_ISA_BASELINE, BP_ISA_V3, BP_ISA_V4] {
    let name = String(cString: bp_isa_name(isa))
    if bp_force_isa(isa) == 1 {
      XCTAssertEqual(bp_current_isa(), isa)
      try body(name)
    } else {
      print("Not tested on this processor: \(name)")
    }
  }
}

/// A sequence of random numbers that is the same in every run (SplitMix64).
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// A precision that the kernels exist in. The kernels themselves come in `Kernels`.
protocol KernelScalar: BinaryFloatingPoint, Sendable
where RawSignificand: FixedWidthInteger {
  /// The bits, to compare results exactly.
  var bits: UInt64 { get }
  /// The kernels of this precision.
  static var kernels: Kernels<Self> { get }
}

extension Double: KernelScalar {
  var bits: UInt64 { bitPattern }
  static var kernels: Kernels<Double> { .double }
}

extension Float: KernelScalar {
  var bits: UInt64 { UInt64(bitPattern) }
  static var kernels: Kernels<Float> { .float }
}

/// Random numbers in a range, always the same ones.
func randomVector<T: KernelScalar>(
  _ count: Int, in range: ClosedRange<Double> = -3...3, seed: UInt64 = 1
) -> [T] {
  var generator = TestGenerator(seed: seed)
  return (0..<count).map { _ in T(Double.random(in: range, using: &generator)) }
}

extension Sequence<Double> {
  /// The sum with what each addition loses carried along (Neumaier), so that a reference is more
  /// accurate than what is tested.
  var accurateSum: Double {
    var (sum, rest) = (0.0, 0.0)
    for x in self {
      let next = sum + x
      rest += abs(sum) >= abs(x) ? (sum - next) + x : (x - next) + sum
      sum = next
    }
    return sum.isFinite ? sum + rest : sum
  }
}

/// A new vector that the body fills.
func makeVector<T: KernelScalar>(
  _ count: Int, _ body: (UnsafeMutablePointer<T>) -> Void
) -> [T] {
  // One more, so that there is a pointer for no elements too.
  var result = [T](repeating: .nan, count: count + 1)
  result.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
  result.removeLast()
  return result
}

/// Asserts that numbers agree to a few rounding errors, relative to the larger of the expected
/// value and `scale`; NaN agrees with NaN.
func assertClose<T: KernelScalar>(
  _ actual: [T], _ expected: [Double], errors: Double = 8, scale: Double = 0,
  _ what: @autoclosure () -> String, file: StaticString = #filePath, line: UInt = #line
) {
  guard actual.count == expected.count else {
    return XCTFail(
      "\(what()): \(actual.count) for \(expected.count)", file: file, line: line)
  }
  let tolerance = Double(T.ulpOfOne) * errors
  for (index, (a, e)) in zip(actual, expected).enumerated() {
    let value = Double(a)
    if value == e || (value.isNaN && e.isNaN) { continue }
    if abs(value - e) <= tolerance * max(abs(e), scale) { continue }
    return XCTFail("\(what()) [\(index)]: \(value), not \(e)", file: file, line: line)
  }
}
