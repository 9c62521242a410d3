// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CBLAS
internal import CVectorMath

// Each call checks that sizes fit the 32-bit integers of BLAS (`blasInt`), names what it passes in
// the order of the C signature, and first makes sure that OpenBLAS is set up (`OpenBLAS.prepare`).
extension Double: BLASRoutines {
  public static func gemm(
    _ transposeA: Transposition, _ transposeB: Transposition, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Double, _ a: UnsafePointer<Double>, _ lda: Int, _ b: UnsafePointer<Double>,
    _ ldb: Int, _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) {
    OpenBLAS.prepare()
    BLASCallCounter.count(.dgemm)
    cblas_dgemm(
      CblasRowMajor, transposeA.cblas, transposeB.cblas, blasInt(m), blasInt(n), blasInt(k),
      alpha, a, blasInt(lda), b, blasInt(ldb), beta, c, blasInt(ldc))
  }

  public static func gemv(
    _ transposeA: Transposition, _ rows: Int, _ columns: Int, _ alpha: Double,
    _ a: UnsafePointer<Double>, _ lda: Int, _ x: UnsafePointer<Double>, _ beta: Double,
    _ y: UnsafeMutablePointer<Double>
  ) {
    OpenBLAS.prepare()
    cblas_dgemv(
      CblasRowMajor, transposeA.cblas, blasInt(rows), blasInt(columns), alpha, a, blasInt(lda),
      x, 1, beta, y, 1)
  }

  public static func ger(
    _ rows: Int, _ columns: Int, _ alpha: Double, _ x: UnsafePointer<Double>,
    _ y: UnsafePointer<Double>, _ a: UnsafeMutablePointer<Double>, _ lda: Int
  ) {
    OpenBLAS.prepare()
    cblas_dger(
      CblasRowMajor, blasInt(rows), blasInt(columns), alpha, x, 1, y, 1, a, blasInt(lda))
  }

  public static func syrk(
    _ transposeA: Transposition, _ n: Int, _ k: Int, _ alpha: Double, _ a: UnsafePointer<Double>,
    _ lda: Int, _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) {
    OpenBLAS.prepare()
    BLASCallCounter.count(.dsyrk)
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, transposeA.cblas, blasInt(n), blasInt(k), alpha, a, blasInt(lda),
      beta, c, blasInt(ldc))
  }

  public static func dot(_ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double
  {
    OpenBLAS.prepare()
    return cblas_ddot(blasInt(n), x, 1, y, 1)
  }

  public static func axpy(
    _ n: Int, _ alpha: Double, _ x: UnsafePointer<Double>, _ incx: Int,
    _ y: UnsafeMutablePointer<Double>, _ incy: Int
  ) {
    OpenBLAS.prepare()
    cblas_daxpy(blasInt(n), alpha, x, blasInt(incx), y, blasInt(incy))
  }

  public static func scal(_ n: Int, _ alpha: Double, _ x: UnsafeMutablePointer<Double>) {
    OpenBLAS.prepare()
    cblas_dscal(blasInt(n), alpha, x, 1)
  }

  public static func nrm2(_ n: Int, _ x: UnsafePointer<Double>) -> Double {
    OpenBLAS.prepare()
    return cblas_dnrm2(blasInt(n), x, 1)
  }

  public static func asum(_ n: Int, _ x: UnsafePointer<Double>) -> Double {
    OpenBLAS.prepare()
    return cblas_dasum(blasInt(n), x, 1)
  }

  public static func iamax(_ n: Int, _ x: UnsafePointer<Double>) -> Int {
    OpenBLAS.prepare()
    return Int(cblas_idamax(blasInt(n), x, 1))
  }

  public static func mirrorUpperTriangle(_ a: UnsafeMutablePointer<Double>, _ n: Int) {
    for row in 1..<max(1, n) {
      for column in 0..<row { a[row * n + column] = a[column * n + row] }
    }
  }

  public static func runTiles(_ product: inout TiledProduct<Double>, waking: Bool) {
    // A C function can't be generic: this literal and its twin for Float are what is left.
    Parallel.run(product.tileCount, &product, waking: waking) { context, index in
      context!.assumingMemoryBound(to: TiledProduct<Double>.self).pointee.runTile(index)
    }
  }

  public static func runWithBTransposed(_ product: inout TiledProduct<Double>) {
    let b = product.bInMemory
    withUnsafeMutablePointer(to: &product) {
      bp_with_transposed_f64(b.pointer, b.rows, b.columns, $0) { context, transposed in
        context!.assumingMemoryBound(to: TiledProduct<Double>.self).pointee
          .run(withTransposedB: transposed!)
      }
    }
  }
}
