import Backprop
import LinearAlgebra

extension ModuleRegistry {
  /// Parameters away from their initial values, at which scale and shift would hide.
  private static func moved<Scalar>(_ module: Module<Scalar>) -> Module<Scalar> {
    for (index, parameter) in module.getParameters().enumerated() {
      let count = parameter.count
      parameter.value = Tensor(
        shape: parameter.shape,
        (0..<count).map { Scalar(0.3 + 0.2 * Double(($0 * 5 + index * 3) % 7)) })
    }
    for (_, buffer) in module.namedBuffers() where buffer.shape.rank == 1 {
      buffer.value = Tensor((0..<buffer.count).map { Scalar(0.5 + 0.1 * Double($0 % 4)) })
    }
    return module
  }

  private static func evaluated<Scalar>(_ module: Module<Scalar>) -> Module<Scalar> {
    module.evaluate()
    return module
  }

  static var normalization: [ModuleEntry] {
    let training = [
      ModuleEntry(
        "BatchNorm1d", "training", { moved(BatchNorm1d($0.last!)) },
        { moved(BatchNorm1d($0.last!)) }),
      ModuleEntry(
        "BatchNorm1d", "not affine", { BatchNorm1d($0.last!, epsilon: 0.1, affine: false) },
        { BatchNorm1d($0.last!, epsilon: 0.1, affine: false) }),
      ModuleEntry(
        "BatchNorm1d", "no statistics",
        { moved(BatchNorm1d($0.last!, trackRunningStatistics: false)) },
        { moved(BatchNorm1d($0.last!, trackRunningStatistics: false)) }),
    ].map { entry in
      entry.with {
        $0.mixesRows = true
        // Of two rows the standardized values are 1 and -1 whatever they are, and derivatives vanish.
        $0.shapes = [[1, 4], [3, 1], [5, 7], [67, 3], [3, 17]]
      }
    }
    return training + [
      ModuleEntry(
        "BatchNorm1d", "evaluation", { evaluated(moved(BatchNorm1d($0.last!))) },
        { evaluated(moved(BatchNorm1d($0.last!))) }),
      ModuleEntry(
        "LayerNorm", "", { moved(LayerNorm($0.last!)) }, { moved(LayerNorm($0.last!)) }
      ).with { $0.shapes = [[1, 4], [3, 3], [5, 7], [67, 3], [3, 17], [6], [2, 3, 4]] },
      ModuleEntry(
        "LayerNorm", "not affine", { LayerNorm($0.last!, epsilon: 0.1, affine: false) },
        { LayerNorm($0.last!, epsilon: 0.1, affine: false) }
      ).with { $0.shapes = ModuleEntry.anyRank },
    ]
  }

  static var shapes: [ModuleEntry] {
    [
      ModuleEntry("Flatten", "", { _ in Flatten() }, { _ in Flatten() }).with {
        $0.shapes = ModuleEntry.anyRank
      },
      ModuleEntry("Reshape", "", { _ in Reshape(1, -1, 1) }, { _ in Reshape(1, -1, 1) }).with {
        $0.shapes = ModuleEntry.anyRank
      },
      ModuleEntry(
        "Reshape", "exact", { Reshape($0.last!, 1) }, { Reshape($0.last!, 1) }),
    ]
  }

  static var branches: [ModuleEntry] {
    func residual<Scalar>(_ inputs: Int) -> Module<Scalar> {
      Sequential(
        Residual(Linear(inputs, 4), LeakyReLU(), Linear(4, inputs)), Residual(),
        Residual(Sigmoid()))
    }
    func concat<Scalar>(_ inputs: Int) -> Module<Scalar> {
      Concat(
        Linear(inputs, 3), Sequential(Linear(inputs, 4), Tanh()), Identity(),
        Residual(Linear(inputs, inputs)))
    }
    func concatOfOne<Scalar>(_ inputs: Int) -> Module<Scalar> {
      let linear = Linear<Scalar>(inputs, 2)
      return Concat([Concat([linear]), linear])
    }
    func parallel<Scalar>(_ inputs: Int) -> Module<Scalar> {
      let first = inputs / 3
      return ParallelBranches(
        Linear(first, 2), Sequential(Tanh(), Dropout(keep: 0.7)),
        widths: [first, inputs - first])
    }
    func halves<Scalar>(_ features: Int) -> Module<Scalar> {
      ParallelBranches(Tanh(), Sigmoid(), widths: [features / 2, features - features / 2])
    }
    func equal<Scalar>(_ inputs: Int) -> Module<Scalar> {
      Sequential(
        Linear(inputs, 6),
        ParallelBranches(Linear(2, 3), Sequential(), Concat(Tanh(), Linear(2, 1))))
    }
    return [
      ModuleEntry("Residual", "", { residual($0.last!) }, { residual($0.last!) }),
      ModuleEntry(
        "Residual", "of one", { _ in Residual(Tanh()) }, { _ in Residual(Tanh()) }
      ).with { $0.shapes = ModuleEntry.anyRank },
      ModuleEntry("Concat", "", { concat($0.last!) }, { concat($0.last!) }),
      ModuleEntry(
        "Concat", "nested, a layer used twice", { concatOfOne($0.last!) },
        { concatOfOne($0.last!) }),
      ModuleEntry(
        "Concat", "of any rank", { _ in Concat(Tanh(), Identity()) },
        { _ in Concat(Tanh(), Identity()) }
      ).with { $0.shapes = [[2, 3], [1, 1], [2, 3, 4], [3, 1, 2]] },
      ModuleEntry("ParallelBranches", "widths", { parallel($0.last!) }, { parallel($0.last!) }),
      ModuleEntry("ParallelBranches", "equal parts", { equal($0.last!) }, { equal($0.last!) }),
      ModuleEntry("ParallelBranches", "of any rank", { halves($0[1]) }, { halves($0[1]) }).with {
        $0.shapes = [[2, 3], [1, 1], [2, 3, 4], [3, 3, 1, 2]]
      },
    ]
  }
}
