import Backprop

/// A forward pass in evaluation mode.
struct InferenceWorkload<Scalar: BenchmarkScalar> {
  let suite: Suite
  let network: NetworkCase
  let peers: [Peer]

  private var peerWork: PeerWork {
    PeerWork(
      kind: .inference, sizes: network.sizes, batch: network.batch, precision: Scalar.precision)
  }

  func compared(threads: Int) -> Workload {
    let (net, input) = makeInference()
    let floor = FloorProducts<Scalar>(network, training: false)
    let variants =
      [
        Variant.floor(threads: threads, floor.run),
        Variant.library(threads: threads) { net.forward(input) },
      ] + peers.map { $0.variant(peerWork) }
    return workload(variants) {
      let reference = referenceOutput()
      var agreements = [agreement("library", net.forward(input).doubles, reference)]
      for peer in peers {
        agreements.append(agreement(peer.name, try peer.values(peerWork, steps: 1), reference))
      }
      return agreements
    }
  }

  func library(threadCounts: [Int]) -> Workload {
    let nets = threadCounts.map { _ in makeInference() }
    let variants = zip(threadCounts, nets).map { count, inference in
      Variant.library(threads: count) { inference.net.forward(inference.input) }
    }
    return workload(variants) {
      let reference = referenceOutput()
      return zip(threadCounts, nets).map { count, inference in
        Parallel.threadCount = count
        return agreement(
          "library, \(count) threads", inference.net.forward(inference.input).doubles, reference)
      }
    }
  }

  private func makeInference() -> (net: Sequential<Scalar>, input: Tensor<Scalar>) {
    let net: Sequential<Scalar> = makeNetwork(network)
    net.evaluate()
    return (net, makeInput(network))
  }

  /// The forward pass with plain loops around `cblas_?gemm`.
  private func referenceOutput() -> [Double] {
    let parameters: [[Scalar]] = SharedNumbers.parameters(of: network)
    var values: [Scalar] = SharedNumbers.input(of: network)
    for (index, layer) in network.layers.enumerated() {
      if index > 0 { NaiveLoops.rectify(&values) }
      var outputs = [Scalar](repeating: 0, count: network.batch * layer.outputs)
      Scalar.plainProduct(
        false, false, network.batch, layer.outputs, layer.inputs, values, parameters[2 * index],
        &outputs)
      NaiveLoops.addRow(parameters[2 * index + 1], network.batch, layer.outputs, to: &outputs)
      values = outputs
    }
    return values.map(\.asDouble)
  }

  private func agreement(_ name: String, _ found: [Double], _ reference: [Double]) -> Agreement {
    Agreement(name, found, reference, tolerance: 100 * Scalar.precision.ulpOfOne)
  }

  private func workload(
    _ variants: [Variant], _ agreement: @escaping () throws -> [Agreement]
  ) -> Workload {
    Workload(
      suite: suite, name: network.name, detail: "batch \(network.batch)",
      precision: Scalar.precision, operations: network.forwardOperations, variants: variants,
      agreement: agreement)
  }
}

extension Tensor {
  /// The scalars in row-major order, exactly.
  var doubles: [Double] { scalars.map(\.asDouble) }
}
