import Backprop
import CAllocationCounter
import XCTest

/// A network in training holds little more than its numbers: parameters, gradients, the state of the
/// optimizer, outputs and input gradients.
final class BytesHeldTests: XCTestCase {
  override func setUpWithError() throws {
    try XCTSkipUnless(allocation_counter_is_available(), "a sanitizer has its own malloc")
  }

  func testInDouble() { check(Double.self) }
  func testInFloat() { check(Float.self) }

  private func check<Scalar: BLASScalar>(_ type: Scalar.Type) {
    for workload in [Workload.mnist, .mid] {
      var generator = PhiloxGenerator(seed: 1)
      let input = Tensor<Scalar>.normal([workload.batch, workload.sizes[0]], using: &generator)
      let target = Tensor<Scalar>.zeros([workload.batch])
      // OpenBLAS, the pool and the runtime take what they need for good at first.
      _ = train(workload, input, target)

      let before = allocation_bytes_in_use()
      let (net, criterion, optimizer) = train(workload, input, target)
      let held = Int(allocation_bytes_in_use()) - Int(before)

      var scalars = 4 * optimizer.vector.count  // values, gradients, and Adam's two means
      scalars += criterion.gradInput.count
      net.visit { module, _ in
        if module.children.isEmpty { scalars += module.output.count + module.gradInput.count }
      }
      let bytes = scalars * MemoryLayout<Scalar>.stride
      XCTAssertGreaterThan(held, bytes * 9 / 10, "\(workload) in \(Scalar.self): counted at all")
      XCTAssertLessThanOrEqual(
        Double(held), 1.1 * Double(bytes), "\(workload) in \(Scalar.self): \(held) bytes")
    }
  }

  private func train<Scalar: BLASScalar>(
    _ workload: Workload, _ input: Tensor<Scalar>, _ target: Tensor<Scalar>
  ) -> (Module<Scalar>, Criterion<Scalar>, Optimizer<Scalar>) {
    let net = workload.network(of: Scalar.self)
    let criterion = CrossEntropyCriterion<Scalar>()
    let optimizer = Adam(net.getParameters())
    for _ in 0..<3 {
      optimizer.zeroGradParameters()
      let output = net.forward(input)
      criterion.forward(output, target)
      net.backward(input, criterion.backward(output, target))
      optimizer.step()
    }
    return (net, criterion, optimizer)
  }
}
