import Backprop
import LinearAlgebra

// Modules with one mistake each, such as people make. The suite must find all of them. What is
// right in them they have from `PlantedLinear` and `PlantedTanh`.

/// A linear layer that is right; those below override one hook with a wrong one.
class PlantedLinear<Scalar: BLASScalar>: Module<Scalar> {
  let weight: Parameter<Scalar>
  let bias: Parameter<Scalar>

  required init(weight: Parameter<Scalar>, bias: Parameter<Scalar>) {
    self.weight = weight
    self.bias = bias
    super.init()
  }

  /// As many outputs as inputs: a forgotten transpose then doesn't show in the shapes.
  convenience init(_ features: Int) {
    var generator = RandomSource.split()
    self.init(
      weight: Parameter(name: "weight", .normal([features, features], using: &generator)),
      bias: Parameter(name: "bias", .normal([features], using: &generator)))
  }

  override var ownParameters: [Parameter<Scalar>] { [weight, bias] }

  override func updateOutput(_ input: Tensor<Scalar>) {
    output.setProduct(input, weight, plusRow: bias)
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    gradInput.setProduct(gradOutput, weight.transpose)
  }

  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    weight.accumulateProduct(input.transpose, gradOutput)
    bias.accumulateSumOfRows(gradOutput)
  }

  override func makeReplica() -> Module<Scalar> { Self(weight: weight, bias: bias) }
}

final class MissingTranspose<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    gradInput.setProduct(gradOutput, weight)
  }
}

final class Overwrite<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    weight.grad = matmul(input.transpose, gradOutput)
    bias.accumulateSumOfRows(gradOutput)
  }
}

/// Adds to what is left in the memory of a gradient that stands at zero.
final class IgnoredBeta<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    weight.accumulateProduct(input.transpose, gradOutput)
    bias.accumulateGrad { grad, _ in grad += gradOutput.sum(axis: 0) }
  }
}

final class OffByOneBias<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    weight.accumulateProduct(input.transpose, gradOutput)
    let last = max(0, gradOutput.shape[0] - 1)
    bias.accumulateSumOfRows(gradOutput.rows(0..<last))
  }
}

final class DividedByBatch<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    super.accGradParameters(input, gradOutput / Scalar(max(1, input.shape[0])))
  }
}

/// The mean of the rows times their number: NaN for no rows.
final class EmptyMean<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    weight.accumulateProduct(input.transpose, gradOutput)
    bias.grad = bias.grad + gradOutput.mean(axis: 0) * Scalar(gradOutput.shape[0])
  }
}

/// A replica that would not see what is learned.
final class CopyingReplica<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  override func makeReplica() -> Module<Scalar> {
    CopyingReplica(
      weight: Parameter(name: "weight", weight.value), bias: Parameter(name: "bias", bias.value))
  }
}

/// A replica that would not see the statistics.
final class CopyingStatistics<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  private let passes = Buffer<Scalar>(name: "passes", Tensor.zeros([]))

  override var ownBuffers: [Buffer<Scalar>] { [passes] }

  override func updateOutput(_ input: Tensor<Scalar>) {
    if isTraining { passes.update { $0 += 1 } }
    super.updateOutput(input)
  }
}

/// Takes what its other half computed.
final class HalfDependsOnOther<Scalar: BLASScalar>: PlantedLinear<Scalar> {
  private var kept = Tensor<Scalar>()

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    kept = gradOutput
    super.updateGradInput(input, gradOutput)
  }

  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    guard kept.shape == gradOutput.shape else { return }
    super.accGradParameters(input, kept)
  }
}

/// tanh, right; those below override one hook with a wrong one.
class PlantedTanh<Scalar: BLASScalar>: Module<Scalar> {
  override required init() {}

  override func updateOutput(_ input: Tensor<Scalar>) { output.assign(.tanh, input) }

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    gradInput = gradOutput * (1 - output * output)
  }

  override func makeReplica() -> Module<Scalar> { Self() }
}

final class WrongSign<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    gradInput = gradOutput * (output * output - 1)
  }
}

/// Wrong by a hundredth of a percent.
final class SlightlyWrong<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    gradInput = gradOutput * (1.0001 - output * output)
  }
}

/// tanh of the deviation from the mean of the batch: right, but rows are not independent.
final class MixedRows<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>) {
    output = input.isEmpty ? input : tanh(input - input.mean(axis: 0))
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    let own = gradOutput * (1 - output * output)
    gradInput = own.isEmpty ? own : own - own.mean(axis: 0)
  }
}

/// Keeps the output of the first batch for its gradient.
final class StaleState<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  private var derivative: Tensor<Scalar>?

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    let known = derivative ?? 1 - output * output
    derivative = known
    gradInput = known.shape == gradOutput.shape ? gradOutput * known : gradOutput
  }
}

/// Less exact in `Float` than it could be.
final class CoarseFloat<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>) {
    output = tanh(input) * (Scalar.self == Float.self ? 1.001 : 1)
  }
}

/// Cuts its work by the number of threads.
final class CutByThreads<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>) {
    output = tanh(input) * (1 + Scalar(Parallel.threadCount) * .ulpOfOne)
  }
}

/// Computes gradInput when it is not to.
final class AlwaysGradInput<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  override func backward(
    _ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    updateGradInput(input, gradOutput)
    return gradInput
  }
}

/// Results in memory of its own that it writes through pointers, whoever looks at it.
final class SharedMemory<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  private var memory = Parameter<Scalar>(name: "memory", Tensor())

  override func updateOutput(_ input: Tensor<Scalar>) {
    if memory.shape != input.shape { memory = Parameter(name: "memory", tanh(input)) }
    memory.value = tanh(input)
    output = memory.withValue { $0 }
  }
}

/// A rectifier whose mask includes 0, and more.
final class WrongMask<Scalar: BLASScalar>: Module<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>) {
    output = maximum(input, Tensor.zeros(input.shape))
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    let mask = input.scalars.map { x -> Scalar in x < -1 ? 0 : 1 }
    gradInput = gradOutput * Tensor(shape: input.shape, mask)
  }

  override func makeReplica() -> Module<Scalar> { WrongMask() }
}

/// A rectifier that is right but for its gradient at 0, which is 1.
final class WrongAtKink<Scalar: BLASScalar>: Module<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>) {
    output = maximum(input, Tensor.zeros(input.shape))
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    let mask = input.scalars.map { x -> Scalar in x < 0 ? 0 : 1 }
    gradInput = gradOutput * Tensor(shape: input.shape, mask)
  }

  override func makeReplica() -> Module<Scalar> { WrongAtKink() }
}

/// Noise, also in evaluation, and of a generator that nobody knows of.
final class HiddenNoise<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  private var generator = PhiloxGenerator(seed: 1)

  override func updateOutput(_ input: Tensor<Scalar>) {
    output = tanh(input) + Tensor.uniform(input.shape, using: &generator)
  }
}

/// Dropout that draws its mask anew for the backward pass.
final class OtherMask<Scalar: BLASScalar>: PlantedTanh<Scalar> {
  private var generator = RandomSource.split()

  override var ownGenerator: PhiloxGenerator? {
    get { generator }
    set { generator = newValue ?? generator }
  }

  private func mask(_ shape: Shape) -> Tensor<Scalar> {
    Tensor.bernoulli(shape, probability: 0.5, using: &generator)
  }

  override func updateOutput(_ input: Tensor<Scalar>) { output = input * mask(input.shape) }

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    gradInput = gradOutput * mask(input.shape)
  }
}
