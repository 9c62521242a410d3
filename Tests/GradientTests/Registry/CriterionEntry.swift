import Backprop
import LinearAlgebra

/// A criterion as the suite checks it: how to make one, which inputs and targets it takes, and what
/// it divides by.
struct CriterionEntry {
  /// What the input holds.
  enum Input { case numbers, probabilities, logProbabilities }
  /// What the target holds.
  enum Target { case numbers, indices, oneHot, soft }
  /// Which numbers the input holds.
  enum InputKind: String, CaseIterable { case ordinary, large, kinks }

  let className: String
  let variant: String
  let input: Input
  let target: Target
  /// Makes the criterion for an input of a shape, `[batch, classes]`.
  let double: (Shape) -> Criterion<Double>
  let float: (Shape) -> Criterion<Float>
  var shapes: [Shape] = [[1, 1], [1, 4], [3, 1], [5, 4], [3, 7], [67, 3], [2, 17]]
  /// What the sum over the rows is divided by, from the definition of the reduction.
  var divisor: (_ target: Tensor<Double>, _ shape: Shape) -> Double = { _, shape in
    Double(shape[0])
  }
  /// Whether one-hot targets may be given for class indices.
  var takesOneHot = true
  var hasKinks = false
  /// Kinks and clamped zones, given the target.
  var kinks: (_ target: Tensor<Double>, _ shape: Shape) -> [GradientKink] = { _, _ in [] }

  init(
    _ className: String, _ variant: String, _ input: Input, _ target: Target,
    _ double: @escaping (Shape) -> Criterion<Double>,
    _ float: @escaping (Shape) -> Criterion<Float>
  ) {
    self.className = className
    self.variant = variant
    self.input = input
    self.target = target
    self.double = double
    self.float = float
  }

  var name: String { "\(className), \(variant)" }

  func with(_ change: (inout CriterionEntry) -> Void) -> CriterionEntry {
    var copy = self
    change(&copy)
    return copy
  }

  /// An input and a target of a shape.
  func sample(_ shape: Shape, _ kind: InputKind = .ordinary) -> (Tensor<Double>, Tensor<Double>) {
    var generator = TestSeed.generator(stream: 3)
    var x = Tensor<Double>.uniform(shape, in: -2..<2, using: &generator)
    if kind == .large { x *= input == .numbers ? 100 : 4 }
    switch input {
    case .numbers: break
    case .probabilities: x = softmax(x)
    case .logProbabilities: x = log(softmax(x))
    }
    if kind == .kinks {
      // The clamped zones and their borders, and probabilities close to them.
      let values = [0, 1, 1e-15, 1e-18, 1 - 1e-15, 1e-6, 1 - 1e-9, 1e-10, 1 - 1e-6, -0.5, 1.5, 0.5]
      x.withUnsafeMutableScalars { scalars in
        for index in scalars.indices { scalars[index] = values[index * 5 % values.count] }
      }
    }
    return (x, targets(shape, &generator))
  }

  private func targets(_ shape: Shape, _ generator: inout PhiloxGenerator) -> Tensor<Double> {
    switch target {
    case .numbers: return .uniform(shape, in: -2..<2, using: &generator)
    case .soft: return softmax(.normal(shape, using: &generator))
    case .indices, .oneHot:
      let classes = (0..<shape[0]).map { _ in generator.next(below: shape[1]) }
      return target == .indices
        ? Tensor(classes.map { Double($0) }) : Self.oneHot(classes, shape[1])
    }
  }

  /// Softmax from elementary operations of tensors, along the last axis.
  private func softmax(_ x: Tensor<Double>) -> Tensor<Double> {
    let powers = exp(x)
    return powers / powers.sum(axis: 1, keepingAxis: true)
  }

  static func oneHot(_ classes: [Int], _ count: Int) -> Tensor<Double> {
    var result = Tensor<Double>.zeros([classes.count, count])
    for (row, index) in classes.enumerated() { result[row, index] = 1 }
    return result
  }
}
