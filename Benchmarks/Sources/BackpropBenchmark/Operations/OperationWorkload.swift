/// A variant of an operation, with what it computed last.
struct CheckedVariant {
  let variant: Variant
  let result: () throws -> [Double]

  init(_ variant: Variant, result: @escaping () throws -> [Double]) {
    self.variant = variant
    self.result = result
  }

  /// A peer, asked for its result.
  init(_ peer: Peer, _ work: PeerWork) {
    variant = peer.variant(work)
    result = { try peer.values(work, steps: 1) }
  }
}

extension Workload {
  /// An operation, whose variants are compared with the first, element by element.
  static func operation(
    _ name: String, detail: String, _ precision: Precision, operations: Double, tolerance: Double,
    _ variants: [CheckedVariant]
  ) -> Workload {
    Workload(
      suite: .ops, name: name, detail: detail, precision: precision, operations: operations,
      variants: variants.map(\.variant)
    ) {
      // Those in this process are run once; a peer computes its result when it is asked.
      for variant in variants.map(\.variant) where !variant.isPeer {
        try variant.prepare()
        _ = try variant.time(1)
        variant.finish()
      }
      let reference = try variants[0].result()
      return try variants.dropFirst().map {
        Agreement($0.variant.name, try $0.result(), reference, tolerance: tolerance)
      }
    }
  }
}

/// A variable that closures share.
final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
