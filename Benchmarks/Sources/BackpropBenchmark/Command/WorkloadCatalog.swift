import LinearAlgebra

/// The workloads that were asked for. They are made one after the other, when their turn comes:
/// together they would not fit the memory.
struct WorkloadCatalog {
  let suites: [Suite]
  /// Names of cases, in lower case; all, if there are none.
  let cases: [String]
  let precisions: [Precision]
  let optimizers: [OptimizerKind]
  let threads: Int
  /// The sizes of the products in `ops`.
  let sizes: [Int]
  let peers: [Peer]
  /// Whether training steps are measured by plain loops too.
  var includesNaiveSteps = true
  /// The orders of the plain loops in `ops`.
  var loopOrders = LoopOrder.allCases

  /// Calls `body` with each, suite by suite and precision by precision; `endOfGroup` after each
  /// of those.
  func forEach(_ body: (Workload) throws -> Void, endOfGroup: () throws -> Void) throws {
    for suite in suites {
      for precision in precisions {
        switch precision {
        case .f64: try forEach(suite, Double.self, body)
        case .f32: try forEach(suite, Float.self, body)
        }
        try endOfGroup()
      }
    }
  }

  private func forEach<Scalar: BenchmarkScalar>(
    _ suite: Suite, _: Scalar.Type, _ body: (Workload) throws -> Void
  ) throws {
    let peers = peers.filter { $0.computes(in: Scalar.precision) }
    switch suite {
    case .ops: try forEachOperation(Scalar.self, peers, body)
    case .steps:
      for network in NetworkCase.steps where isWanted(network.name) {
        for optimizer in optimizers {
          let step = StepWorkload<Scalar>(
            suite: suite, network: network, optimizer: optimizer, peers: peers,
            includesNaive: includesNaiveSteps && network.isFeasibleNaively)
          try body(step.compared(threads: threads))
        }
      }
    case .inference:
      for network in inferences {
        let inference = InferenceWorkload<Scalar>(suite: suite, network: network, peers: peers)
        try body(inference.compared(threads: threads))
      }
    case .threads: try forEachOfThreads(Scalar.self, body)
    case .scaling:
      for (name, networks) in NetworkCase.scaling where isWanted(name) {
        for (detail, network) in networks {
          let step = StepWorkload<Scalar>(
            suite: suite, network: network, optimizer: optimizers[0], peers: peers, detail: detail)
          try body(step.compared(threads: threads))
        }
      }
    }
  }

  private func forEachOperation<Scalar: BenchmarkScalar>(
    _: Scalar.Type, _ peers: [Peer], _ body: (Workload) throws -> Void
  ) throws {
    func pass(_ workloads: @autoclosure () -> [Workload]) throws {
      for workload in workloads() where isWanted(workload.name) { try body(workload) }
    }
    var layers = LayerOperations<Scalar>(threads: threads, orders: loopOrders)
    for size in sizes { try pass(layers.workloads(size: size)) }
    for size in sizes {
      try pass(ProductOperations<Scalar>(threads: threads).workloads(size: size))
    }
    for (batch, classes) in [(128, 10), (256, 100), (4096, 1000)] {
      try pass(
        RowOperations<Scalar>(
          threads: threads, batch: batch, classes: classes, peers: batch == 4096 ? peers : []
        ).workloads)
    }
    for count in [10_000, 1_000_000] {
      try pass(
        ElementwiseOperations<Scalar>(
          threads: threads, count: count, peers: count == 1_000_000 ? peers : []
        ).workloads)
    }
  }

  private func forEachOfThreads<Scalar: BenchmarkScalar>(
    _: Scalar.Type, _ body: (Workload) throws -> Void
  ) throws {
    let counts = Array(1...max(2, Parallel.availableProcessors))
    for network in NetworkCase.steps where isWanted(network.name) {
      for optimizer in optimizers {
        let step = StepWorkload<Scalar>(
          suite: .threads, network: network, optimizer: optimizer, peers: [])
        try body(step.library(threadCounts: counts))
      }
    }
    for network in [1, 256].map(NetworkCase.digits.with) where isWanted(network.name) {
      let inference = InferenceWorkload<Scalar>(suite: .threads, network: network, peers: [])
      try body(inference.library(threadCounts: counts))
    }
  }

  private var inferences: [NetworkCase] {
    ([.digits] + NetworkCase.steps).filter { isWanted($0.name) }.flatMap { network in
      [1, 256].map(network.with)
    }
  }

  private func isWanted(_ name: String) -> Bool {
    cases.isEmpty || cases.contains { name.lowercased().hasPrefix($0) }
  }
}
