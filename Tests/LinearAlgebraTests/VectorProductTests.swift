import LinearAlgebra
import XCTest

/// The other routines of BLAS: gemv, ger, syrk, and those of vectors.
final class VectorProductTests: SeededTestCase {
  func testMatrixVectorProducts() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let epsilon = Scalar.ulpOfOne.asDouble
      for (m, n) in [(1, 1), (1, 7), (7, 1), (5, 3), (33, 65), (200, 101)] {
        let a = Tensor<Scalar>.normal([m, n], using: &generator)
        let x = Tensor<Scalar>.normal([n], using: &generator)
        let start = Tensor<Scalar>.normal([m], using: &generator)
        let product = (NaiveMatrix(a) * NaiveMatrix(x)).values
        let magnitude = (NaiveMatrix(a).magnitudes * NaiveMatrix(x).magnitudes).values
        let bounds = magnitude.map { epsilon * Double(n) * $0 }
        let transposed = a.transposed()
        for operand in [MatrixOperand(a), transposed.transpose] {
          let name = "\(m) x \(n), \(operand.transposition)"
          let result = matvec(operand, x)
          XCTAssertEqual(result.shape, [m], name)
          assertClose(result, product, bounds: bounds, name)
          for (alpha, beta) in [(1.0, 1.0), (-0.5, 2), (0, 1.5), (2, 0)] {
            var y = beta == 0 ? Tensor(shape: [m], repeating: Scalar.nan) : start
            y.addProduct(operand, vector: x, alpha: Scalar(alpha), beta: Scalar(beta))
            let before = start.doubles.map { beta * $0 }
            assertClose(
              y, zip(product, before).map { alpha * $0 + $1 },
              bounds: zip(bounds, before).map { 3 * $0 + 2 * epsilon * $1.magnitude }, name)
          }
        }
        assertBitIdentical(matvec(a, x), matvec(MatrixOperand(a), x))
      }
      assertTensor(matvec(Tensor<Scalar>.zeros([2, 0]), Tensor()), [2], [0, 0])
      assertTensor(matvec(Tensor<Scalar>.zeros([0, 2]), .zeros([2])), [0], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testOuterProducts() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for (m, n) in [(1, 1), (2, 3), (33, 17), (1, 40)] {
        let x = Tensor<Scalar>.normal([m], using: &generator)
        let y = Tensor<Scalar>.normal([n], using: &generator)
        let start = Tensor<Scalar>.normal([m, n], using: &generator)
        var a = start
        a.addOuterProduct(x, y, alpha: 2)
        let products = x.doubles.flatMap { left in y.doubles.map { 2 * left * $0 } }
        assertClose(
          a, zip(start.doubles, products).map(+),
          bounds: zip(start.doubles, products).map {
            2 * Scalar.ulpOfOne.asDouble * ($0.magnitude + $1.magnitude)
          }, "\(m) x \(n)")
      }
      var none = Tensor<Scalar>.zeros([0, 3])
      none.addOuterProduct(Tensor(), .ones([3]))
      assertTensor(none, [0, 3], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testSymmetricProductsFillBothTriangles() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for (n, k) in [(1, 1), (3, 2), (17, 33), (70, 64), (5, 0)] {
        let a = Tensor<Scalar>.normal([n, k], using: &generator)
        let naive = NaiveMatrix(a)
        let product = (naive * naive.transpose).values
        let bounds = (naive.magnitudes * naive.transpose.magnitudes).values.map {
          Scalar.ulpOfOne.asDouble * (2 * Double(k + 2) * $0 + 6)
        }
        let transposed = a.transposed()
        for operand in [MatrixOperand(a), transposed.transpose] {
          let name = "\(n) x \(k), \(operand.transposition)"
          var c = Tensor(shape: [n, n], repeating: Scalar.nan)
          c.addSymmetricProduct(operand, beta: 0)
          assertClose(c, product, bounds: bounds, name)
          assertBitIdentical(c, c.transposed(), name)
          var sum = Tensor<Scalar>.ones([n, n])
          sum.addSymmetricProduct(operand, alpha: -2, beta: 3)
          assertClose(sum, product.map { 3 - 2 * $0 }, bounds: bounds, name)
          assertBitIdentical(sum, sum.transposed(), name)
        }
      }
      var square = Tensor<Scalar>(rows: [[1, 2], [2, 5]])
      square.addSymmetricProduct(square)
      assertTensor(square, [2, 2], [6, 14, 14, 34], "of itself, as it was before")
    }
    for type in bothPrecisions { check(type) }
  }

