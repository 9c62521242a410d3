import Backprop

/// How the modules of Torch7 are made here: one entry a class. An entry returns nil for a form that
/// has no counterpart; the tests count those too.
///
/// `inplace` arguments are left out: they change where a result lies, not what it is.
let torch7Modules: [String: @Sendable (Torch7Description) throws -> Module<Double>?] = [
  "nn.Dropout": { module in
    let dropout = Dropout<Double>(drop: module.number(0) ?? 0.5, rescale: module.flag(1) != true)
    if let noise = module.state["noise"]?.tensor {
      dropout.fixedMask = noise
    } else if !dropout.rescale {
      // The old form (`v1`) doesn't scale in training, as here without `rescale`, and scales by 1 - p
      // in evaluation, where there is nothing alike here.
      return nil
    }
    return dropout
  },
  "nn.Identity": { _ in Identity() },
  "nn.LeakyReLU": { LeakyReLU(slope: $0.number(0) ?? 0.01) },
  "nn.Linear": { try Linear($0.size(0), $0.size(1), bias: $0.flag(2) ?? true) },
  "nn.LogSoftMax": { _ in LogSoftMax() },
  "nn.ReLU": { _ in ReLU() },
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
  "nn.Tanh": { _ in Tanh() },
]

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

  init(_ className: String) {
    switch className {
    case "nn.Linear", "nn.Sequential": self = .vectorIsRow
    case "nn.SoftMax", "nn.LogSoftMax": self = .classesFirst
    default: self = .same
    }
  }

  /// Torch7's tensor as it lies here.
  func ours(_ tensor: Tensor<Double>) -> Tensor<Double> {
    switch self {
    case .vectorIsRow where tensor.rank == 1: tensor.reshaped(to: Shape(1, tensor.count))
    case .classesFirst where tensor.rank >= 3: grouped(tensor).transposed()
    default: tensor
    }
  }

  /// A result from here as it lies in Torch7, in a given shape.
  func theirs(_ tensor: Tensor<Double>, shape: Shape) -> Tensor<Double> {
    let isTransposed = self == .classesFirst && shape.rank >= 3
    let lying = isTransposed ? tensor.transposed() : tensor
    // A wrong shape is left as it is, for the comparison to find.
    return lying.count == shape.count ? lying.reshaped(to: shape) : lying
  }

  /// [(batch,) classes, height, width] as [batch, classes, height width].
  private func grouped(_ tensor: Tensor<Double>) -> Tensor<Double> {
    let axis = tensor.rank == 4 ? 1 : 0
    let batch = tensor.rank == 4 ? tensor.shape[0] : 1
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
