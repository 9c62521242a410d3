import LinearAlgebra
import XCTest

/// Matrix products (BLAS: gemm).
final class ProductTests: SeededTestCase {
  /// Rows, columns and inner length: trivial, empty, odd, prime, and past the work from which a
  /// product is cut into tiles (tall, wide, and in both directions).
  private let sizes: [(m: Int, n: Int, k: Int)] = [
    (1, 1, 1), (1, 5, 3), (5, 1, 3), (3, 4, 0), (0, 4, 3), (4, 0, 3), (0, 0, 0), (2, 2, 2),
    (3, 3, 1), (17, 13, 19), (31, 37, 29), (64, 64, 64), (101, 103, 97), (259, 40, 61),
    (40, 259, 61), (67, 131, 71),
  ]

  private let tiledSizes: [(m: Int, n: Int, k: Int)] = [
    (101, 103, 97), (259, 40, 61), (40, 259, 61), (67, 131, 71), (131, 67, 71), (257, 300, 17),
  ]

  /// A matrix as an operand that is stored as it is or transposed.
  private func operand<Scalar>(
    _ matrix: Tensor<Scalar>, _ transposition: Transposition
  ) -> MatrixOperand<Scalar> {
    transposition == .none ? MatrixOperand(matrix) : matrix.transposed().transpose
  }

  func testProductsInAllTranspositionsWithFactors() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let epsilon = Scalar.ulpOfOne.asDouble
      for (m, n, k) in sizes {
        let a = Tensor<Scalar>.normal([m, k], using: &generator)
        let b = Tensor<Scalar>.normal([k, n], using: &generator)
        let start = Tensor<Scalar>.normal([m, n], using: &generator)
        let product = (NaiveMatrix(a) * NaiveMatrix(b)).values
        let magnitude = (NaiveMatrix(a).magnitudes * NaiveMatrix(b).magnitudes).values
        for (alpha, beta) in [(1.0, 1.0), (-0.5, 2), (0, 1.5), (2, 0)] {
          // With beta 0 what stood there doesn't matter.
          let c = beta == 0 ? Tensor(shape: [m, n], repeating: Scalar.nan) : start
          let before = start.doubles.map { beta == 0 ? 0 : beta * $0 }
          let expected = zip(product, before).map { alpha * $0 + $1 }
          let bounds = zip(magnitude, before).map {
            epsilon * (Double(k) * abs(alpha) * $0 + 2 * ($1.magnitude + abs(alpha) * $0))
          }
          for transposeA in Transposition.allCases {
            for transposeB in Transposition.allCases {
              var result = c
              result.addProduct(
                operand(a, transposeA), operand(b, transposeB), alpha: Scalar(alpha),
                beta: Scalar(beta))
              assertClose(
                result, expected, bounds: bounds,
                "\(m) x \(n), \(k) inner, \(transposeA), \(transposeB), \(alpha), \(beta)")
            }
          }
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testEveryFormOfAProductIsTheSame() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let a = Tensor<Scalar>.normal([5, 7], using: &generator)
      let b = Tensor<Scalar>.normal([7, 3], using: &generator)
      let expected = matmul(a, b)
      XCTAssertEqual(expected.shape, [5, 3])
      let (aT, bT) = (a.transposed(), b.transposed())
      let tolerance = 32 * Scalar.ulpOfOne.asDouble
      for other in [
        matmul(aT.transpose, b), matmul(a, bT.transpose), matmul(aT.transpose, bT.transpose),
      ] {
        XCTAssertEqual(other.shape, [5, 3])
        assertClose(other, expected.doubles, within: tolerance)
      }
      assertBitIdentical(matmul(a.transpose.transpose, b), expected)
      var set = Tensor<Scalar>()
      set.setProduct(a, b)
      assertBitIdentical(set, expected)
      set.setProduct(aT.transpose, b, alpha: 2)
      assertClose(set, expected.doubles.map { 2 * $0 }, within: 2 * tolerance)
      set.setProduct(a, bT.transpose, alpha: -1)
      assertClose(set, expected.doubles.map { -$0 }, within: tolerance)
      set.addProduct(a, b)
      assertClose(set, Array(repeating: 0, count: 15), within: 2 * tolerance)
      set.addProduct(aT.transpose, b, beta: 0)
      set.addProduct(a, bT.transpose)
      assertClose(set, expected.doubles.map { 2 * $0 }, within: 4 * tolerance)
    }
    for type in bothPrecisions { check(type) }
  }

  func testOperandsKnowTheirRowsAndColumns() {
    let matrix = Tensor<Double>.zeros([2, 3])
    XCTAssertEqual(matrix.transpose.rows, 3)
    XCTAssertEqual(matrix.transpose.columns, 2)
    XCTAssertEqual(matrix.transpose.transpose.rows, 2)
  }

