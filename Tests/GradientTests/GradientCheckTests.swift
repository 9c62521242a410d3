import Backprop
import LinearAlgebra
import XCTest

/// The checker itself: kinks, restored state, problems, reports.
final class GradientCheckTests: XCTestCase {
  private func normal(_ shape: Shape, seed: UInt64 = 1) -> Tensor<Double> {
    var generator = PhiloxGenerator(seed: seed)
    return .normal(shape, using: &generator)
  }

  /// A network whose hidden pre-activation is the given number, at x = 1.
  private func hidden(_ preactivation: Double, slope: Double = 0.1) -> Sequential<Double> {
    let first = Linear<Double>(1, 1)
    first.weight.value = Tensor(shape: [1, 1], [0.5])
    first.bias.value = Tensor([preactivation - 0.5])
    let second = Linear<Double>(1, 2)
    second.weight.value = Tensor(shape: [1, 2], [1.5, -0.25])
    return Sequential(first, LeakyReLU(slope: slope), second)
  }

  /// However close a hidden unit is to its kink, the gradient is compared on its own side.
  func testHiddenKinks() {
    for distance in [1e-4, 1e-5, 7e-6, 3e-6, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11] {
      for sign in [1.0, -1] {
        let net = hidden(sign * distance)
        let report = GradientCheck.check(net, input: Tensor(shape: [1, 1], [1]))
        XCTAssert(report.passes(tolerance: 1e-7), "\(sign * distance): \(report)")
        if distance < 3e-6 {
          // The input, the weight and the bias of the first layer.
          XCTAssertEqual(report.oneSidedCount, 3, "\(sign * distance): \(report)")
        }
      }
    }
  }

