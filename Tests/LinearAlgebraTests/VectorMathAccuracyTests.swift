import CVectorMath
import Foundation
import XCTest

/// exp, log, tanh, sigmoid and erf are within 2 units in the last place (ulp) of the exact value,
/// everywhere, for every instruction set.
final class VectorMathAccuracyTests: XCTestCase {
  private static let limit = 2.0

  /// A function with the range where it is neither constant nor trivial, and the thresholds of its
  /// implementation or definition.
  private struct Function {
    var name: String
    var kernel: (Kernels<Double>.Unary, Kernels<Float>.Unary)
    var range: ClosedRange<Double>
    var thresholds: [Double]
    /// The value in a precision above that of the kernel.
    var double: (Double) -> WideValue
    var float: (Double) -> Double
  }

  private static var functions: [Function] {
    let d = Kernels.double
    let f = Kernels.float
    return activations + [
      Function(
        name: "exp", kernel: (d.exp, f.exp), range: -746...710,
        thresholds: [
          709.782_712_893_384, -708.396_418_532_264, -745.133_219_101_941, 88.722_84, -87.336_55,
          -103.972_08, 0.346_573_590_279_973, -103.278_93, 710, -746, 89, -104,
        ],
        double: { Wide.exp($0) }, float: { Foundation.exp($0) }),
      Function(
        name: "log", kernel: (d.log, f.log), range: 0...4,
        thresholds: [1, 0.5.squareRoot(), 2.0.squareRoot(), 0x1p-1022, 0x1p-126, 0x1p1023],
        double: { Wide.log($0) }, float: { Foundation.log($0) }),
      Function(
        name: "tanh", kernel: (d.tanh, f.tanh), range: -23...23,
        thresholds: [0.625, 22, 10, 19.06, 9.01],
        double: { Wide.tanh($0) }, float: { Foundation.tanh($0) }),
      Function(
        name: "sigmoid", kernel: (d.sigmoid, f.sigmoid), range: -746...40,
        thresholds: [
          -708.396_418_532_264, -745.133_219_101_941, -87.336_55, -103.972_08, 36.74, 17.33,
        ],
        double: { Wide.sigmoid($0) },
        float: {
          let z = Foundation.exp(-abs($0))
          return ($0 < 0 ? z : 1) / (1 + z)
        }),
      Function(
        name: "erf", kernel: (d.erf, f.erf), range: -6.5...6.5,
        thresholds: [1, 5.95, 5.92, 3.95, 3.92],
        double: { Wide.erf($0) }, float: { Foundation.erf($0) }),
    ]
  }

  /// Activations that are one function of the C library each, or a sum of two of one sign.
  private static var activations: [Function] {
    [
      Function(
        name: "elu",
        kernel: (
          { bp_activation_f64(BP_ELU, $0, 1, 1, $1, $2) },
          { bp_activation_f32(BP_ELU, $0, 1, 1, $1, $2) }
        ),
        range: -50...1,
        thresholds: [-0.34, -0.346_573_590_279_973, 0],
        double: { $0 > 0 ? WideValue($0) : Wide.expm1($0) },
        float: { $0 > 0 ? $0 : Foundation.expm1($0) }),
      Function(
        name: "softplus",
        kernel: (
          { bp_activation_f64(BP_SOFTPLUS, $0, 1, .infinity, $1, $2) },
          { bp_activation_f32(BP_SOFTPLUS, $0, 1, .infinity, $1, $2) }
        ),
        range: -746...746,
        thresholds: [
          0, -36.74, -708.396_418_532_264, -745.133_219_101_941, -87.336_55, -103.972_08,
        ],
        double: { max(WideValue($0), 0) + Wide.log1p(Wide.exp(-abs($0))) },
        float: { $0.isNaN ? .nan : max($0, 0) + Foundation.log1p(Foundation.exp(-abs($0))) }),
    ]
  }

  func testDoublesAreWithinTwoUlp() throws {
    try XCTSkipUnless(Wide.isWider, "needs a long double wider than a double")
    withEachInstructionSet { isa in
      for function in Self.functions {
        let x = Self.points(function, as: Double.self)
        let y = makeVector(x.count) { function.kernel.0(x, $0, x.count) }
        var worst = (error: 0.0, x: 0.0, y: 0.0)
        for i in x.indices {
          let error = Wide.ulps(y[i], function.double(x[i]))
          if !(error <= worst.error) { worst = (error, x[i], y[i]) }
        }
        XCTAssertLessThanOrEqual(
          worst.error, Self.limit, "\(isa) \(function.name)(\(worst.x)) = \(worst.y)")
        if ProcessInfo.processInfo.environment["BACKPROP_TEST_REPORT"] != nil {
          print("double \(isa) \(function.name): \(worst.error) ulp at \(worst.x)")
        }
      }
    }
  }

