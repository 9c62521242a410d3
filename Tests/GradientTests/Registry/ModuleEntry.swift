import Backprop
import LinearAlgebra

/// A module as the suite checks it: how to make one, over which inputs, and where it has kinks.
///
/// The same closure is given twice, for `Double` and for `Float`:
/// `ModuleEntry("Linear", "no bias", { Linear($0.last!, 5, bias: false) }, { ... })`.
struct ModuleEntry {
  /// The class in the sources: `Linear`.
  let className: String
  /// What sets this entry apart from others of the class.
  let variant: String
  /// Makes the module for inputs of a shape.
  private let double: (Shape) -> Module<Double>
  private let float: (Shape) -> Module<Float>
  /// The shapes at which gradients are compared with differences.
  var shapes = matrices
  var kinks: [GradientKink] = []
  /// An input so large that the work is cut into tiles, for the check of threads.
  var largeShape: Shape = [515, 300]
  /// Fits a module whose state belongs to a batch (a fixed mask) to some rows of another batch.
  var fitToRows: (_ module: Module<Double>, _ rows: Range<Int>, _ shape: Shape) -> Void =
    { _, _, _ in }

  /// Whether the rows of a batch depend on each other, as in batch normalization: the checks of rows
  /// don't apply.
  var mixesRows = false

  init(
    _ className: String, _ variant: String = "", _ double: @escaping (Shape) -> Module<Double>,
    _ float: @escaping (Shape) -> Module<Float>
  ) {
    self.className = className
    self.variant = variant
    self.double = double
    self.float = float
  }

  var name: String { variant.isEmpty ? className : "\(className), \(variant)" }

  /// A new module, always with the same parameters and random numbers.
  func make(_ shape: Shape) -> Module<Double> {
    RandomSource.seed(TestSeed.value)
    return double(shape)
  }

  /// A `Float` module with the parameters and generators of a `Double` one.
  func makeFloat(like module: Module<Double>, _ shape: Shape) -> Module<Float> {
    let copy = float(shape)
    for (to, from) in zip(copy.getParameters(), module.getParameters()) {
      to.value = from.value.converted()
    }
    for (to, from) in zip(copy.namedBuffers(), module.namedBuffers()) {
      to.buffer.value = from.buffer.value.converted()
    }
    var generators: [PhiloxGenerator?] = []
    module.visit { module, _ in generators.append(module.ownGenerator) }
    var next = generators.makeIterator()
    copy.visit { module, _ in
      if let generator = next.next() ?? nil { module.ownGenerator = generator }
    }
    return copy
  }

  func with(_ change: (inout ModuleEntry) -> Void) -> ModuleEntry {
    var copy = self
    change(&copy)
    return copy
  }

  /// A batch of 1, a single feature, odd sizes, more rows than a block of any kernel.
  static let matrices: [Shape] = [[1, 1], [1, 4], [3, 1], [2, 3], [5, 7], [67, 3], [3, 17]]
  /// Besides these, for modules that take any rank.
  static let anyRank: [Shape] = matrices + [[6], [2, 3, 4], [3, 1, 2]]
}

/// Which numbers an input holds.
enum Inputs: String, CaseIterable {
  /// Between -2 and 2.
  case ordinary
  /// Up to hundreds, where functions saturate.
  case large
  /// On the kinks of the module, and closer to them than a step of the differences.
  case kinks

  func tensor(_ shape: Shape, _ kinks: [GradientKink]) -> Tensor<Double> {
    var generator = TestSeed.generator(stream: 1)
    var tensor = Tensor<Double>.uniform(shape, in: -2..<2, using: &generator)
    switch self {
    case .ordinary: break
    case .large: tensor *= 100
    case .kinks:
      let offsets = [0, 1e-6, -1e-6, 1e-9, -1e-9, 1e-12, -3e-12, 4e-6]
      tensor.withUnsafeMutableScalars { scalars in
        for index in scalars.indices where index % 5 != 4 {
          let kink = kinks[index % kinks.count].zone.lowerBound
          scalars[index] = kink + offsets[(index / kinks.count) % offsets.count]
        }
      }
    }
    return tensor
  }
}