  /// A gradient of the wrong side of a kink is found.
  func testWrongSideOfHiddenKink() {
    final class WrongSide: Module<Double> {
      let net: Sequential<Double>
      let other: Sequential<Double>
      init(_ net: Sequential<Double>, _ other: Sequential<Double>) {
        (self.net, self.other) = (net, other)
        super.init()
      }
      override func updateOutput(_ input: Tensor<Double>) { output = net.forward(input) }
      override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
        other.forward(input)
        gradInput = other.backward(input, gradOutput)
      }
    }
    for distance in [1e-4, 3e-6, 1e-8, 1e-10] {
      let module = WrongSide(hidden(distance), hidden(-distance))
      let report = GradientCheck.check(module, input: Tensor(shape: [1, 1], [1]))
      XCTAssertGreaterThan(report.worstError, 0.01, "\(distance): \(report)")
    }
  }

  /// On a hidden kink nothing can be proven, and the report says so.
  func testExactlyOnHiddenKink() {
    let report = GradientCheck.check(hidden(0), input: Tensor(shape: [1, 1], [1]))
    XCTAssertFalse(report.passes())
    XCTAssertEqual(report.problems.count, 3)
    XCTAssert(report.description.contains("input[0, 0] stands on a kink"), "\(report)")
    XCTAssert(report.description.contains("0.weight[0, 0]"), "\(report)")
  }

  /// On a kink of the input that is not declared, likewise.
  func testUndeclaredKink() {
    let x = Tensor<Double>([-1, 0, 1])
    XCTAssertFalse(GradientCheck.check(ReLU(), input: x).passes())
    let kinks = [GradientKink(at: 0, slope: 0)]
    let report = GradientCheck.check(ReLU(), input: x, kinks: kinks)
    XCTAssert(report.passes(), "\(report)")
    XCTAssertEqual(report.elementsInKinks.map(\.name), ["input[1]"])
    // Another documented value is not what the module computes.
    let wrong = [GradientKink(at: 0, slope: 1)]
    XCTAssertFalse(GradientCheck.check(ReLU(), input: x, kinks: wrong).passes())
  }

  /// The worst element is named, whether of the input or of a parameter.
  func testNamesWorstElement() {
    final class WrongElement: Module<Double> {
      let inner = Linear<Double>(3, 2)
      override var children: [Module<Double>] { [inner] }
      override var childNames: [String] { ["inner"] }
      override func updateOutput(_ input: Tensor<Double>) { output = inner.forward(input) }
      override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
        inner.updateGradInput(input, gradOutput)
        gradInput = inner.gradInput
        gradInput[1, 2] += 0.5
      }
      override func accGradParameters(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
        inner.accGradParameters(input, gradOutput)
        inner.weight.grad[2, 0] += 1
      }
    }
    let report = GradientCheck.check(WrongElement(), input: normal([4, 3]))
    XCTAssertEqual(report.worstOfInput?.name, "input[1, 2]")
    XCTAssertEqual(report.worstOfParameters?.name, "inner.weight[2, 0]")
    XCTAssertEqual(report.elementCount, 12 + 6 + 2)
    XCTAssertFalse(report.passes(tolerance: 1e-6))
    XCTAssert("\(report)".contains("inner.weight[2, 0]: analytic "), "\(report)")
  }

  /// A gradient of another shape is a problem, not a crash.
  func testWrongShape() {
    final class WrongShape: Module<Double> {
      override func updateOutput(_ input: Tensor<Double>) { output = input }
      override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
        gradInput = gradOutput.flattened
      }
    }
    let report = GradientCheck.check(WrongShape(), input: normal([2, 3]))
    XCTAssertEqual(report.problems, ["gradInput has shape [6], the input [2, 3]"])
    XCTAssertFalse(report.passes(tolerance: .greatestFiniteMagnitude))
  }

  /// NaN is never a small error.
  func testNaN() {
    final class NotANumber: Module<Double> {
      override func updateOutput(_ input: Tensor<Double>) { output = input }
      override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
        gradInput = gradOutput * .nan
      }
    }
    let report = GradientCheck.check(NotANumber(), input: normal([2, 3]))
    XCTAssertEqual(report.worstError, .infinity)
    XCTAssertFalse(report.passes(tolerance: 1e300))
    let input = Tensor<Double>([1, .nan])
    XCTAssertFalse(GradientCheck.check(Tanh(), input: input).passes(), "NaN in the input")
  }

  /// Parameters, gradients, mode, generators and switches are left as they were.
  func testLeavesModuleAsItWas() {
    for isTraining in [true, false] {
      let dropout = Dropout<Double>(keep: 0.5)
      let net = Sequential(Linear(3, 4), Tanh(), dropout, Linear(4, 2))
      net.getParameters()[0].grad = normal([3, 4])
      net.computesGradInput = false
      if !isTraining { net.evaluate() }
      let generator = dropout.generator
      let values = net.getParameters().map(\.value)
      let grads = net.getGradParameters()
      let input = normal([5, 3], seed: 2)
      XCTAssert(GradientCheck.check(net, input: input).passes())
      XCTAssertEqual(dropout.generator, generator)
      XCTAssert(zip(net.getParameters(), values).allSatisfy { $0.value.isBitIdentical(to: $1) })
      XCTAssert(zip(net.getGradParameters(), grads).allSatisfy { $0.isBitIdentical(to: $1) })
      XCTAssertEqual(net.isTraining, isTraining)
      XCTAssertEqual(dropout.isTraining, isTraining)
      XCTAssertFalse(net.computesGradInput)
      XCTAssertFalse(net[0].computesGradInput)
      XCTAssert(net.gradInput.isEmpty)
      let output = net.output
      XCTAssert(net.forward(input).isBitIdentical(to: output))
    }
  }

  /// Steep and flat functions: the step follows.
  func testSteepLoss() {
    let criterion = ClassNLLCriterion<Double>()
    for p in [0.5, 1e-3, 1e-6, 1e-9, 1e-12] {
      let input = Tensor<Double>(rows: [[p, 1 - p]])
      let report = GradientCheck.check(criterion, input: input, target: [0])
      XCTAssert(report.passes(tolerance: 1e-6), "\(p): \(report)")
    }
  }

  func testReportReads() {
    let net = Sequential<Double>(Linear(2, 2), Tanh())
    let report = GradientCheck.check(net, input: normal([3, 2]))
    let lines = "\(report)".split(separator: "\n")
    XCTAssertEqual(lines.count, 3)
    XCTAssert(lines[0].hasPrefix("Sequential: 12 elements, worst error "), "\(report)")
    XCTAssert(lines[1].hasPrefix("  input["), "\(report)")
    XCTAssert(lines[2].hasPrefix("  0."), "\(report)")
    XCTAssert(report.worst?.error == report.worstError)
  }

  func testScientific() {
    XCTAssertEqual(
      [0, 1, 9.96, 1.25e-10, -0.034, .infinity].map(\.scientific),
      ["0", "1.0e0", "1.0e1", "1.3e-10", "-3.4e-2", "inf"])
  }
}
