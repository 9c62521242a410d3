// What the settings of several optimizers have in common.

extension Optimizer {
  /// 1 - beta^step, in Double: the difference of numbers near 1 would have few digits in Float.
  final func correction(_ beta: Scalar) -> Double { 1 - power(beta.asDouble, stepCount) }

  /// Requires a setting to be at least 0; `name` is that of the optimizer.
  static func requireNonNegative(_ value: Scalar, _ name: StaticString, _ setting: StaticString) {
    if !(value >= 0) { fatalError("\(name): \(setting) \(value) is not at least 0") }
  }

  /// Requires both betas to lie in [0, 1).
  static func requireBetas(_ beta1: Scalar, _ beta2: Scalar, _ name: StaticString) {
    if !(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1) {
      fatalError("\(name): beta1 \(beta1) and beta2 \(beta2) are not both in [0, 1)")
    }
  }
}
