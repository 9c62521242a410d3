import LinearAlgebra

/// What all training steps have in common, whichever suite they belong to.
struct StepWorkload<Scalar: BenchmarkScalar> {
  let suite: Suite
  let network: NetworkCase
  let optimizer: OptimizerKind
  let peers: [Peer]
  var detail = ""
  var includesNaive = false

  private var peerWork: PeerWork {
    PeerWork(
      kind: .step, sizes: network.sizes, batch: network.batch, precision: Scalar.precision,
      optimizer: optimizer, rate: optimizer.rateOfTiming)
  }

  /// Naive loops where they are feasible, the floor, the library, and the peers.
  func compared(threads: Int) -> Workload {
    let library = LibraryStep<Scalar>(network, optimizer)
    let floor = FloorProducts<Scalar>(network, training: true)
    var naive: [(String, NaiveStep<Scalar>)] = []
    if includesNaive {
      naive.append(("naive", NaiveStep<Scalar>(network, optimizer)))
    }
    var variants = naive.map { name, step in Variant.naive(name, step.run) }
    variants.append(.floor(threads: threads, floor.run))
    variants.append(.library(threads: threads, library.run))
    variants += peers.map { $0.variant(peerWork) }
    return workload(variants) {
      let reference = makeAgreement()
      var agreements = naive.map { reference.check($0, $1) }
      agreements.append(reference.check("library", library))
      for peer in peers {
        var work = peerWork
        work.rate = optimizer.rateOfAgreement
        let losses = try peer.values(work, steps: StepAgreement.stepCount)
        agreements.append(reference.check(peer.name, losses: losses))
      }
      return agreements
    }
  }

  /// The library at several numbers of threads.
  func library(threadCounts: [Int]) -> Workload {
    let steps = threadCounts.map { ($0, LibraryStep<Scalar>(network, optimizer)) }
    let variants = steps.map { count, step in
      Variant.library(threads: count, step.run)
    }
    return workload(variants) {
      let reference = makeAgreement()
      return steps.map { count, step in
        Parallel.threadCount = count
        return reference.check("library, \(count) threads", step)
      }
    }
  }

  private func makeAgreement() -> StepAgreement {
    let reference = NaiveStep<Scalar>(
      network, optimizer, products: network.isFeasibleNaively ? .loops : .blas)
    return StepAgreement(reference, network, optimizer)
  }

  private func workload(
    _ variants: [Variant], _ agreement: @escaping () throws -> [Agreement]
  ) -> Workload {
    Workload(
      suite: suite, name: network.name, detail: detail, precision: Scalar.precision,
      optimizer: optimizer, operations: network.stepOperations, variants: variants,
      agreement: agreement)
  }
}
