import ArgumentParser
import Glibc

/// The command `backprop`.
@main
struct BackpropCommand: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "backprop",
    abstract: "Train neural networks on the command line.",
    discussion: """
      EXAMPLES:
        backprop train                    on the digits that come with the program
        backprop train --data iris.csv    on a file of your own
        backprop predict iris.safetensors flowers.csv
        backprop inspect model.safetensors
        backprop info                     what it computes with

      Exit status: 0, or 1 if the data is wrong or the training diverges, or 64 if the arguments are \
      wrong, or 130 after Ctrl-C.
      """,
    version: version,
    subcommands: [
      TrainCommand.self, PredictCommand.self, InspectCommand.self, InfoCommand.self,
    ])

  /// Runs the command. In place of the argument parser's own, to prefix messages as programs do.
  static func main() {
    // A reader that goes away (`backprop train | head -1`) ends the program, without a word.
    signal(SIGPIPE, SIG_DFL)
    Cursor.restoreOnSignals()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Cursor.show()
      leave(error)
    }
  }

  private static func leave(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if code == .success {
      // What was asked for: help, or the version.
      if !message.isEmpty { StandardOutput.writeLine(message) }
    } else {
      let prefix = "Error: "
      let text = message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
      StandardError.writeLine("backprop: " + text)
    }
    Glibc.exit(code.rawValue)
  }
}
