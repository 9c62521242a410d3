import LinearAlgebra
import XCTest

final class LeastSquaresTests: SeededTestCase {
  private func assertSingular<Scalar>(
    _ a: Tensor<Scalar>, column expected: Int?, _ message: String = "",
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let b = Tensor<Scalar>.ones([a.shape[0], 2])
    XCTAssertThrowsError(try leastSquares(a, b), message, file: file, line: line) { error in
      guard case LinearAlgebraError.singular("leastSquares", let column, let condition) = error
      else {
        XCTFail("\(error). \(message)", file: file, line: line)
        return
      }
      XCTAssertEqual(column, expected, message, file: file, line: line)
      let limit = Double(min(a.shape[0], a.shape[1])) * Scalar.ulpOfOne.asDouble
      XCTAssertLessThan(condition, limit, message, file: file, line: line)
    }
  }

  func testALineThroughPointsOnIt() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      let a = Tensor<Scalar>(rows: [[1, 0], [1, 1], [1, 2]])
      let line = try leastSquares(a, Tensor([1, 3, 5]))
      XCTAssertEqual(line.shape, [2])
      assertClose(line, [1, 2], within: 16 * Scalar.ulpOfOne.asDouble)
    }
    for type in bothPrecisions { try check(type) }
  }

  func testSquareSystemsAreSolved() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      for n in [1, 2, 5, 40] {
        // Strong on the diagonal, so well conditioned; whole numbers, so that B is exact.
        let noise = Tensor<Scalar>.uniform([n, n], in: -3..<4, using: &generator)
        let a =
          Tensor(shape: [n, n], noise.scalars.map { $0.rounded(.down) })
          + Tensor.identity(n) * Scalar(8 * n)
        let x = Tensor<Scalar>.counting([n, 3], from: -4)
        let solution = try leastSquares(a, matmul(a, x))
        assertClose(
          solution, x.doubles, within: Double(4 * n) * Scalar.ulpOfOne.asDouble * x.norm().asDouble,
          "\(n)")
      }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testTheResidualIsOrthogonalToTheColumns() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      for (m, n, k) in [(3, 1, 1), (10, 3, 2), (100, 20, 5), (6, 6, 1)] {
        let a = Tensor<Scalar>.normal([m, n], using: &generator)
        let b = Tensor<Scalar>.normal([m, k], using: &generator)
        let x = try leastSquares(a, b)
        XCTAssertEqual(x.shape, [n, k])
        // The normal equations: A' (A X - B) = 0.
        let naive = NaiveMatrix(a)
        let residual = naive * NaiveMatrix(x) - NaiveMatrix(b)
        let scale = naive.norm * (naive.norm * NaiveMatrix(x).norm + NaiveMatrix(b).norm)
        XCTAssertLessThanOrEqual(
          (naive.transpose * residual).norm, Double(n + 4) * Scalar.ulpOfOne.asDouble * scale,
          "\(m) x \(n), \(k)")
      }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testTooFewEquationsGiveTheSolutionOfLeastNorm() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      let plane = try leastSquares(Tensor<Scalar>(rows: [[1, 2, 2]]), Tensor([9]))
      assertClose(plane, [1, 2, 2], within: 32 * Scalar.ulpOfOne.asDouble)
      for (m, n) in [(2, 5), (10, 30)] {
        let a = Tensor<Scalar>.normal([m, n], using: &generator)
        let b = Tensor<Scalar>.normal([m, 2], using: &generator)
        let x = try leastSquares(a, b)
        XCTAssertEqual(x.shape, [n, 2])
        let unit = 64 * Double(n) * Scalar.ulpOfOne.asDouble
        let residual = NaiveMatrix(a) * NaiveMatrix(x) - NaiveMatrix(b)
        XCTAssertLessThanOrEqual(residual.norm, unit * NaiveMatrix(b).norm, "\(m) x \(n)")
        // Of least norm is what the rows of A span: the part of X orthogonal to them is nothing.
        let rows = NaiveMatrix(try qr(a.transposed()).q)
        let projection = rows * (rows.transpose * NaiveMatrix(x))
        XCTAssertLessThanOrEqual(
          (projection - NaiveMatrix(x)).norm, unit * NaiveMatrix(x).norm, "\(m) x \(n)")
      }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testAVectorIsSolvedAsAMatrixOfOneColumn() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      for (m, n) in [(7, 3), (3, 7)] {
        let a = Tensor<Scalar>.normal([m, n], using: &generator)
        let b = Tensor<Scalar>.normal([m], using: &generator)
        let vector = try leastSquares(a, b)
        let matrix = try leastSquares(a, b.reshaped(to: [m, 1]))
        XCTAssertEqual(matrix.shape, [n, 1])
        assertBitIdentical(vector, matrix.flattened)
      }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testAgreesWithNumpy() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      for fixture in LAPACKFixture.all {
        let a = matrix(fixture.a, Scalar.self)
        let x = try leastSquares(a, matrix(fixture.b, Scalar.self))
        assertClose(
          x, fixture.x.flatMap { $0 }, within: 1024 * Scalar.ulpOfOne.asDouble, "\(a.shape)")
      }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testAZeroColumnIsNamed() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for column in 0..<4 {
        var a = Tensor<Scalar>.normal([6, 4], using: &generator)
        for row in 0..<6 { a[row, column] = 0 }
        assertSingular(a, column: column)
      }
      assertSingular(Tensor<Scalar>(rows: [[1, 0], [0, 0]]), column: 1)
    }
    for type in bothPrecisions { check(type) }
  }

  func testDependentColumnsAreRefused() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      assertSingular(Tensor<Scalar>.zeros([3, 2]), column: nil, "nothing but zeros")
      for (m, n) in [(2, 2), (5, 3), (10, 4), (200, 20)] {
        for _ in 0..<20 {
          var a = Tensor<Scalar>.normal([m, n], using: &generator)
          for row in 0..<m { a[row, n - 1] = a[row, 0] }
          XCTAssertThrowsError(try leastSquares(a, Tensor.ones([m])), "a column twice") {
            guard case LinearAlgebraError.singular = $0 else { return XCTFail("\($0)") }
          }
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testDependentRowsOfTooFewEquationsAreRefused() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var a = Tensor<Scalar>.normal([3, 6], using: &generator)
      for column in 0..<6 { a[1, column] = 0 }
      assertSingular(a, column: nil, "a row of zeros says nothing of columns")
      for column in 0..<6 { a[1, column] = a[0, column] }
      assertSingular(a, column: nil, "a row twice")
    }
    for type in bothPrecisions { check(type) }
  }

  func testBadlyConditionedMatricesAreStillSolved() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      let small = Scalar.ulpOfOne * 64
      let a = Tensor<Scalar>(rows: [[1, 1], [1, 1 + small], [1, 1 - small]])
      let x = try leastSquares(a, Tensor([2, 2, 2]))
      XCTAssertEqual((x[0] + x[1]).asDouble, 2, accuracy: 0.5)
      let tiny = Tensor<Scalar>.identity(3) * (Scalar.leastNormalMagnitude * 4)
      assertClose(
        try leastSquares(tiny, tiny * 2), Tensor<Scalar>.identity(3).doubles.map { 2 * $0 },
        within: 16 * Scalar.ulpOfOne.asDouble, "tiny is not singular")
    }
    for type in bothPrecisions { try check(type) }
  }

  func testNaNAndInfinityAreRefusedWithTheirPosition() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for value: Scalar in [.nan, .infinity] {
        var a = Tensor<Scalar>.normal([3, 2], using: &generator)
        let (vector, matrix) = (
          Tensor<Scalar>([1, 2, value]), Tensor(rows: [[1, 2], [value, 4], [5, 6]])
        )
        func refusal(_ body: () throws -> Tensor<Scalar>) -> LinearAlgebraError? {
          do { _ = try body() } catch { return error as? LinearAlgebraError }
          return nil
        }
        XCTAssertEqual(
          refusal { try leastSquares(a, vector) },
          .notFinite(routine: "leastSquares", argument: "b", row: 2, column: 0))
        XCTAssertEqual(
          refusal { try leastSquares(a, matrix) },
          .notFinite(routine: "leastSquares", argument: "b", row: 1, column: 0))
        a[0, 1] = value
        XCTAssertEqual(
          refusal { try leastSquares(a, vector) },
          .notFinite(routine: "leastSquares", argument: "a", row: 0, column: 1))
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testEmptySystemsHaveZeroSolutions() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      assertTensor(try leastSquares(Tensor<Scalar>.zeros([3, 0]), .ones([3])), [0], [])
      assertTensor(try leastSquares(Tensor<Scalar>.zeros([3, 0]), .ones([3, 2])), [0, 2], [])
      assertTensor(try leastSquares(Tensor<Scalar>.ones([3, 2]), .ones([3, 0])), [2, 0], [])
      assertTensor(try leastSquares(Tensor<Scalar>.zeros([0, 2]), Tensor()), [2], [0, 0])
    }
    for type in bothPrecisions { try check(type) }
  }

  func testErrorsInWords() {
    func words(_ error: LinearAlgebraError) -> String { "\(error)" }
    XCTAssertEqual(
      words(.notFinite(routine: "qr", argument: "a", row: 2, column: 1)),
      "qr: a holds a value that is not finite at row 2, column 1")
    XCTAssertEqual(
      words(.singular(routine: "leastSquares", column: 3, reciprocalCondition: 0)),
      "leastSquares: the matrix is singular to working precision: column 3 depends on the columns "
        + "before it, reciprocal condition number 0.0")
    XCTAssertEqual(
      words(.singular(routine: "leastSquares", column: nil, reciprocalCondition: 1e-17)),
      "leastSquares: the matrix is singular to working precision: reciprocal condition number 1e-17"
    )
    XCTAssertEqual(
      words(.illegalArgument(routine: "gels", argument: 4)), "gels: argument 4 is illegal")
    XCTAssertEqual(words(.outOfMemory(routine: "gels")), "gels: no memory for the working space")
  }
}
