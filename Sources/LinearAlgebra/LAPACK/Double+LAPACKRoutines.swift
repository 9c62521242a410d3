// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CLAPACKE

extension Double: LAPACKRoutines {
  public static func geqrf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Double>, _ tau: UnsafeMutablePointer<Double>
  ) -> Int {
    OpenBLAS.prepare()
    return Int(LAPACKE_dgeqrf(LAPACK_COL_MAJOR, blasInt(m), blasInt(n), a, blasInt(max(1, m)), tau))
  }

  public static func orgqr(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafeMutablePointer<Double>, _ tau: UnsafePointer<Double>
  ) -> Int {
    OpenBLAS.prepare()
    return Int(
      LAPACKE_dorgqr(
        LAPACK_COL_MAJOR, blasInt(m), blasInt(n), blasInt(k), a, blasInt(max(1, m)), tau))
  }

  public static func gels(
    _ m: Int, _ n: Int, _ nrhs: Int, _ a: UnsafeMutablePointer<Double>,
    _ b: UnsafeMutablePointer<Double>
  ) -> Int {
    OpenBLAS.prepare()
    return Int(
      LAPACKE_dgels(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), blasInt(m), blasInt(n), blasInt(nrhs), a,
        blasInt(max(1, m)), b, blasInt(max(1, m, n))))
  }

  public static func trcon(
    isUpper: Bool, _ n: Int, _ a: UnsafePointer<Double>, _ lda: Int,
    _ reciprocalCondition: inout Double
  ) -> Int {
    OpenBLAS.prepare()
    return Int(
      LAPACKE_dtrcon(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "1")), CChar(UInt8(ascii: isUpper ? "U" : "L")),
        CChar(UInt8(ascii: "N")), blasInt(n), a, blasInt(lda), &reciprocalCondition))
  }
}
