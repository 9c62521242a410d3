import LinearAlgebra
import XCTest

final class QRTests: SeededTestCase {
  /// Asserts that Q R is A to rounding, that Q has orthonormal columns and R is upper triangular.
  private func assertDecomposes<Scalar>(
    _ a: Tensor<Scalar>, _ message: String = "", file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let (q, r) = try qr(a)
    let (m, n, k) = (a.shape[0], a.shape[1], min(a.shape[0], a.shape[1]))
    XCTAssertEqual(q.shape, [m, k], message, file: file, line: line)
    XCTAssertEqual(r.shape, [k, n], message, file: file, line: line)
    for row in 0..<k {
      for column in 0..<min(row, n) {
        XCTAssertEqual(r[row, column], 0, "below the diagonal. \(message)", file: file, line: line)
      }
    }
    let unit = Double(max(m, n) + 6) * Scalar.ulpOfOne.asDouble
    let (naiveQ, naiveA) = (NaiveMatrix(q), NaiveMatrix(a))
    let residual = (naiveQ * NaiveMatrix(r) - naiveA).norm
    XCTAssertLessThanOrEqual(residual, unit * naiveA.norm, message, file: file, line: line)
    let departure = (naiveQ.transpose * naiveQ - .identity(k)).norm
    XCTAssertLessThanOrEqual(
      departure, unit * Double(k).squareRoot(), message, file: file, line: line)
  }

  func testMatricesOfAllShapesDecompose() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      for (m, n) in [
        (1, 1), (2, 2), (5, 5), (64, 64), (5, 1), (1, 5), (7, 3), (3, 7), (100, 20), (20, 100),
        (129, 67),
      ] { try assertDecomposes(Tensor<Scalar>.normal([m, n], using: &generator), "\(m) x \(n)") }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testSpecialMatricesDecompose() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      try assertDecomposes(Tensor<Scalar>.identity(6))
      try assertDecomposes(Tensor<Scalar>.zeros([4, 3]))
      try assertDecomposes(Tensor<Scalar>(rows: [[-3]]))
      try assertDecomposes(Tensor<Scalar>(rows: [[1, 2], [2, 4], [3, 6]]), "rank 1")
      let thin = Tensor<Scalar>.normal([12, 2], using: &generator)
      try assertDecomposes(matmul(thin, .normal([2, 9], using: &generator)), "rank 2")
      let tiny = Scalar.leastNormalMagnitude * 1024
      try assertDecomposes(Tensor<Scalar>.identity(3) * tiny + tiny, "tiny")
    }
    for type in bothPrecisions { try check(type) }
  }

  func testADependentColumnLeavesASmallDiagonal() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      var a = Tensor<Scalar>.normal([9, 4], using: &generator)
      for row in 0..<9 { a[row, 2] = a[row, 0] - 2 * a[row, 1] }
      let r = try qr(a).r
      XCTAssertLessThan(r[2, 2].magnitude, 32 * Scalar.ulpOfOne * a.norm())
      XCTAssertGreaterThan(r[3, 3].magnitude, 0.01)
    }
    for type in bothPrecisions { try check(type) }
  }

  func testAgreesWithNumpy() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      for fixture in LAPACKFixture.all {
        let a = matrix(fixture.a, Scalar.self)
        let (q, r) = try qr(a)
        // The signs of a column of Q and the same row of R are free: made those of the fixtures.
        let signs: [Scalar] = (0..<r.shape[0]).map { r[$0, $0] < 0 ? -1 : 1 }
        let tolerance = 256 * Scalar.ulpOfOne.asDouble
        assertClose(q * Tensor(signs), fixture.q.flatMap { $0 }, within: tolerance, "\(a.shape)")
        let column = Tensor(shape: [signs.count, 1], signs)
        assertClose(r * column, fixture.r.flatMap { $0 }, within: tolerance, "\(a.shape)")
      }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testEmptyMatricesDecompose() throws {
    func check<Scalar: BLASScalar>(_: Scalar.Type) throws {
      for (m, n) in [(0, 0), (3, 0), (0, 3)] {
        let (q, r) = try qr(Tensor<Scalar>.zeros([m, n]))
        assertTensor(q, [m, 0], [])
        assertTensor(r, [0, n], [])
      }
    }
    for type in bothPrecisions { try check(type) }
  }

  func testNaNAndInfinityAreRefusedWithTheirPosition() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for value: Scalar in [.nan, .infinity, -.infinity] {
        var a = Tensor<Scalar>.ones([4, 3])
        a[2, 1] = value
        a[3, 0] = value
        XCTAssertThrowsError(try qr(a)) { error in
          XCTAssertEqual(
            error as? LinearAlgebraError,
            .notFinite(routine: "qr", argument: "a", row: 2, column: 1))
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testTheArgumentIsLeftAlone() throws {
    let a = Tensor<Double>(rows: [[1, 2], [3, 4]])
    _ = try qr(a)
    assertTensor(a, [2, 2], [1, 2, 3, 4])
  }
}
