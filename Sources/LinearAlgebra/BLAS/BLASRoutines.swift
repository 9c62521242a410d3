// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
/// Whether a product takes a matrix as it stands or transposed.
public enum Transposition: Sendable, CaseIterable {
  /// The matrix as it stands in memory.
  case none
  /// The transpose of what stands in memory.
  case transposed
}

/// The BLAS routines behind `Tensor`, on row-major buffers with leading dimensions (`lda`: the
/// distance between the starts of two rows). Use the methods of `Tensor`.
@_documentation(visibility: internal)
public protocol BLASRoutines {
  /// C = alpha op(A) op(B) + beta C, with C [m, n] and inner length k; calls `cblas_?gemm` once.
  static func gemm(
    _ transposeA: Transposition, _ transposeB: Transposition, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Self, _ a: UnsafePointer<Self>, _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
  /// y = alpha op(A) x + beta y, with A [rows, columns] as it stands in memory.
  static func gemv(
    _ transposeA: Transposition, _ rows: Int, _ columns: Int, _ alpha: Self,
    _ a: UnsafePointer<Self>, _ lda: Int, _ x: UnsafePointer<Self>, _ beta: Self,
    _ y: UnsafeMutablePointer<Self>)
  /// A += alpha x y', with A [rows, columns].
  static func ger(
    _ rows: Int, _ columns: Int, _ alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>,
    _ a: UnsafeMutablePointer<Self>, _ lda: Int)
  /// The upper triangle of C = alpha op(A) op(A)' + beta C, with C [n, n] and inner length k.
  static func syrk(
    _ transposeA: Transposition, _ n: Int, _ k: Int, _ alpha: Self, _ a: UnsafePointer<Self>,
    _ lda: Int, _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
  static func dot(_ n: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Self
  static func axpy(
    _ n: Int, _ alpha: Self, _ x: UnsafePointer<Self>, _ incx: Int,
    _ y: UnsafeMutablePointer<Self>, _ incy: Int)
  static func scal(_ n: Int, _ alpha: Self, _ x: UnsafeMutablePointer<Self>)
  static func nrm2(_ n: Int, _ x: UnsafePointer<Self>) -> Self
  static func asum(_ n: Int, _ x: UnsafePointer<Self>) -> Self
  static func iamax(_ n: Int, _ x: UnsafePointer<Self>) -> Int
  /// Copies the upper triangle of a symmetric matrix [n, n] to the lower one.
  static func mirrorUpperTriangle(_ a: UnsafeMutablePointer<Self>, _ n: Int)
}
