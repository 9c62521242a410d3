import BackpropTraining

/// A fifth of the samples is held out; each class has its share in both parts.
///
/// The split is the same on every run, whatever the seed of the training is, so that the accuracies
/// of several runs can be compared.
struct Split {
  /// With fewer there would be nothing to hold out.
  static let fewestSamples = 5

  let training: [Int]
  let heldOut: [Int]

  init(classes: [Int]) throws {
    do {
      let split = try DataSplit.stratified(classes: classes, validation: 0.2, seed: 0)
      training = split.training
      heldOut = split.validation
    } catch {
      throw InputError("too few rows a class: none of them can be held out")
    }
  }
}
