// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CBLAS
internal import CVectorMath

// Each call checks that sizes fit the 32-bit integers of BLAS (`blasInt`), names what it passes in
// the order of the C signature, and first makes sure that OpenBLAS is set up (`OpenBLAS.prepare`).
extension Float: BLASRoutines {
  public static func gemm(
    _ transposeA: Transposition, _ transposeB: Transposition, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Float, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>,
    _ ldb: Int, _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    OpenBLAS.prepare()
    BLASCallCounter.count(.sgemm)
    cblas_sgemm(
      CblasRowMajor, transposeA.cblas, transposeB.cblas, blasInt(m), blasInt(n), blasInt(k),
      alpha, a, blasInt(lda), b, blasInt(ldb), beta, c, blasInt(ldc))
  }

  public static func gemv(
    _ transposeA: Transposition, _ rows: Int, _ columns: Int, _ alpha: Float,
    _ a: UnsafePointer<Float>, _ lda: Int, _ x: UnsafePointer<Float>, _ beta: Float,
    _ y: UnsafeMutablePointer<Float>
  ) {
    OpenBLAS.prepare()
    cblas_sgemv(
      CblasRowMajor, transposeA.cblas, blasInt(rows), blasInt(columns), alpha, a, blasInt(lda),
      x, 1, beta, y, 1)
  }

  public static func ger(
    _ rows: Int, _ columns: Int, _ alpha: Float, _ x: UnsafePointer<Float>,
    _ y: UnsafePointer<Float>, _ a: UnsafeMutablePointer<Float>, _ lda: Int
  ) {
    OpenBLAS.prepare()
    cblas_sger(
      CblasRowMajor, blasInt(rows), blasInt(columns), alpha, x, 1, y, 1, a, blasInt(lda))
  }

  public static func syrk(
    _ transposeA: Transposition, _ n: Int, _ k: Int, _ alpha: Float, _ a: UnsafePointer<Float>,
    _ lda: Int, _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    OpenBLAS.prepare()
    BLASCallCounter.count(.ssyrk)
    cblas_ssyrk(
      CblasRowMajor, CblasUpper, transposeA.cblas, blasInt(n), blasInt(k), alpha, a, blasInt(lda),
      beta, c, blasInt(ldc))
  }

  public static func dot(_ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Float {
    OpenBLAS.prepare()
    return cblas_sdot(blasInt(n), x, 1, y, 1)
  }

  public static func axpy(
    _ n: Int, _ alpha: Float, _ x: UnsafePointer<Float>, _ incx: Int,
    _ y: UnsafeMutablePointer<Float>, _ incy: Int
  ) {
    OpenBLAS.prepare()
    cblas_saxpy(blasInt(n), alpha, x, blasInt(incx), y, blasInt(incy))
  }

  public static func scal(_ n: Int, _ alpha: Float, _ x: UnsafeMutablePointer<Float>) {
    OpenBLAS.prepare()
    cblas_sscal(blasInt(n), alpha, x, 1)
  }

  public static func nrm2(_ n: Int, _ x: UnsafePointer<Float>) -> Float {
    OpenBLAS.prepare()
    return cblas_snrm2(blasInt(n), x, 1)
  }

  public static func asum(_ n: Int, _ x: UnsafePointer<Float>) -> Float {
    OpenBLAS.prepare()
    return cblas_sasum(blasInt(n), x, 1)
  }

  public static func iamax(_ n: Int, _ x: UnsafePointer<Float>) -> Int {
    OpenBLAS.prepare()
    return Int(cblas_isamax(blasInt(n), x, 1))
  }

  public static func mirrorUpperTriangle(_ a: UnsafeMutablePointer<Float>, _ n: Int) {
    for row in 1..<max(1, n) {
      for column in 0..<row { a[row * n + column] = a[column * n + row] }
    }
  }

  public static func runTiles(_ product: inout TiledProduct<Float>, waking: Bool) {
    // A C function can't be generic: this literal and its twin for Double are what is left.
    Parallel.run(product.tileCount, &product, waking: waking) { context, index in
      context!.assumingMemoryBound(to: TiledProduct<Float>.self).pointee.runTile(index)
    }
  }

  public static func runWithBTransposed(_ product: inout TiledProduct<Float>) {
    let b = product.bInMemory
    withUnsafeMutablePointer(to: &product) {
      bp_with_transposed_f32(b.pointer, b.rows, b.columns, $0) { context, transposed in
        context!.assumingMemoryBound(to: TiledProduct<Float>.self).pointee
          .run(withTransposedB: transposed!)
      }
    }
  }
}
