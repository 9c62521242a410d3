/// What came of an epoch: numbers with names.
///
/// The names are `loss` (over the training samples, each as its batch came by), those of the metrics,
/// the same with `validation ` before them where there is a validation part, `learning rate` (at the
/// end of the epoch) and `seconds`.
///
/// ```swift
/// record["validation accuracy"]  // 0.97
/// ```
public struct EpochRecord: Sendable, Equatable {
  /// A number and its name.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The number.
    public let value: Double
  }

  /// The epoch, counted from 1.
  public let epoch: Int
  /// The numbers, in the order of columns in a table.
  public internal(set) var entries: [Entry]

  /// Makes a record.
  public init(epoch: Int, _ entries: [(name: String, value: Double)]) {
    self.epoch = epoch
    self.entries = entries.map { Entry(name: $0.name, value: $0.value) }
  }

  /// The number with a name.
  public subscript(name: String) -> Double? { entries.first { $0.name == name }?.value }

  /// The mean loss of the training samples.
  public var loss: Double { self["loss"] ?? .nan }
  /// The mean loss of the validation part, if there is one.
  public var validationLoss: Double? { self["validation loss"] }
}
