/// How often each class was taken for which.
struct ConfusionMatrix {
  /// With more classes the matrix is too large to read.
  static let mostClasses = 20

  let classCount: Int
  private(set) var samples = 0
  private(set) var correct = 0
  // Only what occurs: with thousands of classes the whole matrix would be larger than the data.
  private var counts: [Pair: Int] = [:]

  private struct Pair: Hashable {
    let actual: Int
    let predicted: Int
  }

  init(classCount: Int) { self.classCount = classCount }

  mutating func count(_ actual: Int, as predicted: Int) {
    counts[Pair(actual: actual, predicted: predicted), default: 0] += 1
    samples += 1
    if actual == predicted { correct += 1 }
  }

  subscript(actual: Int, predicted: Int) -> Int {
    counts[Pair(actual: actual, predicted: predicted)] ?? 0
  }

  /// How often a class was taken for each.
  func row(_ actual: Int) -> [Int] { (0..<classCount).map { self[actual, $0] } }

  var accuracy: Double { Double(correct) / Double(max(1, samples)) }

  /// What was taken for something else, the most frequent first.
  var confusions: [(actual: Int, predicted: Int, count: Int)] {
    counts.filter { $0.key.actual != $0.key.predicted }
      .map { (actual: $0.key.actual, predicted: $0.key.predicted, count: $0.value) }
      .sorted { ($1.count, $0.actual, $0.predicted) < ($0.count, $1.actual, $1.predicted) }
  }
}
