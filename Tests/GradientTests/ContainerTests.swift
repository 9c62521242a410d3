import Backprop
import LinearAlgebra
import XCTest

/// Gradients of networks that change after they were made.
final class ContainerTests: XCTestCase {
  private func input() -> Tensor<Double> { Inputs.ordinary.tensor([5, 3], []) }

  /// The first layer computes no gradInput, and is used again where one is needed.
  func testFirstLayerUsedAgainWithoutGradInput() {
    RandomSource.seed(TestSeed.value)
    let net = Sequential<Double>(Linear(3, 3), Tanh())
    net.computesGradInput = false
    net.add(net[0])
    XCTAssertFalse(net[0].computesGradInput)
    XCTAssertTrue(net[2].computesGradInput)
    let pass = Pass(net, input())
    XCTAssert(pass.gradInput.isEmpty)
    let report = GradientCheck.check(net, input: input())
    XCTAssert(report.passes(tolerance: GradientCases.moduleTolerance), "\(report)")
  }

  /// Layers added after a first pass take part in the next.
  func testGrowingNetwork() {
    RandomSource.seed(TestSeed.value)
    let net = Sequential<Double>()
    for layer in [Linear(3, 4), Sigmoid(), Linear(4, 2), LogSoftMax()] as [Module<Double>] {
      net.add(layer)
      let report = GradientCheck.check(net, input: input())
      XCTAssert(report.passes(tolerance: GradientCases.moduleTolerance), "\(report)")
      net.flatten()
    }
  }
}
