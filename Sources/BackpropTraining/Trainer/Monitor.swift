import TensorFormats

/// A number of the history that is watched, and which way is better.
///
/// ```swift
/// EarlyStopping(.validation("accuracy", .higher), patience: 5)
/// ```
public struct Monitor: Sendable, Hashable {
  /// Which numbers are better.
  public enum Goal: Sendable, Hashable {
    /// Lower ones: a loss.
    case lower
    /// Higher ones: an accuracy.
    case higher
  }

  /// The name in `EpochRecord`.
  public let name: String
  /// Which numbers are better.
  public let goal: Goal

  /// Watches the number of that name.
  public init(_ name: String, _ goal: Goal) {
    self.name = name
    self.goal = goal
  }

  /// The loss of the validation part.
  public static let validationLoss = Monitor("validation loss", .lower)
  /// The loss of the training samples.
  public static let loss = Monitor("loss", .lower)
  /// A metric of the validation part.
  public static func validation(_ metric: String, _ goal: Goal) -> Monitor {
    Monitor("validation " + metric, goal)
  }

  /// Whether a number is better than the best so far, by more than `margin`. NaN never is, and
  /// anything else is better than nothing.
  public func isBetter(_ value: Double, than best: Double?, by margin: Double = 0) -> Bool {
    guard let best else { return !value.isNaN }
    return goal == .lower ? value < best - margin : value > best + margin
  }

  /// The number in a record.
  ///
  /// - Throws: `TrainingError` if there is none of that name.
  public func value(in record: EpochRecord) throws(TrainingError) -> Double {
    guard let value = record[name] else {
      let names = record.entries.map(\.name.quoted).joined(separator: ", ")
      throw TrainingError("\(name.quoted) can't be watched: an epoch has \(names)")
    }
    return value
  }
}
