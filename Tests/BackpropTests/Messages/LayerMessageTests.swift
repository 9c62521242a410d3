import Backprop
import Testing

/// Shapes and settings that the layers, containers and criterions can't take stop the program, with a
/// message that says where and what.
struct LayerMessageTests {
  @Test func batchNormInsideABranch() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let net = Sequential<Double>(
        Linear(2, 3), Concat(Linear(3, 2), Sequential(Tanh(), BatchNorm1d(4))))
      net.forward(Tensor.zeros([5, 2]))
    }
    expectMessage(
      result, says: "BatchNorm1d 4 (module 1 of Sequential): input has shape [5, 3]",
      "expected [batch, 4]")
  }

  @Test func residualOfAnotherShape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Sequential<Double>(Tanh(), Residual(Linear(3, 2))).forward(Tensor.zeros([5, 3]))
    }
    expectMessage(
      result,
      says: "Residual (module 1 of Sequential): the output of its module has shape [5, 2]",
      "expected [5, 3], as its input")
  }

  @Test func secondModuleOfAResidual() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Residual<Double>(Tanh()).add(Tanh())
    }
    expectMessage(result, says: "Residual takes one module")
  }

  @Test func branchesThatDoNotFit() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Concat<Double>(Identity(), Flatten()).forward(Tensor.zeros([5, 3, 2]))
    }
    expectMessage(
      result, says: "Concat: the output of module 1 has shape [5, 6]",
      "expected [5, features, 2], as the modules before")
    let empty = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Concat<Double>().forward(Tensor.zeros([5, 3]))
    }
    expectMessage(empty, says: "Concat (empty): has no modules")
  }

  @Test func widthsThatDoNotFit() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      ParallelBranches<Double>(Tanh(), Tanh(), widths: [1, 2]).forward(Tensor.zeros([5, 4]))
    }
    expectMessage(
      result, says: "ParallelBranches: input has shape [5, 4]",
      "expected [batch, 3, ...] for 2 modules of widths [1, 2]")
  }

  @Test func reshapes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Reshape<Double>(3, 4).forward(Tensor.zeros([2, 10]))
    }
    expectMessage(
      result, says: "Reshape to [batch, 3, 4]: input has shape [2, 10]", "with 12 in a sample")
    let twice = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Reshape<Double>(-1, -1)
    }
    expectMessage(twice, says: "Reshape: [-1, -1] is no shape of a sample")
  }

  @Test func featuresOfNormalizationAndSlopes() async {
    let norm = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      LayerNorm<Double>(3).forward(Tensor.zeros([2, 4]))
    }
    expectMessage(norm, says: "LayerNorm 3: input has shape [2, 4], expected [..., 3]")
    let slopes = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      PReLU<Double>(features: 3).forward(Tensor.zeros([2, 4]))
    }
    expectMessage(slopes, says: "PReLU 3: input has shape [2, 4], expected [..., 3]")
  }

  @Test func settings() async {
    let hard = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HardTanh<Double>(minimum: 1, maximum: 1)
    }
    expectMessage(hard, says: "HardTanh: minimum 1.0 is not below maximum 1.0")
    let softplus = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Softplus<Double>(beta: 0)
    }
    expectMessage(softplus, says: "Softplus: beta 0.0 is not positive")
    let elu = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ELU<Double>(alpha: -1)
    }
    expectMessage(elu, says: "ELU: alpha -1.0 is negative")
    let momentum = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = BatchNorm1d<Double>(3, momentum: 2)
    }
    expectMessage(momentum, says: "BatchNorm1d: momentum 2.0 is not in [0, 1]")
    let power = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MultiMarginCriterion<Double>(power: 3)
    }
    expectMessage(power, says: "MultiMarginCriterion: power 3 is not 1 or 2")
    let delta = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HuberCriterion<Double>(delta: 0)
    }
    expectMessage(delta, says: "HuberCriterion: delta 0.0 is not positive")
  }

  @Test func targetsAndWeights() async {
    let shapes = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      BCECriterion<Double>().forward(Tensor.zeros([2, 3]), Tensor.zeros([2, 2]))
    }
    expectMessage(
      shapes, says: "BCECriterion: input has shape [2, 3], target [2, 2]",
      "expected the same shape [batch, ...]")
    let weights = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      BCEWithLogitsCriterion<Double>(positiveWeights: Tensor.ones([2]))
        .forward(Tensor.zeros([2, 3]), Tensor.zeros([2, 3]))
    }
    expectMessage(
      weights, says: "BCEWithLogitsCriterion: positive weights [2] for an input of shape [2, 3]",
      "expected [3]")
    let index = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      MultiMarginCriterion<Double>().forward(Tensor.zeros([2, 3]), [0, 3])
    }
    expectMessage(index, says: "target 3.0 of row 1 is not a class index in 0..<3")
    let oneHot = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      MultiMarginCriterion<Double>().forward(Tensor.zeros([2, 3]), Tensor.zeros([2, 3]))
    }
    expectMessage(oneHot, says: "MultiMarginCriterion", "expected class indices [2]")
  }
}
