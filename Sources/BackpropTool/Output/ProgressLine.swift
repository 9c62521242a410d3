import BackpropTraining

/// The line that is redrawn while a network trains: a bar, and what the last epoch gave.
struct ProgressLine {
  let epochs: Int
  /// How much of all epochs is done.
  var share = 0.0
  var epoch = 1
  var last: EpochResult?

  /// The line in at most `width` characters; what there is no room for is left out.
  func text(width: Int) -> String {
    var parts = ["\(String(epoch).right(String(epochs).count))/\(epochs)"]
    if let last {
      parts += [
        "loss \(last.loss.asLoss)", "training \(last.trainingAccuracy.asPercent)",
        "held out \(last.heldOut.accuracy.asPercent)",
        "\(Int(last.samplesPerSecond).grouped)/s",
      ]
    }
    let brackets = 2
    let shortestBar = 8
    func room() -> Int { width - brackets - parts.reduce(0) { $0 + 2 + $1.count } }
    // The speed goes first, then the training accuracy, then the loss.
    for index in [4, 2, 1] where room() < shortestBar && index < parts.count {
      parts.remove(at: index)
    }
    let bar = min(30, room())
    guard bar >= 1 else { return String(parts.joined(separator: "  ").prefix(max(0, width))) }
    let done = min(bar, Int(Double(bar) * share))
    let drawn = String(repeating: "#", count: done) + String(repeating: ".", count: bar - done)
    return (["[\(drawn)]"] + parts).joined(separator: "  ")
  }
}
