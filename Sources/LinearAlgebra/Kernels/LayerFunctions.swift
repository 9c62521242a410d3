internal import CVectorMath

/// The activations that have kernels with two numbers s and t that they are set to.
@_documentation(visibility: internal)
public enum ActivationFunction: Sendable {
  /// t x where x > 0, else s (exp(x) - 1). Its derivative is computed from the output.
  case elu
  /// x Phi(x), with the normal distribution Phi.
  case gelu
  /// The approximation of `gelu` by tanh.
  case geluTanh
  /// x sigmoid(x)
  case silu
  /// log(1 + exp(s x)) / s, and x where s x > t.
  case softplus
  /// x kept in [s, t].
  case clamp
  /// x where x > 0, else s x.
  case prelu

  var kernel: bp_activation {
    switch self {
    case .elu: BP_ELU
    case .gelu: BP_GELU
    case .geluTanh: BP_GELU_TANH
    case .silu: BP_SILU
    case .softplus: BP_SOFTPLUS
    case .clamp: BP_CLAMP
    case .prelu: BP_PRELU
    }
  }
}

/// Functions of matrices a and b with a row p, q and r.
@_documentation(visibility: internal)
public enum FeatureMap: Sendable {
  /// (a - p) q
  case standardize
  /// a p + q
  case scaleAndShift
  /// p (b - q - a r)
  case standardizeBackward
  /// a where a > 0, else p a.
  case prelu
  /// b where a > 0, else p b.
  case preluBackward

  var kernel: bp_feature_map {
    switch self {
    case .standardize: BP_STANDARDIZE
    case .scaleAndShift: BP_SCALE_AND_SHIFT
    case .standardizeBackward: BP_STANDARDIZE_BACKWARD
    case .prelu: BP_PRELU_ROW
    case .preluBackward: BP_PRELU_ROW_BACKWARD
    }
  }
}

/// Sums over the rows of matrices a and b, with a row p.
@_documentation(visibility: internal)
public enum FeatureSum: Sendable {
  /// a b
  case products
  /// (a - p)^2
  case squaredDeviations
  /// a b where not a > 0.
  case preluSlopes

  var kernel: bp_feature_sum {
    switch self {
    case .products: BP_SUM_OF_PRODUCTS
    case .squaredDeviations: BP_SUM_OF_SQUARED_DEVIATIONS
    case .preluSlopes: BP_SUM_OF_PRELU_SLOPES
    }
  }
}

/// Losses that are a sum over the elements of input and target, set to a number s.
@_documentation(visibility: internal)
public enum ElementLoss: Sendable {
  /// |x - t|
  case absoluteError
  /// (x - t)^2 / 2 where |x - t| <= s, else s (|x - t| - s/2).
  case huber
  /// -(t log(x + s) + (1 - t) log(1 - x + s)), with logarithms of at least -100.
  case binaryCrossEntropy
  /// -(positive t log sigmoid(x) + (1 - t) log sigmoid(-x))
  case logistic
  /// t (log t - x)
  case divergence

  var kernel: bp_element_loss {
    switch self {
    case .absoluteError: BP_ABSOLUTE_ERROR
    case .huber: BP_HUBER
    case .binaryCrossEntropy: BP_BINARY_CROSS_ENTROPY
    case .logistic: BP_LOGISTIC
    case .divergence: BP_DIVERGENCE
    }
  }
}
