/// How well a network does on samples that it doesn't train on.
public struct Evaluation: Sendable, Equatable {
  /// The mean loss.
  public let loss: Double
  /// The number of samples.
  public let samples: Int
  /// The values of the metrics, by name.
  public let metrics: [String: Double]
}
