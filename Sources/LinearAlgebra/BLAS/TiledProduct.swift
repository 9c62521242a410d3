// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CVectorMath

/// One matrix product, C = alpha op(A) op(B) + beta C, cut into tiles of C.
///
/// Each tile is one call of `cblas_?gemm`. How C is cut depends on the sizes alone, never on the
/// number of threads, so the result has the same bits at any number of threads.
@_documentation(visibility: internal)
public struct TiledProduct<Scalar: BLASScalar> {
  let transposeA: Transposition
  let transposeB: Transposition
  let m: Int
  let n: Int
  let k: Int
  let alpha: Scalar
  let a: UnsafePointer<Scalar>
  let lda: Int
  let b: UnsafePointer<Scalar>
  let ldb: Int
  let beta: Scalar
  let c: UnsafeMutablePointer<Scalar>
  let ldc: Int
  private let tileRows: Int
  private let tileColumns: Int

  /// Below this many multiplications and additions (2 m n k) a product is one tile: waking a second
  /// thread would cost about what it saves.
  static var minimumParallelWork: Int { 1 << 20 }

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
    (tileRows, tileColumns) = Self.tileSize(m, n, k)
  }

  /// Rows and columns of a tile.
  ///
  /// Whole rows of C, as long as there are enough of them: each tile packs all of B anew, which the
  /// rows of the tile must pay for. Measured on two cores from [128, 256] to [2048, 2048]: halves of
  /// up to 256 rows, then quarters, are within some per cent of the best tiles.
  private static func tileSize(_ m: Int, _ n: Int, _ k: Int) -> (rows: Int, columns: Int) {
    guard 2 * m * n * k >= minimumParallelWork else { return (m, n) }
    if m >= 64 { return (piece(m, m <= 256 ? 2 : 4), n) }
    return (m, piece(n, n <= 64 ? 1 : n <= 512 ? 2 : 4))
  }

  /// The size of `count` equal pieces, up to a multiple of 16, which the kernels of BLAS work in.
  private static func piece(_ extent: Int, _ count: Int) -> Int {
    ((extent + count - 1) / count + 15) / 16 * 16
  }

  private var tilesAcross: Int { (n + tileColumns - 1) / tileColumns }

  package var tileCount: Int { (m + tileRows - 1) / tileRows * tilesAcross }

  func runTile(_ index: Int) {
    let row = index / tilesAcross * tileRows
    let column = index % tilesAcross * tileColumns
    Scalar.gemm(
      transposeA, transposeB, min(tileRows, m - row), min(tileColumns, n - column), k,
      alpha, a + (transposeA == .none ? row * lda : row), lda,
      b + (transposeB == .none ? column : column * ldb), ldb,
      beta, c + row * ldc + column, ldc)
  }

  /// Computes the product, in parallel where it is large enough.
  mutating func run() {
    if tileCount > 1 {
      Scalar.runTiles(&self)
    } else if transposeA == .none, transposeB == .transposed, ldb == k,
      n * k <= Self.maximumTransposed
    {
      Scalar.runWithBTransposed(&self)
    } else {
      runTile(0)
    }
  }

  /// Up to so many scalars of B, A B' is faster by forming B' first: OpenBLAS's small kernels for
  /// A B' take up to twice the time of those for A B.
  private static var maximumTransposed: Int { Int(BP_MAXIMUM_TRANSPOSED) }

  func run(withTransposedB transposed: UnsafePointer<Scalar>) {
    Scalar.gemm(transposeA, .none, m, n, k, alpha, a, lda, transposed, n, beta, c, ldc)
  }

  /// B as it stands in memory, a matrix of these sizes.
  var bInMemory: (pointer: UnsafePointer<Scalar>, rows: Int, columns: Int) { (b, n, k) }
}
