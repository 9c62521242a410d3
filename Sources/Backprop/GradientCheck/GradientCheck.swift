/// Compares the gradients of a module or criterion with differences of its output: the proof that
/// `updateGradInput` and `accGradParameters` are the derivatives of `updateOutput`.
///
/// ```
/// numeric = (L(x + h) - L(x - h)) / 2h                           for each element x
/// error   = |analytic - numeric| / max(1, |analytic|, |numeric|)
/// ```
///
/// For a criterion, L is its loss; for a module the inner product of its output with a gradOutput
/// drawn at random. The elements are those of the input and of all parameters, the module's own and
/// those of modules inside it.
///
/// ```swift
/// let report = GradientCheck.check(MyLayer(4, 8), input: x)
/// print(report)
/// XCTAssert(report.passes(tolerance: 1e-6), "\(report)")
/// ```
///
/// - A right gradient of a smooth function has an error of about 1e-10, a wrong one of about 1.
/// - The gradients of parameters are taken twice, from zero and added to random numbers that stand
///   there already: a module that overwrites instead of adding is found.
/// - The step h is near 1e-5 max(1, |x|), larger where the rounding of L would show, and the result
///   is extrapolated from h and h/2. How is told at `NumericDerivative`, in the source.
/// - **Kinks**, such as ReLU's at 0: an element near a kink is compared with a difference on its
///   own side. Those of layers inside a network are found by the check itself. An element that
///   stands exactly on a kink of the input is compared with the documented gradient, which the
///   caller declares by `kinks`; one that stands on a hidden kink, so that left and right
///   derivatives differ, is a problem of the report, because nothing is proven there: check at
///   another input.
/// - **Random modules**, such as Dropout: the generator (`ownGenerator`) of every module is
///   restored before each forward pass; so are buffers, such as running means.
/// - Parameters, gradients, buffers, mode and generators are left as they were; `output` is that of the
///   input.
///
/// Always in `Double`: in `Float` differences have no digits left. The cost is four forward passes
/// an element, so check small networks.
public enum GradientCheck {
  /// Checks a module, in the mode (training or evaluation) that it is in.
  ///
  /// - Parameters:
  ///   - module: The module.
  ///   - input: Where to check.
  ///   - kinks: Where the module, as a function of an element of its input, has no derivative.
  ///   - seed: Chooses the random gradOutput.
  /// - Returns: The worst elements, and what else is wrong.
  public static func check(
    _ module: Module<Double>, input: Tensor<Double>, kinks: [GradientKink] = [], seed: UInt64 = 1
  ) -> GradientReport {
    ModuleCheck(module, input, kinks, seed).run()
  }

  /// Checks a criterion.
  ///
  /// - Parameters:
  ///   - criterion: The criterion.
  ///   - input: Where to check.
  ///   - target: The target, with respect to which there is no gradient.
  ///   - kinks: Where the loss, as a function of an element of the input, has no derivative, or a
  ///     documented gradient that isn't its derivative.
  /// - Returns: The worst elements, and what else is wrong.
  public static func check(
    _ criterion: Criterion<Double>, input: Tensor<Double>, target: Tensor<Double>,
    kinks: [GradientKink] = []
  ) -> GradientReport {
    var report = GradientReport(subject: criterion.description)
    let loss = criterion.forward(input, target)
    let analytic = criterion.backward(input, target)
    guard analytic.shape == input.shape else {
      report.problems.append("gradInput has shape \(analytic.shape), the input \(input.shape)")
      return report
    }
    if loss.bitPattern != criterion.forward(input, target).bitPattern {
      report.problems.append("the losses of two forward passes differ")
    }
    var moved = input
    report.compareInput(input, analytic, gradOutput: nil, kinks) { index, value in
      moved.set(index, value)
      let movedLoss = criterion.forward(moved, target)
      moved.set(index, input.element(index))
      return (movedLoss - loss, max(abs(movedLoss), abs(loss)) * .ulpOfOne)
    }
    criterion.forward(input, target)
    return report
  }

  /// Checks a criterion with class indices, counted from 0.
  public static func check(
    _ criterion: Criterion<Double>, input: Tensor<Double>, target: [Int],
    kinks: [GradientKink] = []
  ) -> GradientReport {
    check(criterion, input: input, target: Tensor(target.map(Double.init)), kinks: kinks)
  }
}

extension GradientReport {
  /// Compares each element of the input: `difference` moves the element with an index to a value.
  mutating func compareInput(
    _ input: Tensor<Double>, _ analytic: Tensor<Double>, gradOutput: Tensor<Double>?,
    _ kinks: [GradientKink],
    _ difference: @escaping (_ index: Int, _ value: Double) -> (Double, Double)
  ) {
    for index in 0..<input.count {
      let x = input.element(index)
      let name = Self.name("input", input.shape, index)
      if let kink = kinks.first(where: { $0.zone.contains(x) }) {
        let dy =
          gradOutput.map { $0.shape == input.shape ? $0.element(index) : .nan } ?? 1
        add(
          Element(
            name: name, analytic: analytic.element(index), numeric: kink.gradient(x, dy, index),
            comparison: .documented), isParameter: false)
      } else {
        let result = NumericDerivative.at(x, room: GradientKink.room(around: x, kinks)) {
          difference(index, $0)
        }
        add(name, [analytic.element(index)], result, isParameter: false)
      }
    }
  }

  /// Compares analytic gradients of one element with the numeric one; the worst counts.
  mutating func add(
    _ name: String, _ analytic: [Double], _ result: NumericDerivative.Result, isParameter: Bool
  ) {
    switch result {
    case .value(let numeric, let comparison):
      let elements = analytic.enumerated().map { position, analytic in
        Element(
          name: position == 0 ? name : name + " (added to an earlier gradient)",
          analytic: analytic, numeric: numeric, comparison: comparison)
      }
      if let worst = elements.max(by: { $0.error < $1.error }) {
        add(worst, isParameter: isParameter)
      }
    case .kink(let left, let right):
      problems.append(
        "\(name) stands on a kink: \(left) from the left, \(right) from the right, "
          + "analytic \(analytic[0])")
    case .unresolved:
      problems.append("\(name): differences agree at no step; analytic \(analytic[0])")
    }
  }
}

extension Tensor<Double> {
  /// The element at an index in row-major order.
  func element(_ index: Int) -> Double { withUnsafeScalars { $0[index] } }

  mutating func set(_ index: Int, _ value: Double) {
    withUnsafeMutableScalars { $0[index] = value }
  }
}
