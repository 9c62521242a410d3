/// How often each class was taken for which.
struct ConfusionMatrix {
  /// With more classes the matrix is too large to read.
  static let mostClasses = 20

  let classCount: Int
  private var counts: [Int]

  init(classCount: Int) {
    self.classCount = classCount
    counts = Array(repeating: 0, count: classCount * classCount)
  }

  mutating func count(_ actual: Int, as predicted: Int) {
    counts[actual * classCount + predicted] += 1
  }

  subscript(actual: Int, predicted: Int) -> Int { counts[actual * classCount + predicted] }

  /// The number of samples of a class.
  func samples(of actual: Int) -> Int { row(actual).reduce(0, +) }

  /// How often a class was taken for each.
  func row(_ actual: Int) -> ArraySlice<Int> {
    counts[(actual * classCount)..<((actual + 1) * classCount)]
  }

  var samples: Int { counts.reduce(0, +) }
  var correct: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }
  var accuracy: Double { Double(correct) / Double(max(1, samples)) }

  /// What was taken for something else, the most frequent first.
  var confusions: [(actual: Int, predicted: Int, count: Int)] {
    var found: [(actual: Int, predicted: Int, count: Int)] = []
    for actual in 0..<classCount {
      for predicted in 0..<classCount where predicted != actual && self[actual, predicted] > 0 {
        found.append((actual, predicted, self[actual, predicted]))
      }
    }
    return found.sorted {
      ($1.count, $0.actual, $0.predicted) < ($0.count, $1.actual, $1.predicted)
    }
  }
}
