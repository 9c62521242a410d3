import Backprop

/// How the modules of Torch7 are made here: one entry a class. An entry returns nil for a form that
/// has no counterpart; the tests count those too.
///
/// `inplace` arguments are left out: they change where a result lies, not what it is.
let torch7Modules: [String: @Sendable (Torch7Description) throws -> Module<Double>?] = [
  "nn.BatchNormalization": { module in
    let norm = try BatchNorm1d<Double>(
      module.size(0), epsilon: module.number(1) ?? 1e-5, momentum: module.number(2) ?? 0.1,
      affine: module.flag(3) ?? true)
    // Inside a network they are as at first.
    if let mean = module.state["running_mean_before"]?.tensor { norm.runningMean?.value = mean }
    if let variance = module.state["running_var_before"]?.tensor {
      norm.runningVariance?.value = variance
    }
    return norm
  },
  "nn.Concat": { module in
    let concat = Concat<Double>()
    for argument in module.args.dropFirst() {
      guard let child = try makeTorch7Module(Torch7Description(argument)) else { return nil }
      concat.add(child)
    }
    return concat
  },
  "nn.Dropout": { module in
    let dropout = Dropout<Double>(drop: module.number(0) ?? 0.5, rescale: module.flag(1) != true)
    if let noise = module.state["noise"]?.tensor {
      dropout.fixedMask = noise
    }
    // The old form (`v1`) doesn't scale in training, as here without `rescale`, and scales by 1 - p in
    // evaluation.
    return dropout.rescale ? dropout : ScaledInEvaluation(dropout, by: dropout.keep)
  },
  "nn.ELU": { ELU(alpha: $0.number(0) ?? 1) },
  "nn.HardTanh": { HardTanh(minimum: $0.number(0) ?? -1, maximum: $0.number(1) ?? 1) },
  "nn.Identity": { _ in Identity() },
  "nn.LayerNormalization": { module in
    // Torch7 adds epsilon to the sum of the squares.
    let features = try module.size(0)
    return LayerNorm(features, epsilon: (module.number(2) ?? 1e-10) / Double(features))
  },
  "nn.LeakyReLU": { LeakyReLU(slope: $0.number(0) ?? 0.01) },
  "nn.Linear": { try Linear($0.size(0), $0.size(1), bias: $0.flag(2) ?? true) },
  "nn.LogSoftMax": { _ in LogSoftMax() },
  "nn.PReLU": { module in PReLU(features: module.number(0).map { Int($0) }) },
  "nn.Parallel": { module in
    let parallel = ParallelBranches<Double>()
    for argument in module.args.dropFirst(2) {
      guard let child = try makeTorch7Module(Torch7Description(argument)) else { return nil }
      parallel.add(child)
    }
    return parallel
  },
  "nn.ReLU": { _ in ReLU() },
  "nn.ReLU6": { _ in ReLU6() },
  "nn.Reshape": { module in Reshape(module.args.compactMap(\.number).map { Int($0) }) },
  "nn.Sequential": { module in
    let net = Sequential<Double>()
    for argument in module.args {
      guard let child = try makeTorch7Module(Torch7Description(argument)) else { return nil }
      net.add(child)
    }
    return net
  },
  "nn.Sigmoid": { _ in Sigmoid() },
  "nn.SoftMax": { _ in SoftMax() },
  "nn.SoftPlus": { Softplus(beta: $0.number(0) ?? 1) },
  "nn.Tanh": { _ in Tanh() },
  "nn.View": { module in
    module.options["numInputDims"] != nil
      ? Flatten() : Reshape(module.args.compactMap(\.number).map { Int($0) })
  },
]

/// A module whose results are scaled in evaluation: what the old form of Torch7's Dropout is.
private final class ScaledInEvaluation: Module<Double> {
  private let module: Module<Double>
  private let factor: Double

  init(_ module: Module<Double>, by factor: Double) {
    self.module = module
    self.factor = factor
    super.init()
  }

  override var children: [Module<Double>] { [module] }

  override func updateOutput(_ input: Tensor<Double>) {
    output = module.forward(input) * (isTraining ? 1 : factor)
  }

  override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
    gradInput = module.backward(input, gradOutput) * (isTraining ? 1 : factor)
  }
}

/// Makes a module, or returns nil for a form that has no counterpart here.
func makeTorch7Module(_ description: Torch7Description) throws -> Module<Double>? {
  guard let make = torch7Modules[description.name] else {
    throw FixtureError("\(description.name) is not in the table")
  }
  return try make(description)
}

/// How inputs, outputs and their gradients lie in Torch7, where it is not as here.
enum Torch7Layout {
  case same
  /// A vector is a batch of one.
  case vectorIsRow
  /// What is normalised lies along the first axis of three, and the second of four, dimensions.
  case classesFirst
  /// Features lie along the second axis.
  case featuresSecond
  /// What is reshaped is a whole tensor, not each sample of a batch.
  case sample
  /// The branches of the input lie along an axis: along the second of two, or the first of three.
  case branchesLast, branchesFirst

