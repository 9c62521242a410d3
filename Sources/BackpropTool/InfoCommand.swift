import ArgumentParser
import Backprop

/// Tells what the library computes with.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Tell which BLAS, which vector instructions and how many threads are used.")

  @Option(help: "For people, or for programs: a JSON object.")
  var format = OutputFormat.text

  func run() {
    switch format {
    case .text:
      let facts = [
        ("backprop", BackpropCommand.version),
        ("BLAS", OpenBLAS.configuration.trimmed),
        ("BLAS kernels", OpenBLAS.kernelName),
        ("instructions", InstructionSet.current.description),
        ("threads", "\(Parallel.threadCount) (BACKPROP_NUM_THREADS)"),
        ("processors", "\(Parallel.availableProcessors)"),
        ("architecture", architecture),
      ]
      for (name, value) in facts {
        let line = (name.left(14) + value).wrapped(to: Terminal.textWidth, indent: 14)
        StandardOutput.writeLine(line)
      }
    case .json:
      let object = JSON.object([
        ("version", .string(BackpropCommand.version)),
        ("blas", .string(OpenBLAS.configuration.trimmed)),
        ("blas_kernel", .string(OpenBLAS.kernelName)),
        ("instructions", .string(InstructionSet.current.description)),
        ("threads", .integer(Parallel.threadCount)),
        ("processors", .integer(Parallel.availableProcessors)),
        ("architecture", .string(architecture)),
      ])
      StandardOutput.writeLine(object.description)
    }
  }

  private var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }
}

extension String {
  /// Without blanks at either end.
  fileprivate var trimmed: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
