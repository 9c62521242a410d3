// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
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

  /// Rows and columns of a tile. Large products get large tiles, because each tile packs its
  /// operands anew; at least about eight tiles keep several threads busy.
  private static func tileSize(_ m: Int, _ n: Int, _ k: Int) -> (rows: Int, columns: Int) {
    guard 2 * m * n * k >= minimumParallelWork else { return (m, n) }
    let step = 64
    func piece(_ extent: Int, _ count: Int) -> Int {
      max(step, (extent + count * step - 1) / (count * step) * step)
    }
    // Cut the longer side; both when neither alone gives enough tiles.
    if m >= n { return m >= 4 * step ? (piece(m, 8), n) : (piece(m, 4), piece(n, 2)) }
    return n >= 4 * step ? (m, piece(n, 8)) : (piece(m, 2), piece(n, 4))
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
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  mutating func run() {
    BLASCallCounter.countProduct()
    if tileCount == 1 { runTile(0) } else { Scalar.runTiles(&self) }
  }
}
