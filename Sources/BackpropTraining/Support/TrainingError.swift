/// Something is wrong with what training was given, or with what came of it: data that can't be split,
/// a checkpoint of another network, a loss that is no number.
public struct TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error in words.
  public let description: String

  /// Describes an error.
  public init(_ description: String) { self.description = description }
}
