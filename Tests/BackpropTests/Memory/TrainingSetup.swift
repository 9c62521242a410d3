import Backprop

/// A network with all that a step of its training needs.
struct TrainingSetup<Scalar: BLASScalar> {
  /// What the network ends in, which decides what its targets are.
  enum Targets {
    case indices
    case integers
    case oneHot
  }

  let name: String
  let net: Module<Scalar>
  let criterion: Criterion<Scalar>
  let optimizer: Optimizer<Scalar>
  let inputs: Tensor<Scalar>
  let targets: Targets
  private let labels: Tensor<Scalar>
  private let integerLabels: [Int]
  private let order: [Int]
  private let batchSize: Int
  private var next = 0
  private var batch = Tensor<Scalar>()
  private var batchLabels = Tensor<Scalar>()

  init(
    _ name: String, _ net: Module<Scalar>, _ criterion: Criterion<Scalar>, _ targets: Targets,
    features: Int, classes: Int, batch: Int,
    _ makeOptimizer: ([Parameter<Scalar>]) -> Optimizer<Scalar>
  ) {
    var generator = PhiloxGenerator(seed: 7)
    let count = 3 * batch
    self.name = name
    self.net = net
    self.criterion = criterion
    self.targets = targets
    optimizer = makeOptimizer(net.getParameters())
    inputs = Tensor.normal([count, features], using: &generator)
    integerLabels = (0..<batch).map { $0 % classes }
    let indices = (0..<count).map { $0 % classes }
    switch targets {
    case .indices, .integers:
      labels = Tensor(indices.map { Scalar($0) })
    case .oneHot:
      labels = Tensor(rows: indices.map { index in (0..<classes).map { $0 == index ? 1 : 0 } })
    }
    order = generator.permutation(of: count)
    batchSize = batch
  }

  private mutating func nextRows() -> ArraySlice<Int> {
    defer { next = (next + batchSize) % order.count }
    return order[next..<(next + batchSize)]
  }

  /// Gathers the next batch and predicts.
  mutating func predict() {
    batch.assignRows(of: inputs, at: nextRows())
    net.forward(batch)
  }

  /// Gathers the next batch and takes one step of training.
  mutating func step() {
    let slice = nextRows()
    batch.assignRows(of: inputs, at: slice)
    optimizer.zeroGradParameters()
    net.zeroGradParameters()
    let output = net.forward(batch)
    if targets == .integers {
      criterion.forward(output, integerLabels)
      net.backward(batch, criterion.backward(output, integerLabels))
    } else {
      batchLabels.assignRows(of: labels, at: slice)
      criterion.forward(output, batchLabels)
      net.backward(batch, criterion.backward(output, batchLabels))
    }
    optimizer.step()
  }
}

