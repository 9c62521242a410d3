/// Functions of one scalar that are applied to whole tensors.
public enum UnaryFunction: String, Sendable, CaseIterable {
  /// exp(x)
  case exp
  /// The natural logarithm.
  case log
  /// The hyperbolic tangent.
  case tanh
  /// 1 / (1 + exp(-x))
  case sigmoid
  /// The error function.
  case erf
  /// The square root.
  case sqrt
  /// The magnitude.
  case abs
  /// -x
  case negate
  /// x * x
  case square
  /// 1 / x
  case reciprocal
}

/// Functions of two scalars that are applied to whole tensors, element by element.
public enum BinaryFunction: String, Sendable, CaseIterable {
  /// The sum.
  case add
  /// The difference.
  case subtract
  /// The product.
  case multiply
  /// The quotient.
  case divide
  /// The smaller one; NaN if either is.
  case minimum
  /// The larger one; NaN if either is.
  case maximum
}

/// The four operations that broadcast a row or a column over a matrix.
public enum ArithmeticFunction: String, Sendable, CaseIterable {
  /// The sum.
  case add
  /// The difference.
  case subtract
  /// The product.
  case multiply
  /// The quotient.
  case divide

  var elementwise: BinaryFunction {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    }
  }
}

/// The two extremes that a tensor is reduced to.
public enum ExtremeFunction: String, Sendable, CaseIterable {
  /// The smallest scalar; NaN if there is one.
  case minimum
  /// The largest scalar; NaN if there is one.
  case maximum
}
