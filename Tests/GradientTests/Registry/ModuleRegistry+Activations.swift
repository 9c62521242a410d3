import Backprop
import LinearAlgebra

extension ModuleRegistry {
  static var smoothActivations: [ModuleEntry] {
    [
      ModuleEntry("ELU", "", { _ in ELU() }, { _ in ELU() }),
      ModuleEntry("ELU", "alpha 0.3", { _ in ELU(alpha: 0.3) }, { _ in ELU(alpha: 0.3) }).with {
        $0.kinks = [GradientKink(at: 0, slope: 0.3)]
      },
      ModuleEntry("SELU", "", { _ in SELU() }, { _ in SELU() }).with {
        $0.kinks = [GradientKink(at: 0, slope: 1.7580993408473768)]
      },
      ModuleEntry("GELU", "", { _ in GELU() }, { _ in GELU() }),
      ModuleEntry(
        "GELU", "tanh", { _ in GELU(approximation: .tanh) },
        { _ in GELU(approximation: .tanh) }),
      ModuleEntry("SiLU", "", { _ in SiLU() }, { _ in SiLU() }),
      ModuleEntry("Softplus", "", { _ in Softplus() }, { _ in Softplus() }),
      ModuleEntry(
        "Softplus", "beta 2.5", { _ in Softplus(beta: 2.5, threshold: 60) },
        { _ in Softplus(beta: 2.5, threshold: 60) }),
    ].map(elementwise)
  }

  static var kinkedActivations: [ModuleEntry] {
    func clamped(_ entry: ModuleEntry, _ low: Double, _ high: Double) -> ModuleEntry {
      elementwise(entry).with {
        $0.kinks = [GradientKink(at: low, slope: 0), GradientKink(at: high, slope: 0)]
      }
    }
    let prelu = ModuleEntry("PReLU", "", { _ in PReLU() }, { _ in PReLU() })
    let sloped = ModuleEntry(
      "PReLU", "for each feature", { perFeature($0.last!) }, { perFeature($0.last!) })
    return [
      clamped(ModuleEntry("HardTanh", "", { _ in HardTanh() }, { _ in HardTanh() }), -1, 1),
      clamped(
        ModuleEntry(
          "HardTanh", "-0.5 to 2", { _ in HardTanh(minimum: -0.5, maximum: 2) },
          { _ in HardTanh(minimum: -0.5, maximum: 2) }), -0.5, 2),
      clamped(ModuleEntry("ReLU6", "", { _ in ReLU6() }, { _ in ReLU6() }), 0, 6),
      elementwise(prelu).with { $0.kinks = [GradientKink(at: 0, slope: 0.25)] },
      elementwise(sloped),
    ]
  }

  /// Slopes that differ, one of them above 1 and one negative.
  private static func perFeature<Scalar>(_ features: Int) -> Module<Scalar> {
    let prelu = PReLU<Scalar>(features: features)
    prelu.weight.value = Tensor((0..<features).map { Scalar(0.25 * Double($0 * 3 % 7) - 0.25) })
    return prelu
  }
}
