/// The QR decomposition A = Q R of a matrix `[m, n]`, thin: with k = min(m, n), Q `[m, k]` has
/// orthonormal columns and R `[k, n]` is upper triangular (LAPACK: geqrf, orgqr).
///
/// ```swift
/// let (q, r) = try qr(a)
/// matmul(q, r)  // a
/// ```
///
/// - Throws: `LinearAlgebraError.notFinite` if a scalar is NaN or infinite. A singular matrix has a
///   decomposition too; R then has a zero on its diagonal.
public func qr<Scalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> (
  q: Tensor<Scalar>, r: Tensor<Scalar>
) {
  require(a.rank == 2, "qr: a tensor of shape \(a.shape) is not a matrix")
  try requireFinite(a, "qr", "a")
  let (m, n) = (a.shape[0], a.shape[1])
  let k = min(m, n)
  guard k > 0 else {
    return (Tensor.zeros(Shape(m, k)), Tensor.zeros(Shape(k, n)))
  }
  // The transpose in row-major order is the matrix in column-major order.
  var factored = a.transposed()
  var tau = Tensor<Scalar>(uninitialized: Shape(k))
  let reflections = factored.mutablePointer()
  try check(Scalar.geqrf(m, n, reflections, tau.mutablePointer()), "geqrf")

  var r = Tensor<Scalar>.zeros(Shape(k, n))
  for row in 0..<k {
    for column in row..<n { r[row, column] = factored[column, row] }
  }
  var q = factored.rows(0..<k)
  try check(Scalar.orgqr(m, k, k, q.mutablePointer(), tau.pointer), "orgqr")
  return (q.transposed(), r)
}

func requireFinite<Scalar>(
  _ matrix: Tensor<Scalar>, _ routine: String, _ argument: String
) throws(LinearAlgebraError) {
  guard let index = matrix.firstNonFiniteIndex() else { return }
  let columns = matrix.rank == 2 ? matrix.shape[1] : 1
  throw .notFinite(
    routine: routine, argument: argument, row: index / columns, column: index % columns)
}

/// Turns the part of LAPACK's `info` that means the same everywhere into an error.
func check(_ info: Int, _ routine: String) throws(LinearAlgebraError) {
  // LAPACKE reports a failed allocation by the codes -1010 and -1011.
  if info <= -1010 { throw .outOfMemory(routine: routine) }
  if info < 0 { throw .illegalArgument(routine: routine, argument: -info) }
}