  func testInnerProducts() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for count in Array(0...40) + [1000] {
        let x = Tensor<Scalar>.normal(Shape(count), using: &generator)
        let y = Tensor<Scalar>.normal(Shape(count), using: &generator)
        let products = zip(x.doubles, y.doubles).map { $0 * $1 }
        XCTAssertEqual(
          dot(x, y).asDouble, products.reduce(0, +),
          accuracy: Double(count) * Scalar.ulpOfOne.asDouble
            * products.reduce(0) { $0 + $1.magnitude }, "\(count)")
      }
      XCTAssertEqual(
        dot(Tensor<Scalar>(rows: [[1, 2]]), Tensor([3, 4])), 11, "shapes don't matter")
      XCTAssertTrue(dot(Tensor<Scalar>([1, .nan]), Tensor([1, 0])).isNaN)
    }
    for type in bothPrecisions { check(type) }
  }

  func testAddingMultiples() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var y = Tensor<Scalar>.counting([2, 3])
      y.add(Tensor<Scalar>.ones([6]), scaledBy: -2)
      assertTensor(y, [2, 3], [-2, -1, 0, 1, 2, 3])
      y.add(Tensor<Scalar>([1, .nan, .infinity, 0, 0, -.infinity]), scaledBy: 1)
      assertTensor(y, [2, 3], [-1, .nan, .infinity, 1, 2, -.infinity])
      y.add(Tensor<Scalar>([0, 0, 0, .nan, .infinity, 0]), scaledBy: 0)
      assertTensor(y, [2, 3], [-1, .nan, .infinity, .nan, .nan, -.infinity], "0 times NaN is NaN")
      var none = Tensor<Scalar>()
      none.add(Tensor(), scaledBy: 1)
      assertTensor(none, [0], [])
      for count in 1...40 {
        let x = Tensor<Scalar>.counting(Shape(count))
        var sum = Tensor<Scalar>.ones(Shape(count))
        sum.add(x, scaledBy: 3)
        assertTensor(sum, x.shape, x.scalars.map { 1 + 3 * $0 })
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testScaling() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for count in 0...40 {
        var x = Tensor<Scalar>.counting(Shape(count))
        x.scale(by: -3)
        assertTensor(x, Shape(count), (0..<count).map { -3 * Scalar($0) })
      }
      for factor: Scalar in [0, -0.0, 2, .nan, .infinity] {
        let values: [Scalar] = [1, -1, .nan, .infinity, 0]
        var x = Tensor(values)
        x.scale(by: factor)
        assertTensor(x, [5], values.map { factor * $0 }, "by \(factor)")
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testNormsDoNotOverflowOrUnderflow() {
    func check<Scalar: BLASScalar>(_: Scalar.Type, _ powers: [Int]) {
      for exponent in powers {
        let unit = Scalar(sign: .plus, exponent: Scalar.Exponent(exponent), significand: 1)
        for count in [1, 2, 5, 64, 1000] {
          let x = Tensor<Scalar>(shape: Shape(count), repeating: 3 * unit)
          let expected = 3 * unit.asDouble * Double(count).squareRoot()
          XCTAssertEqual(
            x.norm().asDouble, expected,
            accuracy: Double(count + 2) * Scalar.ulpOfOne.asDouble * expected,
            "\(count), 2^\(exponent)")
        }
        XCTAssertEqual(
          Tensor<Scalar>([3 * unit, -4 * unit]).norm() / unit, 5, accuracy: 8 * Scalar.ulpOfOne)
      }
      XCTAssertEqual(Tensor<Scalar>().norm(), 0)
      XCTAssertEqual(Tensor<Scalar>.zeros([3]).norm(), 0)
      XCTAssertTrue(Tensor<Scalar>([1, .nan, 2]).norm().isNaN)
      XCTAssertEqual(Tensor<Scalar>([1, .infinity]).norm(), .infinity)
    }
    check(Double.self, [0, 500, 1000, -500, -1000])
    check(Float.self, [0, 60, 120, -60, -120])
  }

  func testAbsoluteSums() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for count in 0...40 {
        let x = Tensor<Scalar>((0..<count).map { Scalar($0 % 2 == 0 ? $0 : -$0) })
        XCTAssertEqual(x.absoluteSum(), Scalar(count * max(0, count - 1) / 2))
      }
      XCTAssertTrue(Tensor<Scalar>([1, .nan]).absoluteSum().isNaN)
      XCTAssertEqual(Tensor<Scalar>([1, -.infinity]).absoluteSum(), .infinity)
    }
    for type in bothPrecisions { check(type) }
  }

  func testIndexOfLargestMagnitudeIsTheFirst() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for count in 1...70 {
        for place in Set([0, count / 2, count - 1]) {
          var x = Tensor<Scalar>.ones(Shape(count))
          x[place] = -2
          XCTAssertEqual(x.indexOfLargestMagnitude(), place, "\(count)")
          if place + 1 < count { x[count - 1] = 2 }
          XCTAssertEqual(x.indexOfLargestMagnitude(), place, "\(count), twice")
          x[place] = .nan
          XCTAssertEqual(x.indexOfLargestMagnitude(), place, "\(count), NaN")
        }
      }
      XCTAssertEqual(Tensor<Scalar>([1, .infinity, .nan, .nan]).indexOfLargestMagnitude(), 2)
      XCTAssertEqual(Tensor<Scalar>([1, -.infinity, .infinity]).indexOfLargestMagnitude(), 1)
      XCTAssertEqual(Tensor<Scalar>(rows: [[0, 0], [0, -1]]).indexOfLargestMagnitude(), 3)
      let huge = Scalar.greatestFiniteMagnitude
      XCTAssertEqual(Tensor<Scalar>([1, huge, -huge, huge]).indexOfLargestMagnitude(), 1)
    }
    for type in bothPrecisions { check(type) }
  }
}
