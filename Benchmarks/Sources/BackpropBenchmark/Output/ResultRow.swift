import LinearAlgebra

/// What was measured of one variant of one workload.
struct ResultRow: Encodable {
  let suite: Suite
  let `case`: String
  /// How large it is, where the case doesn't say it.
  let detail: String
  /// The same where it is a number.
  let size: Int?
  let precision: Precision
  let optimizer: OptimizerKind?
  let threads: Int
  let variant: String
  let medianSeconds: Double
  let spread: Double
  let gflops: Double
  /// How many times as long as the floor it took, the median over the rounds.
  let ratioToFloor: Double?
  /// How many times faster than the first variant it was, the median over the rounds.
  let speedup: Double
  /// How many rounds were measured.
  let rounds: Int

  init(_ result: WorkloadResult, _ measurement: Measurement) {
    let workload = result.workload
    suite = workload.suite
    `case` = workload.name
    detail = workload.detail
    size = Int(workload.detail)
    precision = workload.precision
    optimizer = workload.optimizer
    threads = measurement.threads
    variant = measurement.variant
    medianSeconds = measurement.median
    spread = measurement.spread
    gflops = workload.operations / measurement.median * 1e-9
    ratioToFloor = result.measurement("floor").map { result.ratio(of: measurement, to: $0) }
    speedup = 1 / result.ratio(of: measurement, to: result.measurements[0])
    rounds = measurement.seconds.count
  }

  enum CodingKeys: String, CodingKey {
    case suite
    case `case`
    case detail
    case size
    case precision
    case optimizer
    case threads
    case variant
    case medianSeconds = "median_seconds"
    case spread
    case gflops
    case ratioToFloor = "ratio_to_floor"
    case speedup
    case rounds
  }

  /// All keys in every row: what there isn't is null.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(suite, forKey: .suite)
    try container.encode(self.case, forKey: .case)
    try container.encode(detail, forKey: .detail)
    try container.encode(size, forKey: .size)
    try container.encode(precision, forKey: .precision)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(threads, forKey: .threads)
    try container.encode(variant, forKey: .variant)
    try container.encode(medianSeconds, forKey: .medianSeconds)
    try container.encode(spread, forKey: .spread)
    try container.encode(gflops, forKey: .gflops)
    try container.encode(ratioToFloor, forKey: .ratioToFloor)
    try container.encode(speedup, forKey: .speedup)
    try container.encode(rounds, forKey: .rounds)
  }
}

extension WorkloadResult {
  var rows: [ResultRow] { measurements.map { ResultRow(self, $0) } }
}
