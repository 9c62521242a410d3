import ArgumentParser
import LinearAlgebra

/// Measures what the project promises: `backprop-benchmark check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Measures whether the limits of docs/performance.md are kept; fails on a miss.",
    discussion: """
      All limits are ratios of times from the same interleaved rounds but the one of the smallest \
      step. Limits against libraries that can't be imported are reported as not measured. The \
      limits are for two cores of a machine that does nothing else.
      """)

  @Option(
    name: .customLong("case"),
    help: "Cases separated by commas, or how their names begin: mnist,linear.")
  var cases = ""
  @OptionGroup var peerOptions: PeerOptions

  func run() throws {
    let peers = peerOptions.start()
    var rows: [AcceptanceRow] = []
    for suite in [Suite.steps, .ops, .inference, .threads] {
      let catalog = WorkloadCatalog(
        suites: [suite], cases: commaSeparated(cases.lowercased()),
        precisions: Precision.allCases, optimizers: [.sgd],
        threads: Parallel.availableProcessors, sizes: [512, 1024], peers: peers,
        includesNaiveSteps: false, loopOrders: [.ijk])
      // Loops of a size of 1024 take many seconds a run: there a round must do.
      let rounds = InterleavedRounds(rounds: suite == .ops ? 1...9 : 7...31, secondsPerWorkload: 2)
      try catalog.forEach { workload in
        guard Acceptance.concerns(workload) else { return }
        Reporter.progress("\(suite.rawValue): \(workload.title)")
        try workload.checkAgreement()
        let limits = Acceptance.rows(try rounds.measure(workload))
        rows += limits
        Reporter.progress("")
        for row in limits where row.isMissed { Reporter.note("missed: \(row.what)") }
      } endOfGroup: {
      }
    }
    print(AcceptanceRow.table(rows))
    let misses = rows.count(where: \.isMissed)
    let unmeasured = rows.count { $0.measured == nil }
    print("\(rows.count) limits: \(misses) missed, \(unmeasured) not measured")
    if misses > 0 { throw ExitCode.failure }
  }
}
