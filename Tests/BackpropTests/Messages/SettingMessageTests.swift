import Backprop
import Testing

/// Settings that make no sense stop the program where they are made.
struct SettingMessageTests {
  @Test func slopeOfALeakyReLU() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = LeakyReLU<Double>(slope: 1)
    }
    expectMessage(first, says: "LeakyReLU: slope 1.0 is not in [0, 1)")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = LeakyReLU<Double>(slope: .nan)
    }
    expectMessage(second, says: "LeakyReLU: slope nan is not in [0, 1)")
  }

  @Test func probabilityOfADropout() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Dropout<Double>(keep: 1.5)
    }
    expectMessage(first, says: "Dropout: keep 1.5 is not a probability")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Dropout<Double>(drop: -0.5)
    }
    expectMessage(second, says: "Dropout: drop -0.5 is not a probability")
  }

  @Test func learningRate() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = SGD<Double>([], learningRate: -1)
    }
    expectMessage(first, says: "learning rate -1.0 is not at least 0")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Adam<Double>([], learningRate: .nan)
    }
    expectMessage(second, says: "learning rate nan is not at least 0")
  }

  @Test func nesterov() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = SGD<Double>([], learningRate: 1, momentum: 0.9, dampening: 0.1, nesterov: true)
    }
    expectMessage(
      first, says: "SGD: nesterov needs a momentum above 0 (it is 0.9) and no dampening")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = SGD<Double>([], learningRate: 1, nesterov: true)
    }
    expectMessage(second, says: "SGD: nesterov needs a momentum above 0 (it is 0.0)")
  }

  @Test func settingsOfAdam() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Adam<Double>([], beta2: 1)
    }
    expectMessage(first, says: "Adam: beta1 0.9 and beta2 1.0 are not both in [0, 1)")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = AdamW<Double>([], weightDecay: -1)
    }
    expectMessage(second, says: "Adam: weight decay -1.0 is not at least 0")
  }

  @Test func settingsOfOtherOptimizers() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Lion<Double>([], beta1: 1.5)
    }
    expectMessage(first, says: "Lion: beta1 1.5 and beta2 0.99 are not both in [0, 1)")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = RMSprop<Double>([], momentum: -1)
    }
    expectMessage(second, says: "RMSprop: momentum -1.0 is not at least 0")
    let third = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Rprop<Double>([], etaMinus: 1.1)
    }
    expectMessage(third, says: "Rprop: etas 1.1 and 1.2 are not in (0, 1) and above 1")
  }

  @Test func groups() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Parameter(name: "weight", Tensor<Double>([1]))
      _ = SGD([x], learningRate: 1, groups: [ParameterGroup([x]), ParameterGroup([x])])
    }
    expectMessage(first, says: "parameter weight of group 1 is in group 0, too")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Parameter(name: "weight", Tensor<Double>([1]))
      _ = SGD([], learningRate: 1, groups: [ParameterGroup([x])])
    }
    expectMessage(
      second, says: "parameter weight of group 0 is not among the optimizer's parameters")
  }

  @Test func schedules() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let optimizer = Adagrad<Double>([])
      _ = Schedule(optimizer, .oneCycle(steps: 9, momentum: 0.8...0.9))
    }
    expectMessage(first, says: "changes the momentum, Adagrad (learning rate 0.01) has none")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ScheduleCurve.sequential([.constant, .constant], milestones: [0])
    }
    expectMessage(second, says: "milestones [0] do not rise from 1 on")
    let third = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ScheduleCurve.cosine(steps: 0)
    }
    expectMessage(third, says: "ScheduleCurve.cosine: 0 steps are not at least 1")
  }

  @Test func averages() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Parameter(name: "weight", Tensor<Double>([1]))
      let average = ExponentialMovingAverage([x])
      average.swap()
      average.update()
    }
    expectMessage(result, says: "update while the averages are in the parameters")
  }

  @Test func labelSmoothing() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = CrossEntropyCriterion<Double>(labelSmoothing: 1.1)
    }
    expectMessage(result, says: "label smoothing 1.1 is not in [0, 1]")
  }

  @Test func sizesOfALinear() async {
    let first = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Linear<Double>(-1, 2)
    }
    expectMessage(first, says: "Linear -1 -> 2: negative size")
    let second = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Linear(
        weight: Parameter(name: "weight", Tensor<Double>.ones([2, 3])),
        bias: Parameter(name: "bias", Tensor<Double>.ones([2])))
    }
    expectMessage(second, says: "Linear: weight [2, 3] and bias [2] do not fit")
  }

  @Test func orthogonalVector() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = PhiloxGenerator(seed: 1)
      let _: Tensor<Double> = Initializer.orthogonal().tensor([3], using: &generator)
    }
    expectMessage(result, says: "Initializer.orthogonal: a tensor of shape [3] is not a matrix")
  }

  @Test func boundOfAnInitializer() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = PhiloxGenerator(seed: 1)
      let _: Tensor<Double> = Initializer.uniform(bound: -1).tensor([3], using: &generator)
    }
    expectMessage(result, says: "Initializer", "bound -1.0")
  }
}
