import CVectorMath
import XCTest

/// Element-wise kernels and reductions against plain loops, in both precisions and for every
/// instruction set.
final class VectorMathKernelTests: XCTestCase {
  /// Around the widths of vectors and their multiples, and past where work goes to several threads.
  static let sizes = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1000]
  static let largeSizes = [70_001, 300_003]

  private func forEachPrecisionAndSet(
    _ double: (String) -> Void, _ float: (String) -> Void
  ) {
    withEachInstructionSet { isa in
      double("double, \(isa)")
      float("float, \(isa)")
    }
  }

  // MARK: Element-wise

  func testElementWise() {
    forEachPrecisionAndSet(
      { checkElementWise(Double.self, $0) }, { checkElementWise(Float.self, $0) })
  }

  private func checkElementWise<T: KernelScalar>(_ type: T.Type, _ isa: String) {
    let k = T.kernels
    let alpha: T = 1.5
    let beta: T = -0.25
    typealias Kernel = (Kernels<T>.In, Kernels<T>.In, Kernels<T>.Out, Int) -> Void
    func unary(_ kernel: @escaping Kernels<T>.Unary) -> Kernel { { a, _, y, n in kernel(a, y, n) } }

    let cases: [(name: String, kernel: Kernel, reference: (Double, Double) -> Double)] = [
      ("sqrt", unary(k.sqrt), { a, _ in a.squareRoot() }),
      ("abs", unary(k.abs), { a, _ in abs(a) }),
      ("negate", unary(k.negate), { a, _ in -a }),
      ("square", unary(k.square), { a, _ in a * a }),
      ("reciprocal", unary(k.reciprocal), { a, _ in 1 / a }),
      ("copy", unary(k.copy), { a, _ in a }),
      ("add", k.add, { $0 + $1 }),
      ("subtract", k.subtract, { $0 - $1 }),
      ("multiply", k.multiply, { $0 * $1 }),
      ("divide", k.divide, { $0 / $1 }),
      ("minimum", k.minimum, { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }),
      ("maximum", k.maximum, { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }),
      ("tanhBackward", k.tanhBackward, { y, g in g * (1 - y * y) }),
      ("sigmoidBackward", k.sigmoidBackward, { y, g in g * y * (1 - y) }),
      ("relu", { k.leakyRelu($0, 0, $2, $3) }, { a, _ in a <= 0 ? 0 : a }),
      ("leakyRelu", { k.leakyRelu($0, alpha, $2, $3) }, { a, _ in a > 0 ? a : 1.5 * a }),
      (
        "reluBackward", { k.leakyReluBackward($0, $1, 0, $2, $3) },
        { x, g in x > 0 ? g : (x <= 0 ? 0 : .nan) }
      ),
      (
        "leakyReluBackward", { k.leakyReluBackward($0, $1, alpha, $2, $3) },
        { x, g in x > 0 ? g : (x < 0 ? 1.5 * g : (x == 0 ? 0 : .nan)) }
      ),
      ("fill", { k.fill(alpha, $2, $3) }, { _, _ in 1.5 }),
      ("affine", { k.affine($0, alpha, beta, $2, $3) }, { a, _ in 1.5 * a - 0.25 }),
      (
        "scaleDifference", { k.scaleDifference($0, $1, alpha, $2, $3) },
        { a, b in 1.5 * (a - b) }
      ),
      ("divideScalar", { k.divideScalar(alpha, $0, $2, $3) }, { a, _ in 1.5 / a }),
      (
        "clamp", { k.clamp($0, beta, alpha, $2, $3) },
        { a, _ in a < -0.25 ? -0.25 : (a > 1.5 ? 1.5 : a) }
      ),
      (
        "axpby",
        { a, b, y, n in
          k.copy(b, y, n)
          k.axpby(alpha, a, beta, y, n)
        }, { a, b in 1.5 * a - 0.25 * b }
      ),
      ("axpby with beta 0", { k.axpby(alpha, $0, 0, $2, $3) }, { a, _ in 1.5 * a }),
    ]
    for n in Self.sizes {
      var a: [T] = randomVector(n, seed: 2)
      var b: [T] = randomVector(n, seed: 3)
      // Everything special meets everything else.
      let special: [T] = [0, -0.0, .infinity, -.infinity, .nan, 1, -1]
      if n == 1000 {
        for i in special.indices {
          for j in special.indices {
            a[i * special.count + j] = special[i]
            b[i * special.count + j] = special[j]
          }
        }
      }
      for (name, kernel, reference) in cases {
        let y: [T] = makeVector(n) { kernel(a, b, $0, n) }
        let expected = zip(a, b).map { reference(Double($0), Double($1)) }
        assertClose(y, expected, errors: 2, scale: 4, "\(isa) \(name) \(n)")
        // In place of the first operand.
        var inPlace = a + [0]
        inPlace.withUnsafeMutableBufferPointer {
          kernel($0.baseAddress!, b, $0.baseAddress!, n)
        }
        if !name.hasPrefix("axpby") {
          XCTAssertEqual(
            inPlace.prefix(n).map(\.bits), y.map(\.bits), "\(isa) \(name) \(n) in place")
        }
      }
    }
    // Large work, which is cut for several threads, gives what small work gives for its parts.
    let n = Self.largeSizes[1]
    let a: [T] = randomVector(n, in: 0.125...3, seed: 2)
    let b: [T] = randomVector(n, seed: 3)
    for (name, kernel, _) in cases {
      let whole: [T] = makeVector(n) { kernel(a, b, $0, n) }
      let parts: [T] = makeVector(n) { y in
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            for i in stride(from: 0, to: n, by: 10_001) {
              let count = min(10_001, n - i)
              kernel(a.baseAddress! + i, b.baseAddress! + i, y + i, count)
            }
          }
        }
      }
      XCTAssertTrue(whole == parts, "\(isa) \(name)")
    }
    // The zeros of the rectifier are positive.
    let zeros: [T] = makeVector(4) { k.leakyRelu([-0.0, -1, -.infinity, 0], 0, $0, 4) }
    XCTAssertEqual(zeros.map(\.bits), [0, 0, 0, 0])
    let gradients: [T] = makeVector(4) {
      k.leakyReluBackward([-0.0, -1, -.infinity, 0], [-1, -1, .infinity, -1], 0, $0, 4)
    }
    XCTAssertEqual(gradients.map(\.bits), [0, 0, 0, 0])
  }

  // MARK: Reductions

  func testReductions() {
    forEachPrecisionAndSet(
      { checkReductions(Double.self, $0) }, { checkReductions(Float.self, $0) })
  }

  private func checkReductions<T: KernelScalar>(_ type: T.Type, _ isa: String) {
    let k = T.kernels
    for n in Self.sizes + Self.largeSizes {
      let a: [T] = randomVector(n, seed: 4)
      let b: [T] = randomVector(n, seed: 5)
      let size = Double(n)
      func check(_ name: String, _ value: T, _ expected: Double, scale: Double) {
        assertClose([value], [expected], errors: 16, scale: scale, "\(isa) \(name) \(n)")
      }
      let doubles = a.map { Double($0) }
      check("sum", k.sum(a, n), doubles.accurateSum, scale: size.squareRoot())
      check(
        "sumOfSquares", k.sumOfSquares(a, n), doubles.map { $0 * $0 }.accurateSum,
        scale: 1)
      check(
        "squaredDistance", k.squaredDistance(a, b, n),
        zip(a, b).map {
          let difference = Double($0 - $1)
          return difference * difference
        }.accurateSum, scale: 1)
      XCTAssertEqual(k.firstNonFinite(a, n), -1)
      if n == 0 {
        XCTAssertEqual(k.sum(a, 0), 0)
      } else {
        XCTAssertEqual(k.min(a, n), a.min())
        XCTAssertEqual(k.max(a, n), a.max())
        XCTAssertEqual(k.argmin(a, n), a.firstIndex(of: a.min()!))
        XCTAssertEqual(k.argmax(a, n), a.firstIndex(of: a.max()!))
      }
    }
  }

  func testReductionsFindTheFirstOfEqualsAndPropagateNaN() {
    forEachPrecisionAndSet(
      { checkExtremes(Double.self, $0) }, { checkExtremes(Float.self, $0) })
  }

  private func checkExtremes<T: KernelScalar>(_ type: T.Type, _ isa: String) {
    let k = T.kernels
    for n in Self.sizes.dropFirst() + [140_000] {
      for index in Set([0, n / 3, n / 2, n - 1]) {
        var x = [T](repeating: 1, count: n)
        XCTAssertEqual(k.argmax(x, n), 0)
        x[index] = 2
        XCTAssertEqual(k.argmax(x, n), index, "\(isa) \(n)")
        x[n - 1] = 2
        XCTAssertEqual(k.argmax(x, n), index, "\(isa) \(n)")
        x[index] = -2
        XCTAssertEqual(k.argmin(x, n), index, "\(isa) \(n)")
        for special in [T.infinity, -T.infinity, T.nan] {
          x[index] = special
          XCTAssertEqual(k.firstNonFinite(x, n), index, "\(isa) \(n)")
        }
        XCTAssertTrue(k.min(x, n).isNaN && k.max(x, n).isNaN, "\(isa) \(n)")
        XCTAssertTrue(k.sum(x, n).isNaN)
        XCTAssertEqual(k.argmin(x, n), index, "\(isa) \(n)")
        XCTAssertEqual(k.argmax(x, n), index, "\(isa) \(n)")
      }
    }
  }

  /// The order of a sum depends on how many there are: not on their address, nor on the threads.
  func testSumsAreTheSameBitsEachTimeAndAtAnyAddress() {
    forEachPrecisionAndSet({ checkBits(Double.self, $0) }, { checkBits(Float.self, $0) })
  }

  private func checkBits<T: KernelScalar>(_ type: T.Type, _ isa: String) {
    let k = T.kernels
    for n in [13, 1000, 70_001, 300_003] {
      let x: [T] = randomVector(n, seed: 6)
      let expected = [k.sum(x, n), k.sumOfSquares(x, n), k.squaredDistance(x, x.reversed(), n)]
      for shift in 0..<5 {
        let shifted = [T](repeating: 9, count: shift) + x
        let reversed = Array(x.reversed())
        shifted.withUnsafeBufferPointer {
          let pointer = $0.baseAddress! + shift
          let distance = k.squaredDistance(pointer, reversed, n)
          XCTAssertEqual(
            [k.sum(pointer, n), k.sumOfSquares(pointer, n), distance], expected,
            "\(isa) \(n) \(shift)")
        }
      }
    }
  }

  // MARK: Optimizers

  func testOptimizerSteps() {
    forEachPrecisionAndSet(
      { checkOptimizers(Double.self, $0) }, { checkOptimizers(Float.self, $0) })
  }

  private func checkOptimizers<T: KernelScalar>(_ type: T.Type, _ isa: String) {
    let k = T.kernels
    let (rate, momentum, dampening) = (0.125, 0.5, 0.25)
    for n in [0, 1, 7, 17, 65, 1000, 40_000] {
      let p: [T] = randomVector(n, seed: 7)
      let g: [T] = randomVector(n, seed: 8)
      let m: [T] = randomVector(n, seed: 9)
      let v: [T] = randomVector(n, in: 0...2, seed: 10)
      let indices = 0..<n

      for (decay, nesterov, first) in [
        (0.0, false, false), (0.5, false, true), (0.5, true, false), (0.0, true, true),
      ] {
        var velocity = first ? [T](repeating: .nan, count: n) : m
        var expectedVelocity: [Double] = []
        let expected = indices.map { i in
          let gradient = Double(g[i]) + decay * Double(p[i])
          let next =
            first ? gradient : momentum * Double(m[i]) + (1 - dampening) * gradient
          expectedVelocity.append(next)
          return Double(p[i]) - rate * (nesterov ? gradient + momentum * next : next)
        }
        let name = "\(isa) sgd \(n) \(decay) \(nesterov) \(first)"
        var y = p
        k.sgdStep(
          &y, g, &velocity, T(rate), T(momentum), T(dampening), T(decay), nesterov ? 1 : 0,
          first ? 1 : 0, n)
        assertClose(y, expected, scale: 1, name)
        assertClose(velocity, expectedVelocity, scale: 1, name)
        y = p
        k.sgdStep(&y, g, nil, T(rate), 0, 0, T(decay), 0, first ? 1 : 0, n)
        assertClose(
          y, indices.map { Double(p[$0]) - rate * (Double(g[$0]) + decay * Double(p[$0])) },
          scale: 1, name)
      }

      for (decay, decoupled) in [(0.0, false), (0.5, false), (0.5, true)] {
        let (beta1, beta2, epsilon) = (0.75, 0.875, 0.0078125)
        let (correction1, correction2) = (1 - beta1 * beta1, 1 - beta2 * beta2)
        var (expectedM, expectedV) = ([Double](), [Double]())
        let expected = indices.map { i in
          var (p, g) = (Double(p[i]), Double(g[i]))
          if decoupled { p -= rate * decay * p } else { g += decay * p }
          expectedM.append(beta1 * Double(m[i]) + (1 - beta1) * g)
          expectedV.append(beta2 * Double(v[i]) + (1 - beta2) * g * g)
          let root = expectedV[i].squareRoot() / correction2.squareRoot()
          return p - rate / correction1 * expectedM[i] / (root + epsilon)
        }
        var (y, newM, newV) = (p, m, v)
        k.adamStep(
          &y, g, &newM, &newV, T(rate), T(beta1), T(beta2), T(epsilon), T(decay),
          decoupled ? 1 : 0, T(correction1), T(correction2), n)
        let name = "\(isa) adam \(n) \(decay) \(decoupled)"
        assertClose(y, expected, scale: 4, name)
        assertClose(newM, expectedM, scale: 1, name)
        assertClose(newV, expectedV, scale: 1, name)
      }
    }
  }
}
