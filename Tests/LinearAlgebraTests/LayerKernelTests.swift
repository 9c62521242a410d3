import CVectorMath
import Foundation
import XCTest

/// The kernels of activations, features and losses against the plainest code, for every instruction
/// set and at sizes around those of vectors and cuts.
final class LayerKernelTests: XCTestCase {
  private let sizes = Array(0...40) + [1000, 4097, 40_000]

  private func activation(
    _ kind: bp_activation, _ x: [Double], s: Double = 0, t: Double = 0
  ) -> [Double] {
    makeVector(x.count) { bp_activation_f64(kind, x, s, t, $0, x.count) }
  }

  private func derivative(
    _ kind: bp_activation, _ x: [Double], s: Double = 0, t: Double = 0
  ) -> [Double] {
    let ones = [Double](repeating: 1, count: x.count)
    return makeVector(x.count) { bp_activation_backward_f64(kind, x, ones, s, t, $0, x.count) }
  }

  #if arch(x86_64)
    /// The bounds that vector_math.h states.
    func testAccuracyOfGatedActivations() {
      let x = (-8000...8000).map { Double($0) / 200 + 1e-4 }
      withEachInstructionSet { isa in
        for (kind, errors) in [(BP_SILU, 4.0), (BP_GELU_TANH, 4)] {
          let expected = x.map { x -> Double in
            let u =
              kind == BP_SILU
              ? Float80(x) : 2 * (2 / Float80.pi).squareRoot() * (Float80(x) + 0.044715 * x80(x))
            return Double(Float80(x) / (1 + Foundation.exp(-u)))
          }
          // The exponent u has an error of its own, which exp magnifies by |u|.
          for (index, (value, exact)) in zip(activation(kind, x), expected).enumerated() {
            let ulps = abs(value - exact) / max(exact.ulp, .leastNormalMagnitude)
            let bound = kind == BP_SILU ? errors : errors + abs(x[index] * x[index] * x[index])
            XCTAssertLessThanOrEqual(ulps, bound, "\(isa) \(kind.rawValue) \(x[index])")
          }
        }
        let gelu = activation(BP_GELU, x)
        for (index, x) in x.enumerated() {
          let exact = Double(
            Float80(x) * Foundation.erfc(-Float80(x) / Float80(2).squareRoot()) / 2)
          XCTAssertLessThanOrEqual(abs(gelu[index] - exact), x.ulp, "\(isa) gelu \(x)")
        }
      }
    }

    private func x80(_ x: Double) -> Float80 { Float80(x) * Float80(x) * Float80(x) }
  #endif

  /// Limits, kinks and what is no number.
  func testSpecialValues() {
    withEachInstructionSet { isa in
      let x: [Double] = [-.infinity, -1e308, -1e4, 0, 1e4, 1e308, .infinity, .nan]
      func check(
        _ name: String, _ actual: [Double], _ expected: [Double], line: UInt = #line
      ) {
        for (a, e) in zip(actual, expected) {
          XCTAssert(a == e || (a.isNaN && e.isNaN), "\(isa) \(name): \(actual)", line: line)
        }
      }
      for kind in [BP_GELU, BP_GELU_TANH, BP_SILU] {
        check(
          "\(kind.rawValue)", activation(kind, x), [0, 0, 0, 0, 1e4, 1e308, .infinity, .nan])
        check(
          "\(kind.rawValue), backward", derivative(kind, x), [0, 0, 0, 0.5, 1, 1, 1, .nan])
      }
      check("elu", activation(BP_ELU, x, s: 2, t: 1), [-2, -2, -2, 0] + x[4...])
      check("softplus", activation(BP_SOFTPLUS, x, s: 1, t: 20), [0, 0, 0, log(2)] + x[4...])
      check(
        "softplus, backward", derivative(BP_SOFTPLUS, x, s: 1, t: 20),
        [0, 0, 0, 0.5, 1, 1, 1, .nan])
      check("clamp", activation(BP_CLAMP, x, s: -1, t: 2), [-1, -1, -1, 0, 2, 2, 2, .nan])
      check(
        "clamp, backward", derivative(BP_CLAMP, [-1.5, -1, 0, 2, 3, .nan], s: -1, t: 2),
        [0, 0, 1, 0, 0, .nan])
      check(
        "prelu, backward", derivative(BP_PRELU, [-1, 0, 1, .nan], s: 0.3), [0.3, 0.3, 1, .nan])
    }
  }

