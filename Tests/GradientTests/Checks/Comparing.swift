import Backprop
import LinearAlgebra

// Comparisons that say what differs, or nil.

/// How far two tensors are apart, relative to the scale of the second: its largest magnitude, at
/// least 1. Infinite if shapes differ.
func distance<Scalar>(_ left: Tensor<Scalar>, _ right: Tensor<Scalar>) -> Double {
  guard left.shape == right.shape else { return .infinity }
  guard !left.isEmpty else { return 0 }
  let distance = abs(left - right).max() / max(1, abs(right).max())
  return distance.isNaN ? .infinity : distance.asDouble
}

func difference<Scalar>(
  _ what: String, _ left: Tensor<Scalar>, _ right: Tensor<Scalar>, tolerance: Double
) -> String? {
  let distance = distance(left, right)
  guard !(distance <= tolerance) else { return nil }
  return "\(what): apart by \(distance.scientific) of the scale, shapes \(left.shape) and "
    + "\(right.shape)"
}

func bitDifference<Scalar>(
  _ what: String, _ left: Tensor<Scalar>, _ right: Tensor<Scalar>
) -> String? {
  guard !left.isBitIdentical(to: right) else { return nil }
  return "\(what): the bits differ, distance \(distance(left, right).scientific)"
}

func bitDifferences<Scalar>(_ what: String, _ left: Pass<Scalar>, _ right: Pass<Scalar>) -> [String]
{
  [
    bitDifference("\(what), output", left.output, right.output),
    bitDifference("\(what), gradInput", left.gradInput, right.gradInput),
  ].compactMap { $0 }
    + zip(left.gradients, right.gradients).compactMap {
      bitDifference("\(what), gradient of a parameter", $0, $1)
    }
}

/// The results of one forward and backward pass.
struct Pass<Scalar: BLASScalar> {
  let output: Tensor<Scalar>
  let gradInput: Tensor<Scalar>
  let gradients: [Tensor<Scalar>]

  /// Runs a pass from gradients of 0.
  init(
    _ module: Module<Scalar>, _ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>? = nil
  ) {
    module.zeroGradParameters()
    output = module.forward(input)
    gradInput = module.backward(input, gradOutput ?? Self.gradOutput(output.shape))
    gradients = module.getGradParameters()
  }

  /// A gradient with respect to an output of a shape, always the same.
  static func gradOutput(_ shape: Shape) -> Tensor<Scalar> {
    var generator = TestSeed.generator(stream: 2)
    return Tensor<Double>.normal(shape, using: &generator).converted()
  }
}

/// The random generators and the buffers of a module and all below it.
struct Generators {
  private var generators: [PhiloxGenerator?] = []
  private var buffers: [[Double]] = []

  init<Scalar>(_ module: Module<Scalar>) {
    var found: [PhiloxGenerator?] = []
    module.visit { module, _ in found.append(module.ownGenerator) }
    generators = found
    buffers = module.namedBuffers().map { $0.buffer.value.converted(to: Double.self).scalars }
  }

  func restore<Scalar>(_ module: Module<Scalar>) {
    var next = generators.makeIterator()
    module.visit { module, _ in
      if let generator = next.next() ?? nil { module.ownGenerator = generator }
    }
    for ((_, buffer), scalars) in zip(module.namedBuffers(), buffers) {
      buffer.value = Tensor<Double>(shape: buffer.shape, scalars).converted()
    }
  }
}
