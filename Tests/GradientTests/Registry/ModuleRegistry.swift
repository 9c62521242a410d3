import Backprop
import LinearAlgebra

/// Every public module, in all its variants.
enum ModuleRegistry {
  // Computed: modules may not be shared between threads, so neither may what makes them.
  static var entries: [ModuleEntry] {
    linear + activations + smoothActivations + kinkedActivations + softmax + dropout
      + normalization + shapes + containers + branches
  }

  /// A kink where the documented gradient is 0.
  static let zeroAtZero = [GradientKink(at: 0, slope: 0)]

  static func elementwise(_ entry: ModuleEntry) -> ModuleEntry {
    entry.with {
      $0.shapes = ModuleEntry.anyRank
      $0.largeShape = [400, 1100]
    }
  }

  private static var linear: [ModuleEntry] {
    [
      ModuleEntry("Linear", "", { Linear($0.last!, 5) }, { Linear($0.last!, 5) }),
      ModuleEntry(
        "Linear", "no bias", { Linear($0.last!, 4, bias: false) },
        { Linear($0.last!, 4, bias: false) }),
      ModuleEntry(
        "Linear", "wide", { Linear($0.last!, 130) }, { Linear($0.last!, 130) }
      ).with { $0.shapes = [[2, 3], [1, 1]] },
      ModuleEntry("Linear", "one output", { Linear($0.last!, 1) }, { Linear($0.last!, 1) }),
    ]
  }

  private static var activations: [ModuleEntry] {
    let slopes = [0.03, 0, 0.5, 0.999]
    let leaky = slopes.map { slope in
      ModuleEntry(
        "LeakyReLU", "slope \(slope)", { _ in LeakyReLU(slope: slope) },
        { _ in LeakyReLU(slope: Float(slope)) }
      ).with { $0.kinks = zeroAtZero }
    }
    let others = [
      ModuleEntry("ReLU", "", { _ in ReLU() }, { _ in ReLU() }).with { $0.kinks = zeroAtZero },
      ModuleEntry("Sigmoid", "", { _ in Sigmoid() }, { _ in Sigmoid() }),
      ModuleEntry("Tanh", "", { _ in Tanh() }, { _ in Tanh() }),
      ModuleEntry("Identity", "", { _ in Identity() }, { _ in Identity() }),
    ]
    return (others + leaky).map(elementwise)
  }

  private static var softmax: [ModuleEntry] {
    func routed<Scalar>(_ route: SoftMax<Scalar>.BackwardRoute) -> Module<Scalar> {
      let softmax = SoftMax<Scalar>()
      softmax.backwardRoute = route
      return softmax
    }
    return [
      ModuleEntry(
        "SoftMax", "fused backward", { _ in routed(.fused) }, { _ in routed(.fused) }),
      ModuleEntry(
        "SoftMax", "backward by Jacobians", { _ in routed(.jacobian) },
        { _ in routed(.jacobian) }),
      ModuleEntry("LogSoftMax", "", { _ in LogSoftMax() }, { _ in LogSoftMax() }),
    ].map { entry in
      entry.with { $0.shapes = ModuleEntry.anyRank }
    }
  }

  private static var dropout: [ModuleEntry] {
    func evaluated<Scalar>(_ module: Module<Scalar>) -> Module<Scalar> {
      module.evaluate()
      return module
    }
    func masked<Scalar>(_ mask: Tensor<Double>) -> Module<Scalar> {
      let dropout = Dropout<Scalar>(keep: 0.5)
      dropout.fixedMask = mask.converted()
      return dropout
    }
    /// A mask of several values, a function of the position alone.
    func mask(_ shape: Shape) -> Tensor<Double> {
      Tensor(shape: shape, (0..<shape.count).map { [0, 2, 1, 0.5][($0 * 7 + 3) % 4] })
    }
    return [
      ModuleEntry(
        "Dropout", "training", { _ in Dropout(keep: 0.6) }, { _ in Dropout(keep: 0.6) }),
      ModuleEntry(
        "Dropout", "not rescaled", { _ in Dropout(drop: 0.4, rescale: false) },
        { _ in Dropout(drop: 0.4, rescale: false) }),
      ModuleEntry("Dropout", "keeps all", { _ in Dropout(keep: 1) }, { _ in Dropout(keep: 1) }),
      ModuleEntry("Dropout", "keeps none", { _ in Dropout(keep: 0) }, { _ in Dropout(keep: 0) }),
      ModuleEntry(
        "Dropout", "evaluation", { _ in evaluated(Dropout(keep: 0.6)) },
        { _ in evaluated(Dropout(keep: 0.6)) }),
      ModuleEntry("Dropout", "fixed mask", { masked(mask($0)) }, { masked(mask($0)) }).with {
        $0.fitToRows = { module, rows, shape in
          (module as! Dropout<Double>).fixedMask = mask(shape).rows(rows)
        }
      },
    ].map(elementwise)
  }

  private static var containers: [ModuleEntry] {
    func net<Scalar>(_ inputs: Int) -> Module<Scalar> {
      Sequential(
        Linear(inputs, 6), LeakyReLU(), Linear(6, 5), Tanh(), Linear(5, 4), SoftMax())
    }
    func nested<Scalar>(_ inputs: Int) -> Module<Scalar> {
      Sequential(
        Sequential(Linear(inputs, 4), ReLU()), Identity(), Sequential(),
        Sequential(Sequential(Linear(4, 3)), Dropout(keep: 0.7)), LogSoftMax())
    }
    func usedTwice<Scalar>(_ inputs: Int) -> Module<Scalar> {
      let linear = Linear<Scalar>(inputs, inputs)
      return Sequential(linear, Sigmoid(), linear)
    }
    func shared<Scalar>(_ inputs: Int) -> Module<Scalar> {
      let linear = Linear<Scalar>(inputs, inputs, weights: .xavierNormal())
      return Sequential(
        linear, Tanh(), Linear(weight: linear.weight), Linear(weight: linear.weight))
    }
    return [
      ModuleEntry("Sequential", "", { net($0.last!) }, { net($0.last!) }),
      ModuleEntry("Sequential", "nested", { nested($0.last!) }, { nested($0.last!) }),
      ModuleEntry("Sequential", "empty", { _ in Sequential() }, { _ in Sequential() }),
      ModuleEntry("Sequential", "of one", { _ in Sequential(ReLU()) }, { _ in Sequential(ReLU()) })
        .with { $0.kinks = zeroAtZero },
      ModuleEntry(
        "Sequential", "layer used twice", { usedTwice($0.last!) }, { usedTwice($0.last!) }),
      ModuleEntry("Sequential", "shared weights", { shared($0.last!) }, { shared($0.last!) }),
    ]
  }
}
