import ArgumentParser
import Backprop
import Foundation

/// The command `backprop-benchmark`.
@main
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backprop-benchmark",
    abstract: "Times the library against naive Swift loops on the same work.",
    discussion: """
      Every variant of an operation is first checked to compute the same; then all are timed in \
      turn, round after round. "times" says how many times faster than the loops i, j, k a variant \
      is: the median of the ratios of each round.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }
  enum Precision: String, ExpressibleByArgument, CaseIterable { case f64, f32, both }

  @Option(help: "Sizes to run at, separated by commas.")
  var sizes = "16,32,64,128,256,512,1024"
  @Option(help: "f64, f32 or both.")
  var precision = Precision.both
  @Option(help: "The number of threads (default: all cores).")
  var threads: Int?
  @Option(help: "text or json: one object a line.")
  var format = Format.text
  @Flag(help: "Small sizes and few rounds.")
  var quick = false
  @Flag(help: "Only check that the variants agree; time nothing.")
  var check = false

  private var sizeList: [Int] { sizes.split(separator: ",").compactMap { Int($0) } }

  func validate() throws {
    let count = sizes.split(separator: ",", omittingEmptySubsequences: false).count
    guard sizeList.count == count, sizeList.allSatisfy({ $0 >= 1 }) else {
      throw ValidationError("--sizes takes whole numbers from 1 on, separated by commas")
    }
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    let sizes = quick ? sizeList.filter { $0 <= 256 } : sizeList
    if format == .text {
      print(
        "OpenBLAS kernels: \(OpenBLAS.kernelName); vector instructions: "
          + "\(InstructionSet.current); threads: \(Parallel.threadCount)\n")
    }
    if precision != .f32 { try run(Operations<Double>(precision: "f64"), sizes) }
    if precision != .f64 { try run(Operations<Float>(precision: "f32"), sizes) }
  }

  private func run<Scalar>(_ operations: Operations<Scalar>, _ sizes: [Int]) throws {
    var operations = operations
    for size in sizes {
      let rows = try operations.workloads(size: size).flatMap(measure)
      try report(rows)
    }
  }

  /// Checks that the variants agree, and times them unless only the check is wanted.
  private func measure(_ workload: Workload) throws -> [ResultRow] {
    let disagreements = workload.disagreements()
    for (variant, multiple) in disagreements where !(multiple <= 1) {
      throw Disagreement(
        description: "\(workload.name) \(workload.size) \(workload.precision): \(variant) differs "
          + "from \(workload.variants[0].name) by \(formatSignificant(multiple)) times the rounding "
          + "allowed")
    }
    if check {
      print("\(workload.name) \(workload.size) \(workload.precision): all variants agree")
      return []
    }
    let rounds = InterleavedRounds(
      rounds: quick ? 3...5 : 3...25, secondsPerWorkload: quick ? 0.2 : 1)
    let measurements = rounds.measure(workload)
    return measurements.enumerated().map { index, measurement in
      let ratios = zip(measurements[0].seconds, measurement.seconds).map { $0 / $1 }
      return ResultRow(
        suite: "ops", case: workload.name, size: workload.size, precision: workload.precision,
        threads: Parallel.threadCount, variant: measurement.variant,
        medianSeconds: measurement.median, spread: measurement.spread,
        gflops: workload.operations / measurement.median * 1e-9, speedup: ratios.median,
        disagreement: index == 0 ? 0 : disagreements[index - 1].multiple)
    }
  }

  private func report(_ rows: [ResultRow]) throws {
    switch format {
    case .text:
      if !rows.isEmpty { print(ResultRow.table(rows)) }
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      for row in rows { print(String(decoding: try encoder.encode(row), as: UTF8.self)) }
    }
  }
}

/// Two variants do not compute the same.
struct Disagreement: Error, CustomStringConvertible {
  let description: String
}
