import Backprop

/// The networks that the benchmark measures: sizes of the layers, and of the batch.
enum Workload: String, CaseIterable {
  case dot, tiny, small, mnist, mid, wide

  var sizes: [Int] {
    switch self {
    case .dot: [2, 8, 2]
    case .tiny: [4, 16, 16, 3]
    case .small: [64, 32, 10]
    case .mnist: [784, 256, 128, 10]
    case .mid: [784, 512, 512, 10]
    case .wide: [2048, 2048, 2048, 1000]
    }
  }

  var batch: Int {
    switch self {
    case .dot: 1
    case .tiny, .small: 32
    case .mnist: 128
    case .mid: 256
    case .wide: 512
    }
  }

  /// Linear layers with ReLU between them; where `isVaried`, with containers in containers, Identity
  /// and Dropout too. Always the same numbers.
  func network<Scalar: BLASScalar>(
    of type: Scalar.Type = Scalar.self, isVaried: Bool = false
  ) -> Sequential<Scalar> {
    RandomSource.seed(5)
    let net = Sequential<Scalar>()
    for index in 0..<(sizes.count - 1) {
      let linear = Linear<Scalar>(sizes[index], sizes[index + 1])
      guard index < sizes.count - 2 else {
        net.add(linear)
        break
      }
      if isVaried {
        net.add(Sequential(Identity(), linear, Sequential(ReLU(), Dropout(keep: 0.9))))
      } else {
        net.add(linear)
        net.add(ReLU())
      }
    }
    net.computesGradInput = false
    return net
  }

  /// The network with a criterion, an optimizer and data.
  func setup<Scalar: BLASScalar>(
    isVaried: Bool = false, _ makeOptimizer: ([Parameter<Scalar>]) -> Optimizer<Scalar>
  ) -> TrainingSetup<Scalar> {
    TrainingSetup(
      rawValue, network(isVaried: isVaried), CrossEntropyCriterion(), .indices,
      features: sizes[0], classes: sizes[sizes.count - 1], batch: batch, makeOptimizer)
  }
}
