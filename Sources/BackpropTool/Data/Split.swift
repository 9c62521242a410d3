import LinearAlgebra

/// A fifth of the samples is held out; each class has its share in both parts.
///
/// The split is the same on every run, whatever the seed of the training is, so that the accuracies
/// of several runs can be compared.
struct Split {
  /// With fewer there would be nothing to hold out.
  static let fewestSamples = 5
  private static let every = 5
  private static let seed: UInt64 = 0

  private(set) var training: [Int] = []
  private(set) var heldOut: [Int] = []

  init(classes: [Int], count classCount: Int) throws {
    var members = [[Int]](repeating: [], count: classCount)
    for (sample, index) in classes.enumerated() { members[index].append(sample) }
    var generator = PhiloxGenerator(seed: Self.seed)
    // Every fifth, counted through from class to class: so the held-out part is a fifth also where
    // the classes are small.
    var position = Self.every / 2
    for var samples in members {
      generator.shuffle(&samples)
      for sample in samples {
        position += 1
        // A class of one sample can't be tested if it isn't learned.
        if position % Self.every == 0, samples.count > 1 {
          heldOut.append(sample)
        } else {
          training.append(sample)
        }
      }
    }
    training.sort()
    heldOut.sort()
    guard !heldOut.isEmpty else {
      throw InputError("too few rows a class: none of them can be held out")
    }
  }
}
