// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CLAPACKE

extension Float: LAPACKRoutines {
  public static func geqrf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Float>, _ tau: UnsafeMutablePointer<Float>
  ) -> Int {
    OpenBLAS.prepare()
    return Int(LAPACKE_sgeqrf(LAPACK_COL_MAJOR, blasInt(m), blasInt(n), a, blasInt(max(1, m)), tau))
  }

  public static func orgqr(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafeMutablePointer<Float>, _ tau: UnsafePointer<Float>
  ) -> Int {
    OpenBLAS.prepare()
    return Int(
      LAPACKE_sorgqr(
        LAPACK_COL_MAJOR, blasInt(m), blasInt(n), blasInt(k), a, blasInt(max(1, m)), tau))
  }

  public static func gels(
    _ m: Int, _ n: Int, _ nrhs: Int, _ a: UnsafeMutablePointer<Float>,
    _ b: UnsafeMutablePointer<Float>
  ) -> Int {
    OpenBLAS.prepare()
    return Int(
      LAPACKE_sgels(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), blasInt(m), blasInt(n), blasInt(nrhs), a,
        blasInt(max(1, m)), b, blasInt(max(1, m, n))))
  }

  public static func trcon(
    isUpper: Bool, _ n: Int, _ a: UnsafePointer<Float>, _ lda: Int,
    _ reciprocalCondition: inout Float
  ) -> Int {
    OpenBLAS.prepare()
    return Int(
      LAPACKE_strcon(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "1")), CChar(UInt8(ascii: isUpper ? "U" : "L")),
        CChar(UInt8(ascii: "N")), blasInt(n), a, blasInt(lda), &reciprocalCondition))
  }
}
