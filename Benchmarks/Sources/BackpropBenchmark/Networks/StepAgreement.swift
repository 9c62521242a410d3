/// Compares training steps: the losses of the first steps, and where the parameters went.
struct StepAgreement {
  /// The losses of the first and of later steps tell of forward pass, gradients and update.
  static let stepCount = 3
  let network: NetworkCase
  let precision: Precision
  let optimizer: OptimizerKind
  private let losses: [Double]
  private let parameters: [[Double]]
  /// How far each tensor of parameters moved at most.
  private let movements: [Double]

  init<Scalar: BenchmarkScalar>(
    _ reference: NaiveStep<Scalar>, _ network: NetworkCase,
    _ optimizer: OptimizerKind
  ) {
    self.network = network
    self.optimizer = optimizer
    precision = Scalar.precision
    let before = reference.parameters
    losses = Self.losses(reference)
    let after = reference.parameters
    parameters = after
    movements = zip(before, after).map { before, after in
      zip(before, after).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
  }

  private static func losses(_ step: some TrainingStep) -> [Double] {
    (0..<stepCount).map { _ in
      step.run()
      return step.loss
    }
  }

  /// Takes the first steps and compares them; afterwards the step is ready to be timed.
  func check(_ name: String, _ step: some TrainingStep) -> Agreement {
    let lossAgreement = check(name, losses: Self.losses(step))
    step.learningRate = optimizer.rateOfTiming
    let worst = zip(zip(parameters, step.parameters), movements).reduce(0.0) { worst, pair in
      let ((expected, found), movement) = pair
      return max(
        worst,
        Agreement(name, found, expected, tolerance: tolerance(movement: movement)).deviation)
    }
    return Agreement(name, deviation: max(worst, lossAgreement.deviation))
  }

  func check(_ name: String, losses found: [Double]) -> Agreement {
    Agreement(name, found, losses, tolerance: precision == .f64 ? 1e-10 : 1e-4)
  }

  /// In `Float`, a pre-activation next to 0 may fall on the other side of ReLU's kink, which changes
  /// the gradients by one sample's part; and Adam makes a whole step of a gradient that is nothing
  /// but rounding. What is left to compare is coarse; `Double` shows the mathematics.
  private func tolerance(movement: Double) -> Double {
    let relative =
      switch (precision, optimizer) {
      case (.f64, .sgd): 1e-9
      case (.f64, .adam): 1e-4
      case (.f32, .sgd): 0.02
      case (.f32, .adam): 2.0
      }
    return relative * movement + 8 * precision.ulpOfOne
  }
}
