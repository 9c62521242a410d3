import Backprop
import XCTest

/// The calls that packages which use this one make, as they are written there: they keep compiling,
/// without `try`, and keep their meaning.
final class ConsumerTests: XCTestCase {
  func testCallsAsTheyAreWritten() {
    let threadCount = Parallel.threadCount
    defer { Parallel.threadCount = threadCount }
    RandomSource.seed(1)
    let input = Tensor<Double>.random([5, 4], seed: 1)
    let target = Tensor<Double>(rows: (0..<5).map { $0 % 2 == 0 ? [1, 0, 0] : [0, 0, 1] })
    let scalars = (0..<32).map(Double.init)

    let net = Sequential<Double>(Linear(4, 8), LeakyReLU(slope: 0.03), Linear(8, 3), SoftMax())
    net.add(Dropout(keep: 0.5))
    XCTAssertEqual(net[0].description, "Linear 4 -> 8")
    XCTAssertEqual(net.count, 5)

    let linear = Linear<Double>(4, 8)
    XCTAssertEqual(linear.weight.value.shape, [4, 8])
    XCTAssertEqual(linear.bias.value.shape, [8])
    linear.weight.value = Tensor(shape: [4, 8], scalars)
    XCTAssertEqual(linear.weight.value.scalars, scalars)
    XCTAssertEqual(linear.weight.grad, Tensor.zeros([4, 8]))

    _ = MSECriterion<Double>()
    _ = ClassNLLCriterion<Double>()
    let criterion = CrossEntropyCriterion<Double>()
    net.zeroGradParameters()
    let output = net.forward(input)
    let loss: Double = criterion.forward(output, target)
    XCTAssertEqual(loss, criterion.output)
    net.backward(input, criterion.backward(output, target))
    let optimizer = SGD(net.getParameters(), learningRate: 0.1, momentum: 0.9)
    optimizer.step()
    net.training()
    net.evaluate()
    XCTAssertFalse(net.isTraining)
    XCTAssertEqual(net.getGradParameters().count, 4)
    XCTAssertEqual(net.gradInput.shape, [5, 4])

    let t = Tensor<Double>(shape: [2, 3], [1, 2, 3, 4, 5, 6])
    XCTAssertTrue(t.shape == [2, 3])
    XCTAssertEqual(t[1, 2], 6)
    XCTAssertEqual(t.scalars, [1, 2, 3, 4, 5, 6])
    XCTAssertEqual(Shape([2, 3]), [2, 3])
    Parallel.threadCount = 1
    XCTAssertEqual(Parallel.threadCount, 1)
  }

  /// A layer and a criterion of the user's own.
  func testModulesOfTheUsersOwn() {
    final class Scale: Module<Double> {
      let factor = Parameter(name: "factor", Tensor<Double>([2]))

      override var ownParameters: [Parameter<Double>] { [factor] }
      override func updateOutput(_ input: Tensor<Double>) {
        output = input * factor.value[0]
      }
      override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
        gradInput = gradOutput * factor.value[0]
      }
      override func accGradParameters(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
        factor.accumulateGrad { grad, beta in
          let old = beta == 0 ? 0 : grad[0]
          grad[0] = old + (input * gradOutput).sum()
        }
      }
    }
    final class Total: Criterion<Double> {
      override func updateOutput(_ input: Tensor<Double>, _ target: Tensor<Double>) {
        output = (input * target).sum()
      }
      override func updateGradInput(_ input: Tensor<Double>, _ target: Tensor<Double>) {
        gradInput = target
      }
    }
    let net = Sequential<Double>(Identity(), Scale())
    let criterion = Total()
    let input = Tensor<Double>([1, 2, 3])
    let optimizer = SGD(net.getParameters(), learningRate: 0.01)
    XCTAssertEqual(criterion.forward(net.forward(input), Tensor.ones([3])), 12)
    for _ in 0..<2 { net.backward(input, criterion.backward(net.output, Tensor.ones([3]))) }
    XCTAssertEqual(net.gradInput.scalars, [2, 2, 2])
    XCTAssertEqual(net.getGradParameters()[0].scalars, [12])
    optimizer.step()
    XCTAssertEqual(net.getParameters()[0].value[0], 1.88, accuracy: 1e-15)
    XCTAssertEqual(net.description, "Sequential\n  (0) Identity\n  (1) Scale")
    XCTAssertEqual(criterion.description, "Total")
  }
}