  func testFloatsAreWithinTwoUlp() {
    withEachInstructionSet { isa in
      for function in Self.functions {
        // Bit patterns of all exponents, both signs and NaN; a prime step so that all last bits
        // occur.
        #if DEBUG
          let step = 20011
        #else
          let step = 997
        #endif
        var x = Self.points(function, as: Float.self)
        x += stride(from: 0, through: Int(UInt32.max), by: step).map {
          Float(bitPattern: UInt32($0))
        }
        let y = makeVector(x.count) { function.kernel.1(x, $0, x.count) }
        var worst = (error: 0.0, x: Float(0), y: Float(0))
        for i in x.indices {
          let error = Self.ulps(y[i], function.float(Double(x[i])))
          if !(error <= worst.error) { worst = (error, x[i], y[i]) }
        }
        XCTAssertLessThanOrEqual(
          worst.error, Self.limit, "\(isa) \(function.name)(\(worst.x)) = \(worst.y)")
        if ProcessInfo.processInfo.environment["BACKPROP_TEST_REPORT"] != nil {
          print("float \(isa) \(function.name): \(worst.error) ulp at \(worst.x)")
        }
      }
    }
  }

  func testSpecialValues() {
    withEachInstructionSet { isa in
      Self.checkSpecialValues(Double.self, isa, least: .leastNonzeroMagnitude)
      Self.checkSpecialValues(Float.self, isa, least: .leastNonzeroMagnitude)
    }
  }

  private static func checkSpecialValues<T: KernelScalar>(
    _ type: T.Type, _ isa: String, least: T
  ) {
    let k = T.kernels
    let inf = T.infinity
    let huge = T.greatestFiniteMagnitude
    let cases: [(String, Kernels<T>.Unary, [(T, T)])] = [
      ("exp", k.exp, [(0, 1), (-0.0, 1), (inf, inf), (-inf, 0), (huge, inf), (-huge, 0)]),
      ("log", k.log, [(1, 0), (0, -inf), (-0.0, -inf), (inf, inf), (-1, .nan), (-inf, .nan)]),
      ("log", k.log, [(-least, .nan), (-huge, .nan)]),
      ("tanh", k.tanh, [(0, 0), (-0.0, -0.0), (inf, 1), (-inf, -1), (huge, 1), (-huge, -1)]),
      ("tanh", k.tanh, [(least, least), (-least, -least)]),
      ("sigmoid", k.sigmoid, [(0, 0.5), (-0.0, 0.5), (inf, 1), (-inf, 0), (huge, 1), (-huge, 0)]),
      ("sigmoid", k.sigmoid, [(least, 0.5), (-least, 0.5)]),
      ("erf", k.erf, [(0, 0), (-0.0, -0.0), (inf, 1), (-inf, -1), (huge, 1), (-huge, -1)]),
      ("erf", k.erf, [(least, least), (-least, -least)]),
    ]
    for (name, kernel, pairs) in cases {
      for (x, expected) in pairs + [(.nan, .nan), (-.nan, .nan)] {
        let y = makeVector(1) { kernel([x], $0, 1) }[0]
        if expected.isNaN {
          XCTAssertTrue(y.isNaN, "\(isa) \(name)(\(x)) = \(y)")
        } else {
          XCTAssertEqual(y.bits, expected.bits, "\(isa) \(name)(\(x)) = \(y), not \(expected)")
        }
      }
    }
  }

  /// An element's value does not depend on where it is, nor on how many there are: also where a
  /// large vector is cut for several threads.
  func testValuesDoNotDependOnThePosition() {
    withEachInstructionSet { isa in
      Self.checkPositions(Double.self, isa)
      Self.checkPositions(Float.self, isa)
    }
  }

