/// How features are brought to scale before a network sees them. It is stored with the model.
///
/// ```swift
/// let preprocessing = Preprocessing.standardization(Standardization(of: training))
/// preprocessing.apply(to: &features)
/// ```
public enum Preprocessing: Sendable, Equatable {
  /// They stay as they are.
  case none
  /// All are multiplied by a number other than 0: 1/255 for the pixels of an image.
  case factor(Double)
  /// Each column to mean 0 and standard deviation 1.
  case standardization(Standardization)
  /// Each column to a range.
  case minMax(MinMaxScaling)

  /// Brings features to scale; of a matrix, column by column.
  public func apply<Scalar: BLASScalar>(to features: inout Tensor<Scalar>) {
    switch self {
    case .none: break
    case .factor(let factor): features *= Scalar(factor)
    case .standardization(let standardization): standardization.apply(to: &features)
    case .minMax(let scaling): scaling.apply(to: &features)
    }
  }

  /// Undoes `apply`: of the targets of a regression, what they were before.
  public func invert<Scalar: BLASScalar>(_ features: inout Tensor<Scalar>) {
    switch self {
    case .none: break
    case .factor(let factor): features /= Scalar(factor)
    case .standardization(let standardization): standardization.invert(&features)
    case .minMax(let scaling): scaling.invert(&features)
    }
  }
}
