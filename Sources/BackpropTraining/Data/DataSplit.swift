/// The samples of a data set in three parts: to train on, to choose settings by, to test with.
///
/// ```swift
/// let split = try DataSplit.stratified(classes: labels, validation: 0.1, test: 0.2, seed: 1)
/// let training = data.subset(split.training)
/// ```
///
/// A split is a function of its arguments. The positions in each part are in ascending order.
public struct DataSplit: Sendable, Hashable {
  /// The positions of the samples to train on.
  public let training: [Int]
  /// The positions of the samples to choose settings by.
  public let validation: [Int]
  /// The positions of the samples to test with, once.
  public let test: [Int]

  /// Splits `count` samples at random; `validation` and `test` are the shares of these parts.
  ///
  /// - Throws: `TrainingError` if there are too few samples for the parts that are asked for.
  public static func random(
    count: Int, validation: Double, test: Double = 0, seed: UInt64 = 0
  ) throws(TrainingError) -> DataSplit {
    try DataSplit([Array(0..<count)], validation, test, seed)
  }

  /// Splits at random so that each class (counted from 0) has its share in each part.
  ///
  /// A class always has a sample in the training part: one that is not learned can't be tested.
  ///
  /// - Throws: `TrainingError` if there are too few samples for the parts that are asked for.
  public static func stratified(
    classes: [Int], validation: Double, test: Double = 0, seed: UInt64 = 0
  ) throws(TrainingError) -> DataSplit {
    if let wrong = classes.first(where: { $0 < 0 }) {
      fatalError("DataSplit: class \(wrong), expected classes counted from 0")
    }
    var members = [[Int]](repeating: [], count: (classes.max() ?? -1) + 1)
    for (sample, index) in classes.enumerated() { members[index].append(sample) }
    return try DataSplit(members, validation, test, seed)
  }

  private init(
    _ groups: [[Int]], _ validationShare: Double, _ testShare: Double, _ seed: UInt64
  ) throws(TrainingError) {
    guard validationShare >= 0, testShare >= 0, validationShare + testShare < 1 else {
      fatalError(
        "DataSplit: shares of \(validationShare) and \(testShare) leave nothing to train on")
    }
    var (training, validation, test) = ([Int](), [Int](), [Int]())
    var generator = PhiloxGenerator(seed: seed)
    // Counted through from class to class, so that a part has its share also where classes are small.
    var tests = Share(testShare)
    var validations = Share(validationShare / (1 - testShare))
    for var samples in groups {
      generator.shuffle(&samples)
      var hasTraining = false
      for (position, sample) in samples.enumerated() {
        let mustTrain = position == samples.count - 1 && !hasTraining
        if tests.takesNext(), !mustTrain {
          test.append(sample)
        } else if validations.takesNext(), !mustTrain {
          validation.append(sample)
        } else {
          training.append(sample)
          hasTraining = true
        }
      }
    }
    for (part, share, name) in [
      (validation, validationShare, "validation"), (test, testShare, "test"),
    ] where part.isEmpty && share > 0 {
      let count = training.count + validation.count + test.count
      throw TrainingError("\(count) samples are too few for a \(name) part of \(share) of them")
    }
    self.training = training.sorted()
    self.validation = validation.sorted()
    self.test = test.sorted()
  }

  /// Takes every so many, so that of the first n there are n times the share, rounded.
  private struct Share {
    private let share: Double
    private var count = 0.0

    init(_ share: Double) { self.share = share }

    mutating func takesNext() -> Bool {
      defer { count += 1 }
      return ((count + 1) * share).rounded() > (count * share).rounded()
    }
  }
}