  /// An element's value does not depend on where it is.
  func testValuesDoNotDependOnThePosition() {
    let x: [Double] = randomVector(20_000)
    withEachInstructionSet { isa in
      for raw in BP_ELU.rawValue...BP_PRELU.rawValue {
        let kind = bp_activation(rawValue: raw)
        let whole = activation(kind, x, s: 0.7, t: 1.5)
        for n in sizes where n + 501 <= x.count {
          for start in [0, 1, 501] {
            let part = activation(kind, Array(x[start..<start + n]), s: 0.7, t: 1.5)
            XCTAssertEqual(part, Array(whole[start..<start + n]), "\(isa) \(raw) \(n)")
          }
        }
      }
    }
  }

  /// Sums for each feature, at shapes on either side of the cuts.
  func testFeatureSums() {
    withEachInstructionSet { isa in
      for (rows, columns) in [(0, 3), (1, 1), (7, 5), (300, 9), (2000, 40), (120, 400), (3, 70)] {
        let count = rows * columns
        let (a, b): ([Double], [Double]) = (
          randomVector(count, seed: 1), randomVector(count, seed: 2)
        )
        let (p, y): ([Double], [Double]) = (
          randomVector(columns, seed: 3), randomVector(columns, seed: 4)
        )
        let terms: [(bp_feature_sum, (Double, Double, Double) -> Double)] = [
          (BP_SUM_OF_PRODUCTS, { a, b, _ in a * b }),
          (BP_SUM_OF_SQUARED_DEVIATIONS, { a, _, p in (a - p) * (a - p) }),
          (BP_SUM_OF_PRELU_SLOPES, { a, b, _ in a > 0 ? 0 : a * b }),
        ]
        for (kind, term) in terms {
          for beta in [0.0, 1, 0.5] {
            let expected = (0..<columns).map { c in
              (0..<rows).map { r in term(a[r * columns + c], b[r * columns + c], p[c]) }
                .accurateSum + beta * y[c]
            }
            let actual = makeVector(columns) { out in
              for c in 0..<columns { out[c] = beta == 0 ? .nan : y[c] }
              bp_feature_sum_f64(kind, a, b, p, beta, out, rows, columns)
            }
            assertClose(
              actual, expected, errors: 40, scale: Double(rows + 1).squareRoot() * 9,
              "\(isa) sum \(kind.rawValue) of [\(rows), \(columns)]")
          }
        }
      }
    }
  }

  /// Losses are the sums of their terms, and gradients differ from them by nothing but alpha.
  func testElementLosses() {
    withEachInstructionSet { isa in
      for (rows, columns) in [(1, 1), (7, 5), (300, 9), (20, 3000), (5000, 8)] {
        let count = rows * columns
        let (x, t): ([Double], [Double]) = (
          randomVector(count, seed: 1), randomVector(count, in: 0...1, seed: 2)
        )
        let w: [Double] = randomVector(columns, in: 0.5...2, seed: 3)
        let terms = zip(x, t).enumerated().map { index, pair in
          w[index % columns] * abs(pair.0 - pair.1)
        }
        let sum = bp_element_loss_f64(
          BP_ABSOLUTE_ERROR, x, t, w, nil, 0, 0, nil, rows, columns)
        assertClose([sum], [terms.accurateSum], errors: 40, "\(isa) [\(rows), \(columns)]")
        let gradient = makeVector(count) {
          _ = bp_element_loss_f64(BP_ABSOLUTE_ERROR, x, t, w, nil, 0, 3, $0, rows, columns)
        }
        let signs = zip(x, t).enumerated().map { index, pair in
          3 * w[index % columns] * (pair.0 > pair.1 ? 1 : -1)
        }
        XCTAssertEqual(gradient, signs, isa)
      }
    }
  }
}
