import LinearAlgebra

/// The matrix products of a pass through a network, and nothing else: no bias, no activation, no
/// loss, no update.
final class FloorProducts<Scalar: BenchmarkScalar> {
  private typealias Buffer = UnsafeMutablePointer<Scalar>

  private struct Product {
    let transposeA, transposeB: Bool
    let m, n, k: Int
    let a, b, c: Buffer
  }

  private var products: [Product] = []
  private var buffers: [UnsafeMutableRawPointer] = []

  /// The products of a forward pass and, for training, those of the backward pass, without the
  /// gradient of the network's input.
  init(_ network: NetworkCase, training: Bool) {
    let batch = network.batch
    let values = network.sizes.map { buffer(batch * $0, scale: 1) }
    let layers = network.layers
    let weights = layers.map { buffer($0.inputs * $0.outputs, scale: $0.scale) }
    for (index, layer) in layers.enumerated() {
      products.append(
        Product(
          transposeA: false, transposeB: false, m: batch, n: layer.outputs, k: layer.inputs,
          a: values[index], b: weights[index], c: values[index + 1]))
    }
    guard training else { return }
    let gradients = network.sizes.map { buffer(batch * $0, scale: 1) }
    for (index, layer) in layers.enumerated().reversed() {
      if index > 0 {
        products.append(
          Product(
            transposeA: false, transposeB: true, m: batch, n: layer.inputs, k: layer.outputs,
            a: gradients[index + 1], b: weights[index], c: gradients[index]))
      }
      products.append(
        Product(
          transposeA: true, transposeB: false, m: layer.inputs, n: layer.outputs, k: batch,
          a: values[index], b: gradients[index + 1],
          c: buffer(layer.inputs * layer.outputs, scale: 1)))
    }
  }

  deinit {
    for buffer in buffers { buffer.deallocate() }
  }

  /// Aligned as the library's tensors are.
  private func buffer(_ count: Int, scale: Double) -> Buffer {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Scalar>.stride, alignment: 64)
    buffers.append(raw)
    let buffer = raw.bindMemory(to: Scalar.self, capacity: count)
    let numbers: [Scalar] = SharedNumbers.uniform(
      count, stream: UInt32(buffers.count), scale: scale)
    buffer.initialize(from: numbers, count: count)
    return buffer
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func run() {
    for product in products {
      Scalar.plainProduct(
        product.transposeA, product.transposeB, product.m, product.n, product.k, product.a,
        product.b, product.c)
    }
  }
}