  func testProductsOfEmptyMatrices() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      func empty(_ rows: Int, _ columns: Int) -> Tensor<Scalar> { .zeros([rows, columns]) }
      assertTensor(matmul(empty(2, 0), empty(0, 2)), [2, 2], [0, 0, 0, 0])
      assertTensor(matmul(empty(0, 3), empty(3, 2)), [0, 2], [])
      assertTensor(matmul(empty(3, 0).transpose, empty(3, 2)), [0, 2], [])
      var c = Tensor<Scalar>(rows: [[.nan, 1]])
      c.addProduct(empty(1, 0), empty(0, 2), beta: 2)
      assertTensor(c, [1, 2], [.nan, 2], "no products to add")
      c.addProduct(empty(1, 0), empty(0, 2), beta: 0)
      assertTensor(c, [1, 2], [0, 0])
    }
    for type in bothPrecisions { check(type) }
  }

  func testNaNAndInfinityOfAnOperandReachTheirRowsAndColumns() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for size in [3, 20, 90] {
        var a = Tensor<Scalar>.ones([size, size])
        let b = Tensor<Scalar>.ones([size, size])
        a[1, 2] = .nan
        a[2, 0] = .infinity
        let product = matmul(a, b)
        for row in 0..<size {
          let value = product[row, size - 1]
          switch row {
          case 1: XCTAssertTrue(value.isNaN, "\(size)")
          case 2: XCTAssertEqual(value, .infinity, "\(size)")
          default: XCTAssertEqual(value, Scalar(size), "\(size)")
          }
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testTheResultOfASharedOperandIsItsOwn() {
    var square = Tensor<Double>(rows: [[1, 2], [3, 4]])
    square.addProduct(square, square)
    assertTensor(square, [2, 2], [8, 12, 18, 26])
    square.setProduct(square.transpose, square)
    assertTensor(square, [2, 2], [388, 564, 564, 820])
  }

  func testLargeProductsAreCutIntoTiles() {
    let memory = Tensor<Double>.zeros([1])
    var target = memory
    func tiles(_ m: Int, _ n: Int, _ k: Int) -> Int {
      TiledProduct(
        .none, .none, m, n, k, 1, memory.pointer, k, memory.pointer, n, 0, target.mutablePointer(),
        n
      ).tileCount
    }
    XCTAssertEqual(tiles(50, 50, 50), 1)
    XCTAssertEqual(tiles(1, 1, 1), 1)
    for (m, n, k) in tiledSizes { XCTAssertGreaterThan(tiles(m, n, k), 1, "\(m) \(n) \(k)") }
    XCTAssertEqual(tiles(101, 103, 97), 2, "halves of the rows")
    XCTAssertEqual(tiles(1024, 10, 1024), 4, "quarters of the rows")
    XCTAssertEqual(tiles(10, 1024, 1024), 4, "quarters of the columns")
  }

  func testLargeProductsHaveTheSameBitsAtAnyNumberOfThreads() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for (m, n, k) in tiledSizes {
        let a = Tensor<Scalar>.normal([m, k], using: &generator)
        let b = Tensor<Scalar>.normal([k, n], using: &generator)
        let (aT, bT) = (a.transposed(), b.transposed())
        var first: [Tensor<Scalar>]?
        forEachThreadCount { threads in
          let results = [
            matmul(a, b), matmul(aT.transpose, b), matmul(a, bT.transpose),
            matmul(aT.transpose, bT.transpose),
          ]
          for (result, expected) in zip(results, first ?? results) {
            XCTAssertTrue(result.isBitIdentical(to: expected), "\(m) \(n) \(k), \(threads) threads")
          }
          first = first ?? results
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testSmallProductsAreOneCallOfBLAS() {
    let (a, b) = (Tensor<Double>.ones([30, 80]), Tensor<Double>.ones([80, 50]))
    var c = Tensor<Double>()
    XCTAssertEqual(BLASCallCounter.calls { c.setProduct(a, b) }, [.dgemm: 1])
    XCTAssertEqual(BLASCallCounter.calls { _ = matmul(a.transpose, c) }, [.dgemm: 1])
    XCTAssertEqual(
      BLASCallCounter.calls {
        c.addProduct(a, b)
        c.addProduct(a, b)
      }, [.dgemm: 2])
    XCTAssertEqual(BLASCallCounter.calls { _ = a + a }, [:])
    var gram = Tensor<Double>.zeros([80, 80])
    XCTAssertEqual(BLASCallCounter.calls { gram.addSymmetricProduct(a.transpose) }, [.dsyrk: 1])
    let float = Tensor<Float>.ones([30, 30])
    XCTAssertEqual(BLASCallCounter.calls { _ = matmul(float, float) }, [.sgemm: 1])
  }

  /// The tiles run on several threads, and each is a call.
  func testTheTilesOfALargeProductAreCallsOfBLAS() throws {
    let a = Tensor<Double>.ones([300, 300])
    let calls = BLASCallCounter.calls { _ = matmul(a, a) }
    XCTAssertEqual(Set(calls.keys), [.dgemm])
    XCTAssertGreaterThan(try XCTUnwrap(calls[.dgemm]), 1)
  }

  func testOpenBLASItselfUsesOneThread() {
    XCTAssertEqual(OpenBLAS.threadCount, 1)
    XCTAssertTrue(OpenBLAS.configuration.contains("OpenBLAS"), OpenBLAS.configuration)
    XCTAssertFalse(OpenBLAS.kernelName.isEmpty)
  }
}
