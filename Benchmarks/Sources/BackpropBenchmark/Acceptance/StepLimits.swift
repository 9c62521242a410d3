/// What a training step of a case by SGD may cost, `[f64, f32]`: at most so many times its matrix
/// products, and at least so many times faster than others. They were measured on two cores.
struct StepLimits {
  var floor: [Double] = []
  var torch: [Double] = []
  var numpy: Double?

  /// A step of `dot` keeps this many microseconds, or is this many times faster than PyTorch.
  static let dotMicroseconds = 1.5
  static let dotTorch = 100.0

  static let byCase: [String: StepLimits] = [
    "dot": StepLimits(),
    "tiny": StepLimits(floor: [2.5, 3.5], torch: [55, 60], numpy: 11),
    "small": StepLimits(floor: [1.5, 2], torch: [25, 30], numpy: 6),
    "mnist": StepLimits(floor: [1.05, 1.08], torch: [2.0, 2.3], numpy: 1.6),
    "mid": StepLimits(floor: [1.05, 1.08], torch: [1.25, 1.4], numpy: 1.35),
    "wide": StepLimits(floor: [1.05, 1.08], torch: [1.15, 1.5], numpy: 1.2),
  ]
}
