import Backprop
import Foundation

/// Activations, Dropout and optimizers on many elements.
struct ElementwiseOperations<Scalar: BenchmarkScalar> {
  let threads: Int
  let count: Int
  let peers: [Peer]

  private var shape: Shape { Shape(count / 1000, 1000) }
  private var zeros: [Scalar] { [Scalar](repeating: 0, count: count) }

  private func numbers(stream: UInt32) -> [Scalar] {
    SharedNumbers.uniform(count, stream: stream, scale: 4)
  }

  private func workload(_ name: String, _ variants: [CheckedVariant]) -> Workload {
    .operation(
      name, detail: "\(count)", Scalar.precision, operations: Double(count),
      tolerance: 16 * Scalar.precision.ulpOfOne, variants)
  }

  var workloads: [Workload] {
    [
      forward("ReLU", ReLU()) { max($0, 0) },
      forward("LeakyReLU", LeakyReLU()) { $0 > 0 ? $0 : $0 * 0.03 },
      forward("Sigmoid", Sigmoid()) { Scalar(1 / (1 + exp(-$0.asDouble))) },
      forward("Tanh", Tanh()) { Scalar(tanh($0.asDouble)) },
      backward("ReLU", ReLU()) { $0 > 0 ? 1 : 0 },
      backward("Sigmoid", Sigmoid()) {
        let y = Scalar(1 / (1 + exp(-$0.asDouble)))
        return y * (1 - y)
      },
      dropout, sgd, adam,
    ]
  }

  private func forward(
    _ name: String, _ module: Module<Scalar>, _ function: @escaping (Scalar) -> Scalar
  ) -> Workload {
    let x = numbers(stream: 1001)
    let input = Tensor(shape: shape, x)
    let y = Box(zeros)
    return workload(
      "\(name) forward",
      [
        CheckedVariant(
          .naive { for i in 0..<x.count { y.value[i] = function(x[i]) } },
          result: { y.value.map(\.asDouble) }),
        CheckedVariant(
          .library(threads: threads) { module.forward(input) }, result: { module.output.doubles }),
      ])
  }

  private func backward(
    _ name: String, _ module: Module<Scalar>, _ derivative: @escaping (Scalar) -> Scalar
  ) -> Workload {
    let (x, dy) = (numbers(stream: 1001), numbers(stream: 1003))
    let (input, gradOutput) = (Tensor(shape: shape, x), Tensor(shape: shape, dy))
    let dx = Box(zeros)
    module.forward(input)
    return workload(
      "\(name) backward",
      [
        CheckedVariant(
          .naive { for i in 0..<x.count { dx.value[i] = dy[i] * derivative(x[i]) } },
          result: { dx.value.map(\.asDouble) }),
        CheckedVariant(
          .library(threads: threads) { module.backward(input, gradOutput) },
          result: { module.gradInput.doubles }),
      ])
  }

  /// Everybody draws other masks: there is nothing to compare but the number of elements kept.
  private var dropout: Workload {
    let input = Tensor(shape: shape, numbers(stream: 1001))
    let module = Dropout<Scalar>(keep: 0.5, using: PhiloxGenerator(seed: 1))
    let work = PeerWork(
      kind: .dropout, sizes: [1000], batch: count / 1000, precision: Scalar.precision)
    let variants =
      [Variant.library(threads: threads) { module.forward(input) }]
      + peers.filter { $0.name == "torch" }.map { $0.variant(work) }
    let count = count
    return Workload(
      suite: .ops, name: "Dropout forward", detail: "\(count)", precision: Scalar.precision,
      operations: Double(count), variants: variants
    ) {
      let kept = module.forward(input).scalars.count { $0 != 0 }
      // Ten standard deviations of the number of elements kept.
      let deviation = abs(Double(kept) - Double(count) / 2) / (5 * Double(count).squareRoot())
      return [Agreement("library", deviation: deviation)]
    }
  }

  private var sgd: Workload {
    let gradients = numbers(stream: 2)
    let naive = Box(numbers(stream: 1))
    return step(
      "SGD step", gradients, result: { naive.value.map(\.asDouble) },
      naive: { NaiveLoops.sgd(&naive.value, gradients, rate: 1e-6) },
      library: { SGD([$0], learningRate: 1e-6) })
  }

  private var adam: Workload {
    let gradients = numbers(stream: 2)
    let naive = Box(numbers(stream: 1))
    let (mean, variance, count) = (Box(zeros), Box(zeros), Box(0))
    return step(
      "Adam step", gradients, result: { naive.value.map(\.asDouble) },
      naive: {
        count.value += 1
        NaiveLoops.adam(
          &naive.value, gradients, &mean.value, &variance.value, rate: 1e-6, step: count.value)
      }, library: { Adam([$0], learningRate: 1e-6) })
  }

  private func step(
    _ name: String, _ gradients: [Scalar], result: @escaping () -> [Double],
    naive: @escaping () -> Void, library: (Parameter<Scalar>) -> Optimizer<Scalar>
  ) -> Workload {
    let parameter = Parameter(name: "weight", Tensor(shape: shape, numbers(stream: 1)))
    let optimizer = library(parameter)
    parameter.grad = Tensor(shape: shape, gradients)
    return workload(
      name,
      [
        CheckedVariant(.naive("naive", naive), result: result),
        CheckedVariant(
          .library(threads: threads) { optimizer.step() },
          result: { parameter.value.doubles }),
      ])
  }
}
