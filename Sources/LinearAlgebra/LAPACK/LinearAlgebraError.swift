/// What can be wrong with the numbers given to a decomposition or a solver.
///
/// Wrong shapes are mistakes in a program and stop it; these depend on data, and are thrown.
public enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  /// A NaN or an infinity stands in the input at the given position (row-major).
  case notFinite(routine: String, argument: String, row: Int, column: Int)
  /// The columns of the matrix are linearly dependent, exactly or to working precision.
  /// `reciprocalCondition` estimates 1 / (norm of A times norm of its inverse); `column` is the first
  /// one found to depend on those before it, where that is known.
  case singular(routine: String, column: Int?, reciprocalCondition: Double)
  /// LAPACK refused its argument number `argument`.
  case illegalArgument(routine: String, argument: Int)
  /// LAPACK could not allocate its working memory.
  case outOfMemory(routine: String)

  /// The error in words.
  public var description: String {
    switch self {
    case .notFinite(let routine, let argument, let row, let column):
      return
        "\(routine): \(argument) holds a value that is not finite at row \(row), column \(column)"
    case .singular(let routine, let column, let reciprocalCondition):
      let which = column.map { "column \($0) depends on the columns before it" }
      return "\(routine): the matrix is singular to working precision: "
        + (which.map { $0 + ", " } ?? "") + "reciprocal condition number \(reciprocalCondition)"
    case .illegalArgument(let routine, let argument):
      return "\(routine): argument \(argument) is illegal"
    case .outOfMemory(let routine):
      return "\(routine): no memory for the working space"
    }
  }
}
