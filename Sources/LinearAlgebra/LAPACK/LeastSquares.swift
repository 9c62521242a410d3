/// The X that minimises |A X - B| in the Euclidean norm, column by column (LAPACK: gels).
///
/// A is `[m, n]` and must have full rank; B is `[m, k]`, or a vector `[m]`, and X accordingly
/// `[n, k]` or `[n]`. With fewer equations than unknowns (m < n) it is the X of least norm among
/// those that solve the equations exactly.
///
/// ```swift
/// let line = try leastSquares(Tensor<Double>(rows: [[1, 0], [1, 1], [1, 2]]), Tensor([1, 3, 5]))
/// // [1, 2]: intercept and slope
/// ```
///
/// - Throws: `LinearAlgebraError.singular` if A lacks full rank, exactly or to working precision
///   (reciprocal condition number below min(m, n) times `Scalar.ulpOfOne`), naming the first column
///   that depends on those before it where LAPACK met it; `.notFinite` if a scalar of A or B is NaN
///   or infinite.
public func leastSquares<Scalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
  require(
    a.rank == 2 && (b.rank == 1 || b.rank == 2) && b.shape[0] == a.shape[0],
    "leastSquares: A has shape \(a.shape), B \(b.shape); B needs as many rows as A")
  try requireFinite(a, "leastSquares", "a")
  try requireFinite(b, "leastSquares", "b")
  let (m, n) = (a.shape[0], a.shape[1])
  let columns = b.rank == 2 ? b.shape[1] : 1
  let solutionShape = b.rank == 2 ? Shape(n, columns) : Shape(n)
  guard n > 0, columns > 0, m > 0 else { return Tensor.zeros(solutionShape) }

  // Column-major: row j of `solved` is column j of B on entry, of X on return.
  var factored = a.transposed()
  var solved = Tensor<Scalar>.zeros(Shape(columns, max(m, n)))
  for column in 0..<columns {
    for row in 0..<m { solved[column, row] = b.rank == 2 ? b[row, column] : b[row] }
  }
  let info = Scalar.gels(m, n, columns, factored.mutablePointer(), solved.mutablePointer())
  try check(info, "gels")
  if info > 0 {
    // The zero stands in column info of R, or else in row info of L, which says nothing of columns.
    let column = m >= n ? info - 1 : nil
    throw .singular(routine: "leastSquares", column: column, reciprocalCondition: 0)
  }
  // gels notices exact zeros only; the triangular factor tells how near to singular A is. It is R
  // of A = Q R, or L of A = L Q where A has fewer rows than columns.
  var reciprocalCondition: Scalar = 0
  try check(
    Scalar.trcon(isUpper: m >= n, min(m, n), factored.pointer, m, &reciprocalCondition), "trcon")
  // Rounding leaves dependent columns a distance that grows with their number.
  guard reciprocalCondition >= Scalar(min(m, n)) * Scalar.ulpOfOne else {
    throw .singular(
      routine: "leastSquares", column: nil, reciprocalCondition: reciprocalCondition.asDouble)
  }
  var solution = Tensor<Scalar>(uninitialized: Shape(n, columns))
  for row in 0..<n {
    for column in 0..<columns { solution[row, column] = solved[column, row] }
  }
  return solution.reshaped(to: solutionShape)
}