  private static func checkPositions<T: KernelScalar>(_ type: T.Type, _ isa: String) {
    let k = T.kernels
    let x: [T] = randomVector(20_000, in: 0.001...6)
    for (name, kernel) in [
      ("exp", k.exp), ("log", k.log), ("tanh", k.tanh), ("sigmoid", k.sigmoid), ("erf", k.erf),
    ] {
      let whole = makeVector(x.count) { kernel(x, $0, x.count) }
      for n in Array(1...40) + [1000, 16_400] {
        for start in [0, 1, 2, 3, 5, 7, 501] {
          let part = makeVector(n) { kernel(Array(x[start..<start + n]), $0, n) }
          XCTAssertEqual(part, Array(whole[start..<start + n]), "\(isa) \(name) \(n) \(start)")
        }
      }
      var inPlace = x
      inPlace.withUnsafeMutableBufferPointer {
        kernel($0.baseAddress!, $0.baseAddress!, $0.count)
      }
      XCTAssertEqual(inPlace, whole, "\(isa) \(name) in place")
    }
  }

  // MARK: Points and errors

  /// The arguments to test: spread evenly over the range, over all magnitudes, and close to the
  /// thresholds and the powers of two.
  private static func points<T: KernelScalar>(_ function: Function, as type: T.Type) -> [T] {
    #if DEBUG
      let count = 4_000
    #else
      let count = 50_000
    #endif
    var generator = TestGenerator(seed: 7)
    var x: [T] = []
    let range = function.range
    let width = range.upperBound - range.lowerBound
    let central = range.lowerBound / 64...range.upperBound / 64
    for i in 0..<count {
      x.append(T(range.lowerBound + width * (Double(i) + 0.37) / Double(count)))
      x.append(T(Double.random(in: central, using: &generator)))
      let exponent = Int.random(in: -1074...1023, using: &generator)
      let magnitude = T(scalbn(Double.random(in: 1...2, using: &generator), exponent))
      x.append(i % 2 == 0 ? magnitude : -magnitude)
      let near = T(scalbn(Double.random(in: 1...2, using: &generator), exponent / 100))
      x.append(i % 2 == 0 ? near : -near)
    }
    var centres = function.thresholds.map { T($0) }
    for exponent in -1074...1023 { centres.append(T(scalbn(1.0, exponent))) }
    for centre in centres {
      var (up, down) = (centre, centre)
      for _ in 0..<4 {
        x += [up, down, -up, -down]
        up = up.nextUp
        down = down.nextDown
      }
    }
    x += [0, -0.0, .infinity, -.infinity, .nan]
    return x + [.greatestFiniteMagnitude, .leastNormalMagnitude]
  }

  /// The error of a float in units of the last place of the exact value.
  private static func ulps(_ y: Float, _ exact: Double) -> Double {
    let rounded = Float(exact)
    if exact.isNaN || y.isNaN { return exact.isNaN && y.isNaN ? 0 : .infinity }
    if rounded.isInfinite || y.isInfinite { return rounded == y ? 0 : .infinity }
    return abs(Double(y) - exact) / Double(rounded.ulp)
  }
}

#if arch(x86_64)
  /// The reference for doubles: the C library's functions in the 80-bit format, where there is one.
  private typealias WideValue = Float80
#else
  private typealias WideValue = Double
#endif

private enum Wide {
  static let isWider = WideValue.significandBitCount > Double.significandBitCount

  static func exp(_ x: Double) -> WideValue { Foundation.exp(WideValue(x)) }
  static func log(_ x: Double) -> WideValue { Foundation.log(WideValue(x)) }
  static func tanh(_ x: Double) -> WideValue { Foundation.tanh(WideValue(x)) }
  static func expm1(_ x: Double) -> WideValue { Foundation.expm1(WideValue(x)) }
  static func log1p(_ x: WideValue) -> WideValue { Foundation.log1p(x) }
  static func erf(_ x: Double) -> WideValue { Foundation.erf(WideValue(x)) }

  static func sigmoid(_ x: Double) -> WideValue {
    let z = Foundation.exp(-abs(WideValue(x)))
    return (x < 0 ? z : 1) / (1 + z)
  }

  /// The error in units of the last place of the exact value.
  static func ulps(_ y: Double, _ exact: WideValue) -> Double {
    let rounded = Double(exact)
    if exact.isNaN || y.isNaN { return exact.isNaN && y.isNaN ? 0 : .infinity }
    if rounded.isInfinite || y.isInfinite { return rounded == y ? 0 : .infinity }
    return Double(abs(WideValue(y) - exact) / WideValue(rounded.ulp))
  }
}
