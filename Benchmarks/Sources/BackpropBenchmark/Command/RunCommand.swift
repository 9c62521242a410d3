import ArgumentParser
import Backprop
import Foundation

/// Measures suites: `backprop-benchmark run`, or without a subcommand.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Measures and prints (the default).",
    discussion: """
      Every variant of a case is first checked to compute the same; then all are timed in turn, \
      round after round. "times" says how many times faster than the first variant of its case a \
      variant is, "/ floor" how many times as long as the case's matrix products alone it takes: \
      medians of the ratios of each round.
      """)

  @Option(help: "Suites separated by commas: ops, steps, inference, threads, scaling, or all.")
  var suite = "ops,steps"
  @Option(
    name: .customLong("case"),
    help: "Cases separated by commas, or how their names begin: mnist,tiny or softmax.")
  var cases = ""
  @Option(help: "f64, f32 or both.")
  var precision = "both"
  @Option(help: "sgd, adam or both: of the training steps.")
  var optimizer = "sgd"
  @Option(help: "Sizes of the square products of ops, separated by commas.")
  var sizes = "16,32,64,128,256,512,1024"
  @Option(help: "The number of threads (default: all cores).")
  var threads: Int?
  @OptionGroup var peerOptions: PeerOptions
  @Option(help: "text, json (one object a line) or markdown.")
  var format = OutputFormat.text
  @Option(help: "Draws the training steps into this SVG file.")
  var chart: String?
  @Flag(help: "Small sizes and few rounds.")
  var quick = false
  @Flag(help: "Only check that the variants agree; time nothing.")
  var agreement = false

  func validate() throws {
    _ = try selection()
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
  }

  func run() throws {
    let threads = threads ?? Parallel.availableProcessors
    if format == .text && !agreement {
      print(
        "OpenBLAS kernels: \(OpenBLAS.kernelName); vector instructions: "
          + "\(InstructionSet.current); threads: \(threads)\n")
    }
    let selection = try selection()
    let catalog = WorkloadCatalog(
      suites: selection.suites, cases: commaSeparated(cases.lowercased()),
      precisions: selection.precisions, optimizers: selection.optimizers, threads: threads,
      sizes: quick ? selection.sizes.filter { $0 <= 256 } : selection.sizes,
      peers: peerOptions.start())
    // Operations are many, and the loops among them slow; steps are few.
    let operationRounds = InterleavedRounds(
      rounds: quick ? 3...5 : 2...25, secondsPerWorkload: quick ? 0.1 : 0.5)
    let networkRounds = InterleavedRounds(
      rounds: quick ? 3...5 : 5...25, secondsPerWorkload: quick ? 0.1 : 2)
    let reporter = Reporter(format)
    var count = 0
    try catalog.forEach { workload in
      count += 1
      Reporter.progress(workload.title)
      try workload.checkAgreement()
      if agreement {
        print("\(workload.suite.rawValue): \(workload.title): all variants agree")
      } else {
        let rounds = workload.suite == .ops ? operationRounds : networkRounds
        try reporter.add(rounds.measure(workload))
      }
      Reporter.progress("")
    } endOfGroup: {
      reporter.endOfGroup()
    }
    if count == 0 { throw ValidationError("there is no case \"\(cases)\" in \(suite)") }
    if let chart {
      try StepChart(reporter.rows).svg.write(toFile: chart, atomically: true, encoding: .utf8)
    }
  }

  private struct Selection {
    let suites: [Suite]
    let precisions: [Precision]
    let optimizers: [OptimizerKind]
    let sizes: [Int]
  }

  private func selection() throws -> Selection {
    let sizes = try commaSeparated(sizes).map { text in
      guard let size = Int(text), size >= 1 else {
        throw ValidationError("--sizes takes whole numbers from 1 on, separated by commas")
      }
      return size
    }
    return Selection(
      suites: try choices("--suite", suite, everything: "all"),
      precisions: try choices("--precision", precision, everything: "both"),
      optimizers: try choices("--optimizer", optimizer, everything: "both"), sizes: sizes)
  }
}

func commaSeparated(_ text: String) -> [String] {
  text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
}

/// What a list of names, separated by commas, selects.
private func choices<Choice: RawRepresentable & CaseIterable>(
  _ option: String, _ text: String, everything: String
) throws -> [Choice] where Choice.RawValue == String {
  if text == everything { return Array(Choice.allCases) }
  let chosen = try commaSeparated(text).map { name in
    guard let choice = Choice(rawValue: name) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option): \"\(name)\" is none of \(names), \(everything)")
    }
    return choice
  }
  guard !chosen.isEmpty else { throw ValidationError("\(option): nothing is selected") }
  return chosen
}
