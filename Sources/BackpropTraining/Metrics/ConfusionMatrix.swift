/// How often each class was taken for which.
///
/// ```swift
/// var matrix = ConfusionMatrix(classCount: 3)
/// matrix.count(0, as: 2)
/// matrix[0, 2]          // 1
/// matrix.recall(of: 0)  // 0
/// ```
///
/// A ratio without a denominator (the precision of a class that was never predicted) is 0, as in
/// scikit-learn.
public struct ConfusionMatrix: Sendable, Equatable {
  /// The number of classes.
  public let classCount: Int
  /// The number of samples.
  public private(set) var samples = 0
  /// The number of samples on the diagonal.
  public private(set) var correct = 0
  private var actualCounts: [Int]
  private var predictedCounts: [Int]
  // Only what occurs: with thousands of classes the whole matrix would be larger than the data.
  private var counts: [Pair: Int] = [:]

  private struct Pair: Hashable {
    let actual: Int
    let predicted: Int
  }

  /// Makes an empty matrix.
  public init(classCount: Int) {
    self.classCount = classCount
    actualCounts = Array(repeating: 0, count: classCount)
    predictedCounts = actualCounts
  }

  /// Counts samples of a class that were taken for another one, or for the same.
  public mutating func count(_ actual: Int, as predicted: Int, times: Int = 1) {
    guard actual >= 0, actual < classCount, predicted >= 0, predicted < classCount else {
      fatalError(
        "ConfusionMatrix: class \(actual) taken for \(predicted), expected both in 0..<\(classCount)"
      )
    }
    counts[Pair(actual: actual, predicted: predicted), default: 0] += times
    actualCounts[actual] += times
    predictedCounts[predicted] += times
    samples += times
    if actual == predicted { correct += times }
  }

  /// How often a class was taken for another one.
  public subscript(actual: Int, predicted: Int) -> Int {
    counts[Pair(actual: actual, predicted: predicted)] ?? 0
  }

  /// How often a class was taken for each.
  public func row(_ actual: Int) -> [Int] { (0..<classCount).map { self[actual, $0] } }

  /// The number of samples of a class.
  public func support(of index: Int) -> Int { actualCounts[index] }

  /// The share of the samples that were right; 0 without samples.
  public var accuracy: Double { Double(correct) / Double(max(1, samples)) }

  /// What was taken for something else, the most frequent first.
  public var confusions: [(actual: Int, predicted: Int, count: Int)] {
    counts.filter { $0.key.actual != $0.key.predicted }
      .map { (actual: $0.key.actual, predicted: $0.key.predicted, count: $0.value) }
      .sorted { ($1.count, $0.actual, $0.predicted) < ($0.count, $1.actual, $1.predicted) }
  }

  // MARK: Scores

  /// How a class's own scores become one number.
  public enum Average: Sendable, Hashable {
    /// Each class counts the same; classes that neither occur nor were predicted are left out.
    case macro
    /// Each class counts by its number of samples.
    case weighted
  }

  /// Of the samples taken for a class, the share that was of it.
  public func precision(of index: Int) -> Double {
    ratio(self[index, index], predictedCounts[index])
  }

  /// Of the samples of a class, the share that was found.
  public func recall(of index: Int) -> Double { ratio(self[index, index], actualCounts[index]) }

  /// The harmonic mean of precision and recall.
  public func f1(of index: Int) -> Double {
    ratio(2 * self[index, index], predictedCounts[index] + actualCounts[index])
  }

  /// The precision over all classes.
  public func precision(_ average: Average) -> Double { mean(average, precision(of:)) }
  /// The recall over all classes.
  public func recall(_ average: Average) -> Double { mean(average, recall(of:)) }
  /// The F1 score over all classes.
  public func f1(_ average: Average) -> Double { mean(average, f1(of:)) }

  private func ratio(_ numerator: Int, _ denominator: Int) -> Double {
    denominator == 0 ? 0 : Double(numerator) / Double(denominator)
  }

  private func mean(_ average: Average, _ score: (Int) -> Double) -> Double {
    var (sum, weights) = (0.0, 0.0)
    for index in 0..<classCount {
      let weight: Double =
        switch average {
        case .macro: actualCounts[index] + predictedCounts[index] > 0 ? 1 : 0
        case .weighted: Double(actualCounts[index])
        }
      sum += weight * score(index)
      weights += weight
    }
    return weights == 0 ? 0 : sum / weights
  }
}