/// Networks that together have every module, criterion and optimizer, small and large.
func trainingSetups<Scalar: BLASScalar>(_ type: Scalar.Type) -> [TrainingSetup<Scalar>] {
  RandomSource.seed(3)
  let weights = Tensor<Scalar>([1, 2, 3])
  let withoutGradInput = Sequential<Scalar>(Linear(4, 16), Sigmoid(), Linear(16, 3))
  withoutGradInput.computesGradInput = false
  let fixed = Dropout<Scalar>(keep: 0.5)
  fixed.fixedMask = Tensor(shape: [8, 6], repeating: 2)
  return [
    TrainingSetup(
      "small", withoutGradInput, CrossEntropyCriterion(), .indices, features: 4, classes: 3,
      batch: 32
    ) { SGD($0, learningRate: 0.1) },
    TrainingSetup(
      "nested",
      Sequential(
        Sequential(), Identity(),
        Sequential(Linear(5, 6), Sequential(Tanh(), Identity()), Sequential()),
        Dropout(keep: 0.8), Linear(6, 3, bias: false), Sequential(LogSoftMax(), Identity())),
      ClassNLLCriterion(logProbabilities: true, weights: weights), .indices, features: 5,
      classes: 3, batch: 8
    ) { SGD($0, learningRate: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true) },
    TrainingSetup(
      "probabilities", Sequential(Linear(5, 3), SoftMax()), ClassNLLCriterion(), .integers,
      features: 5, classes: 3, batch: 7
    ) { Adam($0, learningRate: 0.01) },
    TrainingSetup(
      "regression", Sequential(Dropout(keep: 0.9), Linear(5, 4), ReLU(), Linear(4, 3)),
      MSECriterion(), .oneHot,
      features: 5, classes: 3, batch: 1
    ) { AdamW($0, learningRate: 0.01, learningRateDecay: 0.1) },
    TrainingSetup(
      "smoothed", Sequential(Linear(5, 6), fixed, Linear(6, 3), Dropout(drop: 0.2)),
      CrossEntropyCriterion(weights: weights, labelSmoothing: 0.1), .oneHot, features: 5,
      classes: 3, batch: 8
    ) { Adam($0, learningRate: 0.01, weightDecay: 0.01) },
    TrainingSetup(
      "activations",
      Sequential(
        Linear(5, 8), ELU(alpha: 0.5), Linear(8, 8), SELU(), GELU(), GELU(approximation: .tanh),
        SiLU(), Softplus(), HardTanh(), ReLU6(), PReLU(), PReLU(features: 8), Linear(8, 3)),
      SmoothL1Criterion(), .oneHot, features: 5, classes: 3, batch: 8
    ) { SGD($0, learningRate: 0.01) },
    TrainingSetup(
      "branches",
      Sequential(
        Reshape(5, 1), Flatten(), Linear(5, 6), BatchNorm1d(6),
        Residual(Linear(6, 6), LayerNorm(6), ReLU()),
        ParallelBranches(Linear(2, 2), Sequential(Tanh(), Linear(4, 4)), widths: [2, 4]),
        Concat(Linear(6, 1), Sequential(BatchNorm1d(6, affine: false), Linear(6, 2)))),
      BCEWithLogitsCriterion(weights: weights, positiveWeights: weights), .oneHot, features: 5,
      classes: 3, batch: 8
    ) { Adam($0, learningRate: 0.01) },
    TrainingSetup(
      "margins", Sequential(Linear(5, 3), LayerNorm(3, affine: false)),
      MultiMarginCriterion(power: 2, weights: weights), .indices, features: 5, classes: 3, batch: 8
    ) { SGD($0, learningRate: 0.01) },
    TrainingSetup(
      "divergence", Sequential(Linear(5, 3), LogSoftMax()), KLDivergenceCriterion(), .oneHot,
      features: 5, classes: 3, batch: 8
    ) { SGD($0, learningRate: 0.01) },
    TrainingSetup(
      "binary", Sequential(Linear(5, 3), Sigmoid()), BCECriterion(weights: weights), .oneHot,
      features: 5, classes: 3, batch: 8
    ) { SGD($0, learningRate: 0.01) },
    TrainingSetup(
      "absolute", Sequential(Linear(5, 3)), L1Criterion(), .oneHot, features: 5, classes: 3,
      batch: 8
    ) { SGD($0, learningRate: 0.01) },
    TrainingSetup(
      "wide branches",
      Sequential(
        Linear(300, 256), BatchNorm1d(256), GELU(), Residual(Linear(256, 256), LayerNorm(256)),
        PReLU(features: 256), Concat(Linear(256, 4), Linear(256, 6))),
      HuberCriterion(delta: 0.5), .oneHot, features: 300, classes: 10, batch: 128
    ) { SGD($0, learningRate: 0.01) },
    TrainingSetup(
      "large",
      Sequential(
        Linear(784, 256), ReLU(), Dropout(keep: 0.5), Linear(256, 128), LeakyReLU(),
        Linear(128, 10)),
      CrossEntropyCriterion(), .indices, features: 784, classes: 10, batch: 128
    ) { SGD($0, learningRate: 0.1, momentum: 0.9) },
  ]
}
