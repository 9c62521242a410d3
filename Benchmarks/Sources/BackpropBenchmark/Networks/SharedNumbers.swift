import LinearAlgebra

/// Initial parameters, inputs and targets by a formula that every variant can compute for itself,
/// in whatever language (see `Benchmarks/Peers/worker.py`).
enum SharedNumbers {
  /// Mixes the bits of a number (the finaliser of a hash function).
  private static func mix(_ value: UInt32) -> UInt32 {
    var x = value
    x = (x ^ (x >> 16)) &* 0x85eb_ca6b
    x = (x ^ (x >> 13)) &* 0xc2b2_ae35
    return x ^ (x >> 16)
  }

  private static func word(_ index: Int, _ stream: UInt32) -> UInt32 {
    mix(UInt32(truncatingIfNeeded: index) &+ stream &* 0x9e37_79b9)
  }

  /// Numbers distributed evenly on +-scale.
  static func uniform<Scalar: BLASScalar>(
    _ count: Int, stream: UInt32, scale: Double = 1
  ) -> [Scalar] {
    (0..<count).map { index in
      Scalar((Double(word(index, stream)) / 2_147_483_648 - 1) * scale)
    }
  }

  /// Parameters of the layers of a network, weights and biases in turn.
  static func parameters<Scalar: BLASScalar>(of network: NetworkCase) -> [[Scalar]] {
    network.layers.enumerated().flatMap { index, layer -> [[Scalar]] in
      let stream = UInt32(2 * index)
      return [
        uniform(layer.inputs * layer.outputs, stream: stream + 1, scale: layer.scale),
        uniform(layer.outputs, stream: stream + 2, scale: layer.scale),
      ]
    }
  }

  /// The batch that a network is given.
  static func input<Scalar: BLASScalar>(of network: NetworkCase) -> [Scalar] {
    uniform(network.batch * network.sizes[0], stream: 1001)
  }

  /// The classes of the batch, as indices.
  static func targets(of network: NetworkCase) -> [Int] {
    (0..<network.batch).map { Int(word($0, 1002)) % network.classes }
  }
}
