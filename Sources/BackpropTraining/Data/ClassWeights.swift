/// Weights by which rare classes count more in a loss.
///
/// ```swift
/// let weights: Tensor<Float> = ClassWeights.balanced(classes, count: 3)
/// let criterion = CrossEntropyCriterion(weights: weights)
/// ```
public enum ClassWeights {
  /// Weights in inverse proportion to how often a class occurs: n / (k n_c), with which all classes
  /// count the same in all. As scikit-learn's `class_weight="balanced"`; 0 for a class that doesn't
  /// occur.
  public static func balanced<Scalar: BLASScalar>(_ classes: [Int], count: Int) -> Tensor<Scalar> {
    var samples = [Int](repeating: 0, count: count)
    for index in classes {
      if index < 0 || index >= count {
        fatalError("ClassWeights: \(index) is not a class in 0..<\(count)")
      }
      samples[index] += 1
    }
    return Tensor(
      samples.map { $0 == 0 ? 0 : Scalar(Double(classes.count) / Double(count * $0)) })
  }
}