  init(_ module: Torch7Description) {
    switch module.name {
    case "nn.Linear", "nn.Sequential", "nn.Concat": self = .vectorIsRow
    case "nn.SoftMax", "nn.LogSoftMax": self = .classesFirst
    case "nn.PReLU": self = .featuresSecond
    case "nn.Reshape": self = module.args.last?.bool == true ? .same : .sample
    case "nn.View":
      let isWhole = module.options["numInputDims"] == nil && module.number(0) == -1
      self = isWhole ? .sample : .same
    case "nn.Parallel": self = module.number(0) == 2 ? .branchesLast : .branchesFirst
    default: self = .same
    }
  }

  /// Torch7's input as it lies here.
  func input(_ tensor: Tensor<Double>) -> Tensor<Double> {
    switch self {
    case .branchesLast: tensor.transposed().reshaped(to: Shape(1, tensor.count))
    case .branchesFirst:
      swapped(tensor).reshaped(to: Shape(tensor.shape[1], tensor.count / tensor.shape[1]))
    default: ours(tensor)
    }
  }

  /// A gradient with respect to the input as it lies in Torch7.
  func gradInput(_ tensor: Tensor<Double>, shape: Shape) -> Tensor<Double> {
    guard tensor.count == shape.count else { return tensor }
    switch self {
    case .branchesLast: return tensor.reshaped(to: Shape(shape[1], shape[0])).transposed()
    case .branchesFirst: return swapped(tensor.reshaped(to: [shape[1], shape[0], shape[2]]))
    default: return theirs(tensor, shape: shape)
    }
  }

  /// With the first two of three axes exchanged.
  private func swapped(_ tensor: Tensor<Double>) -> Tensor<Double> {
    let shape = tensor.shape
    var result = Tensor<Double>.zeros([shape[1], shape[0], shape[2]])
    for i in 0..<shape[0] {
      for j in 0..<shape[1] {
        for k in 0..<shape[2] { result[j, i, k] = tensor[i, j, k] }
      }
    }
    return result
  }

  /// Torch7's tensor as it lies here.
  func ours(_ tensor: Tensor<Double>) -> Tensor<Double> {
    switch self {
    case .sample: tensor.reshaped(to: Shape([1] + Array(tensor.shape)))
    case .vectorIsRow where tensor.rank == 1,
      .branchesLast where tensor.rank == 1:
      tensor.reshaped(to: Shape(1, tensor.count))
    case .classesFirst where tensor.rank >= 3:
      grouped(tensor, axis: tensor.rank == 4 ? 1 : 0).transposed()
    case .featuresSecond where tensor.rank >= 3: grouped(tensor, axis: 1).transposed()
    default: tensor
    }
  }

  /// A result from here as it lies in Torch7, in a given shape.
  func theirs(_ tensor: Tensor<Double>, shape: Shape) -> Tensor<Double> {
    let isTransposed = (self == .classesFirst || self == .featuresSecond) && shape.rank >= 3
    let lying = isTransposed ? tensor.transposed() : tensor
    // A wrong shape is left as it is, for the comparison to find.
    return lying.count == shape.count ? lying.reshaped(to: shape) : lying
  }

  /// [(batch,) classes, height, width] as [batch, classes, height width].
  private func grouped(_ tensor: Tensor<Double>, axis: Int) -> Tensor<Double> {
    let batch = axis == 1 ? tensor.shape[0] : 1
    let classes = tensor.shape[axis]
    let places = classes * batch == 0 ? 0 : tensor.count / (classes * batch)
    return tensor.reshaped(to: [batch, classes, places])
  }
}

/// The gradients of Torch7 at a kink, where ours are others: by class, a function of the arguments and
/// the input that gives the derivative there, and nil away from the kink. Ours is 0.
let torch7Kinks: [String: @Sendable (Torch7Description, Double) -> Double?] = [
  // Ours is the notebook's, which is 0 at 0.
  "nn.LeakyReLU": { module, x in x == 0 ? module.number(0) ?? 0.01 : nil }
]

extension Module<Double> {
  /// The parameters of the module in Torch7's order, each with whether it lies transposed there.
  var torch7Parameters: [(parameter: Parameter<Double>, isTransposed: Bool)] {
    var parameters: [(parameter: Parameter<Double>, isTransposed: Bool)] = []
    visit { module, _ in
      for parameter in module.ownParameters {
        let isTransposed = module is Linear<Double> && parameter.shape.rank == 2
        parameters.append((parameter, isTransposed))
      }
    }
    return parameters
  }
}
