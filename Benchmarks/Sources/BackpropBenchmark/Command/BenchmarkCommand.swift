import ArgumentParser

/// The command `backprop-benchmark`.
@main
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backprop-benchmark",
    abstract: "Times the library against plain loops, plain OpenBLAS and other libraries.",
    subcommands: [RunCommand.self, CheckCommand.self],
    defaultSubcommand: RunCommand.self)
}
