import Backprop
import LinearAlgebra

// Criterions with one mistake each. `PlantedError` is right: the squared error, halved, averaged
// over the batch.

class PlantedError<Scalar: BLASScalar>: Criterion<Scalar> {
  func batch(_ input: Tensor<Scalar>) -> Scalar { Scalar(max(1, input.shape[0])) }

  override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    output = (input - target).sumOfSquares() / 2 / batch(input)
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    gradInput = (input - target) / batch(input)
  }
}

final class WrongSignOfLoss<Scalar: BLASScalar>: PlantedError<Scalar> {
  override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    gradInput = (target - input) / batch(input)
  }
}

final class ForgottenBatch<Scalar: BLASScalar>: PlantedError<Scalar> {
  override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    gradInput = input - target
  }
}

/// Loss and gradient agree, but neither is divided.
final class ForgottenBatchTwice<Scalar: BLASScalar>: PlantedError<Scalar> {
  override func batch(_ input: Tensor<Scalar>) -> Scalar { 1 }
}

final class AddedUp<Scalar: BLASScalar>: PlantedError<Scalar> {
  override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let earlier = gradInput.shape == input.shape ? gradInput : Tensor.zeros(input.shape)
    gradInput = earlier + (input - target) / batch(input)
  }
}

final class EmptyBatchLoss<Scalar: BLASScalar>: PlantedError<Scalar> {
  override func batch(_ input: Tensor<Scalar>) -> Scalar { Scalar(input.shape[0]) }
}

final class CoarseFloatLoss<Scalar: BLASScalar>: PlantedError<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    super.updateOutput(input, target)
    if Scalar.self == Float.self { output *= 1.001 }
  }
}

final class LossCutByThreads<Scalar: BLASScalar>: PlantedError<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    super.updateOutput(input, target)
    output *= 1 + Scalar(Parallel.threadCount) * .ulpOfOne
  }
}

/// The negative log-likelihood, with a gradient of 0 in the clamped zone where -t/p is documented.
final class ClampedToZero<Scalar: BLASScalar>: Criterion<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    output = ClassNLLCriterion<Scalar>().forward(input, target)
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let mask = input.scalars.map { p -> Scalar in p <= 1e-15 ? 0 : 1 }
    gradInput = ClassNLLCriterion<Scalar>().backward(input, target)
    gradInput *= Tensor(shape: input.shape, mask)
  }
}

/// Cross-entropy whose gradient is that of the next class.
final class OffByOneClass<Scalar: BLASScalar>: Criterion<Scalar> {
  override func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    output = CrossEntropyCriterion<Scalar>().forward(input, target)
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let classes =
      target.rank == 2 ? target.argmaxOfRows() : target.scalars.map { Int($0.asDouble) }
    let next = classes.map { ($0 + 1) % input.shape[1] }
    gradInput = CrossEntropyCriterion<Scalar>().backward(input, next)
  }
}
