import TensorFormats

/// Writes the history into a CSV file after every epoch: a row for each, with the names in the first.
///
/// ```swift
/// try trainer.fit(loader, epochs: 20, callbacks: [CSVLog("history.csv")])
/// // epoch,loss,learning rate,seconds
/// // 1,0.4312,0.001,1.42
/// ```
///
/// The whole file is written each time, safely, so a training that is resumed leaves no row twice.
public final class CSVLog<Scalar: BLASScalar>: TrainingCallback<Scalar> {
  /// Where the file stands.
  public let path: String

  /// Makes a callback.
  public init(_ path: String) { self.path = path }

  public override func epochDidEnd(_ trainer: Trainer<Scalar>) throws {
    var names: [String] = []
    for entry in trainer.history.flatMap(\.entries) where !names.contains(entry.name) {
      names.append(entry.name)
    }
    var text = (["epoch"] + names.map(Self.field)).joined(separator: ",") + "\n"
    for record in trainer.history {
      let values = names.map { name in record[name].map { "\($0)" } ?? "" }
      text += (["\(record.epoch)"] + values).joined(separator: ",") + "\n"
    }
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  private static func field(_ name: String) -> String {
    guard name.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return name }
    return "\"" + name.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
