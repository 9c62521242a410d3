import Backprop
import Testing

/// Mistakes in the calling code stop the program, in release builds too, with a message that names
/// the module and what was wrong with it.
struct MessageTests {
  @Test func shapeOfAnInput() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Sequential<Double>(Linear(4, 8), Linear(7, 2)).forward(Tensor.zeros([3, 4]))
    }
    expectMessage(
      result,
      says: "Linear 7 -> 2 (module 1 of Sequential): input has shape [3, 8], expected [batch, 7]")
  }

  @Test func shapeOfAGradient() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let linear = Linear<Double>(4, 8)
      linear.forward(Tensor.zeros([3, 4]))
      linear.backward(Tensor.zeros([3, 4]), Tensor.zeros([2, 8]))
    }
    expectMessage(result, says: "Linear 4 -> 8: gradOutput has shape [2, 8], expected [3, 8]")
  }

  @Test func shapeOfAGradientOfAnActivation() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let net = Sequential<Double>(Tanh(), Sigmoid())
      net.forward(Tensor.zeros([3, 4]))
      net.backward(Tensor.zeros([3, 4]), Tensor.zeros([4]))
    }
    expectMessage(
      result, says: "Sigmoid (module 1 of Sequential): gradOutput has shape [4]", "[3, 4]")
  }

  /// The kernel would read past the end of the gradient.
  @Test func anotherInputThanThatOfTheForwardPass() async {
    let relu = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let relu = ReLU<Double>()
      relu.forward(Tensor.zeros([2, 4]))
      relu.backward(Tensor.zeros([3, 4]), Tensor.zeros([2, 4]))
    }
    expectMessage(relu, says: "ReLU: gradOutput has shape [2, 4], expected [3, 4]")
    let leaky = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let leaky = LeakyReLU<Double>()
      leaky.forward(Tensor.zeros([2, 4]))
      leaky.backward(Tensor.zeros([3, 4]), Tensor.zeros([2, 4]))
    }
    expectMessage(leaky, says: "LeakyReLU", "gradOutput has shape [2, 4], expected [3, 4]")
  }

  @Test func shapeOfTargets() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      MSECriterion<Double>().forward(Tensor.zeros([3, 4]), Tensor.zeros([3, 5]))
    }
    expectMessage(result, says: "MSECriterion: input has shape [3, 4], target [3, 5]")
  }

  @Test func shapeOfClassTargets() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      CrossEntropyCriterion<Double>().forward(Tensor.zeros([3, 4]), [0, 1])
    }
    expectMessage(
      result, says: "CrossEntropyCriterion: input has shape [3, 4], target [2]",
      "target [3, 4] or indices [3]")
  }

  @Test func classIndexOutOfRange() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      ClassNLLCriterion<Double>().forward(Tensor.ones([3, 4]), [3, 0, 4])
    }
    expectMessage(
      result, says: "ClassNLLCriterion: target 4.0 of row 2 is not a class index in 0..<4")
  }

  @Test func classIndexThatIsNotWhole() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      CrossEntropyCriterion<Double>().forward(Tensor.ones([2, 4]), Tensor([1, 0.5]))
    }
    expectMessage(result, says: "target 0.5 of row 1 is not a class index in 0..<4")
  }

  @Test func classIndexBelowZero() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      CrossEntropyCriterion<Float>().forward(Tensor.ones([2, 4]), [-1, 0])
    }
    expectMessage(result, says: "target -1.0 of row 0 is not a class index in 0..<4")
  }

  @Test func classIndexNaN() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      CrossEntropyCriterion<Double>().forward(Tensor.ones([2, 4]), Tensor([0, .nan]))
    }
    expectMessage(result, says: "target nan of row 1 is not a class index in 0..<4")
  }

  @Test func classWeights() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let criterion = ClassNLLCriterion<Double>(weights: Tensor.ones([3]))
      criterion.forward(Tensor.ones([2, 4]), [0, 1])
    }
    expectMessage(result, says: "class weights [3] for 4 classes")
  }

  @Test func nameTakenTwice() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let net = Sequential<Double>(ReLU())
      net.add(Tanh(), name: "head")
      net.add(Tanh(), name: "head")
    }
    expectMessage(result, says: "Sequential: \"head\" can't be the name of module 2")
  }

  @Test func nameWithAFullStop() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Sequential<Double>().add(Tanh(), name: "a.b")
    }
    expectMessage(result, says: "\"a.b\" can't be the name")
  }

  @Test func hookThatIsNotOverridden() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      final class Unfinished: Module<Double> {}
      Unfinished().forward(Tensor.zeros([1]))
    }
    expectMessage(result, says: "Unfinished does not override updateOutput")
  }

  @Test func shapeOfAParameter() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Linear<Double>(4, 8).weight.value = Tensor.zeros([8, 4])
    }
    expectMessage(result, says: "Parameter weight: value has shape [8, 4]", "[4, 8]")
  }

  @Test func shapeOfAParameterVector() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Linear<Double>(4, 8).flatten().values = Tensor.zeros([39])
    }
    expectMessage(result, says: "ParameterVector: a tensor of shape [39] for 40 scalars")
  }

  @Test func fixedMaskOfAnotherShape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let dropout = Dropout<Double>(keep: 0.5)
      dropout.fixedMask = Tensor.ones([2, 2])
      dropout.forward(Tensor.ones([3, 2]))
    }
    expectMessage(result, says: "Dropout (keep 0.5): input has shape [3, 2], expected [2, 2]")
  }

  @Test func jacobianProductOfAnotherShape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let softmax = SoftMax<Double>()
      softmax.forward(Tensor.ones([3, 2]))
      _ = softmax.jacobianProduct(Tensor.ones([3, 2]))
    }
    expectMessage(result, says: "SoftMax: vectors of shape [3, 2]", "its output of shape [3, 2]")
  }
}
