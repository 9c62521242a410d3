// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
/// The LAPACK routines behind the decompositions and solvers, on column-major buffers; each returns
/// LAPACK's `info`. Use `qr` and `leastSquares`.
@_documentation(visibility: internal)
public protocol LAPACKRoutines {
  /// QR by Householder reflections: R above, the reflections below the diagonal, and `tau`.
  static func geqrf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Self>, _ tau: UnsafeMutablePointer<Self>
  ) -> Int
  /// The first n columns of Q from k reflections, in place.
  static func orgqr(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafeMutablePointer<Self>, _ tau: UnsafePointer<Self>
  )
    -> Int
  /// Least squares (m >= n) or minimum norm (m < n) solutions of A X = B; B has max(m, n) rows.
  static func gels(
    _ m: Int, _ n: Int, _ nrhs: Int, _ a: UnsafeMutablePointer<Self>,
    _ b: UnsafeMutablePointer<Self>
  ) -> Int
  /// The reciprocal condition number, in the 1-norm, of the triangular matrix in `a`.
  static func trcon(
    isUpper: Bool, _ n: Int, _ a: UnsafePointer<Self>, _ lda: Int,
    _ reciprocalCondition: inout Self
  ) -> Int
}
