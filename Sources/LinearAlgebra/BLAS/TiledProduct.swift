// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CVectorMath

/// One matrix product, C = alpha op(A) op(B) + beta C, cut into tiles of C.
///
/// Each tile is one call of `cblas_?gemm`. How C is cut depends on the sizes alone, never on the
/// number of threads, so the result has the same bits at any number of threads.
@_documentation(visibility: internal)
public struct TiledProduct<Scalar: BLASScalar> {
  let transposeA: Transposition
  private(set) var transposeB: Transposition
  let m: Int
  let n: Int
  let k: Int
  let alpha: Scalar
  let a: UnsafePointer<Scalar>
  let lda: Int
  private(set) var b: UnsafePointer<Scalar>
  private(set) var ldb: Int
  let beta: Scalar
  let c: UnsafeMutablePointer<Scalar>
  let ldc: Int
  private let tilesDown: Int
  private let tilesAcross: Int

  /// Below this many multiplications and additions (2 m n k) a product is one tile: two would cost
  /// more to hand over than they save.
  private static var minimumSharedWork: Int { 1 << 18 }

  /// Below this many, waking a thread costs more than it saves: only those already awake join in.
  private static var minimumWakingWork: Int { 1 << 20 }

  package init(
    _ transposeA: Transposition, _ transposeB: Transposition, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Scalar, _ a: UnsafePointer<Scalar>, _ lda: Int, _ b: UnsafePointer<Scalar>,
    _ ldb: Int, _ beta: Scalar, _ c: UnsafeMutablePointer<Scalar>, _ ldc: Int
  ) {
    self.transposeA = transposeA
    self.transposeB = transposeB
    (self.m, self.n, self.k) = (m, n, k)
    (self.alpha, self.a, self.lda) = (alpha, a, lda)
    (self.b, self.ldb, self.beta) = (b, ldb, beta)
    (self.c, self.ldc) = (c, ldc)
    (tilesDown, tilesAcross) = Self.tiles(m, n, k)
  }

  /// The number of tiles down and across.
  ///
  /// Whole rows of C, as long as there are enough of them: each tile packs all of B anew, which the
  /// rows of the tile must pay for. Measured on two cores from [128, 256] to [2048, 2048]: halves of
  /// up to 256 rows, then quarters, are within some per cent of the best tiles.
  private static func tiles(_ m: Int, _ n: Int, _ k: Int) -> (down: Int, across: Int) {
    guard 2 * m * n * k >= minimumSharedWork else { return (1, 1) }
    if m >= 64 { return (m <= 256 ? 2 : 4, 1) }
    return (1, n <= 64 ? 1 : n <= 512 ? 2 : 4)
  }

  /// Piece `index` of `count`: as equal as the 8 rows or columns allow that the kernels of BLAS
  /// work on.
  private static func piece(_ index: Int, of count: Int, _ extent: Int) -> Range<Int> {
    let units = (extent + 7) / 8
    return min(extent, index * units / count * 8)..<min(extent, (index + 1) * units / count * 8)
  }

  package var tileCount: Int { tilesDown * tilesAcross }

  func runTile(_ index: Int) {
    let rows = Self.piece(index / tilesAcross, of: tilesDown, m)
    let columns = Self.piece(index % tilesAcross, of: tilesAcross, n)
    let (row, column) = (rows.lowerBound, columns.lowerBound)
    Scalar.gemm(
      transposeA, transposeB, rows.count, columns.count, k,
      alpha, a + (transposeA == .none ? row * lda : row), lda,
      b + (transposeB == .none ? column : column * ldb), ldb,
      beta, c + row * ldc + column, ldc)
  }

  /// Computes the product, in parallel where it is large enough.
  mutating func run() {
    if transposeA == .none, transposeB == .transposed, ldb == k, n * k <= Self.maximumTransposed,
      2 * m * n * k < Self.minimumWakingWork
    {
      Scalar.runWithBTransposed(&self)
    } else {
      runTiles()
    }
  }

  private mutating func runTiles() {
    if tileCount > 1 {
      Scalar.runTiles(&self, waking: 2 * m * n * k >= Self.minimumWakingWork)
    } else {
      Scalar.gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
    }
  }

  /// Up to so many scalars of B, A B' is faster by forming B' first: OpenBLAS's small kernels for
  /// A B' take up to twice the time of those for A B.
  private static var maximumTransposed: Int { Int(BP_MAXIMUM_TRANSPOSED) }

  mutating func run(withTransposedB transposed: UnsafePointer<Scalar>) {
    (transposeB, b, ldb) = (.none, transposed, n)
    runTiles()
  }

  /// B as it stands in memory, a matrix of these sizes.
  var bInMemory: (pointer: UnsafePointer<Scalar>, rows: Int, columns: Int) { (b, n, k) }
}
