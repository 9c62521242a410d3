import Backprop
import XCTest

/// The programs of the articles, as they stand there.
final class ArticleTests: XCTestCase {
  func testYourOwnLayer() {
    let input = Tensor<Double>(rows: [[1, -2, 0.5], [0.1, 3, -1]])
    let report = GradientCheck.check(Scale(3), input: input)
    XCTAssert(report.passes(tolerance: 1e-6), "\(report)")
    XCTAssertEqual(Scale<Double>(3).replica().forward(input), input)
  }

  func testServingPredictions() async {
    let net = Sequential<Float>(Linear(784, 128), ReLU(), Linear(128, 10), SoftMax())
    net.evaluate()
    let requests = (0..<8).map { _ in Tensor<Float>.zeros([1, 784]) }

    let answers = await withTaskGroup(of: (Int, Tensor<Float>).self) { group in
      for (index, request) in requests.enumerated() {
        let replica = net.replica()
        group.addTask { (index, replica.forward(request)) }
      }
      var answers = [Tensor<Float>](repeating: Tensor(), count: requests.count)
      for await (index, answer) in group { answers[index] = answer }
      return answers
    }
    for answer in answers { XCTAssertTrue(answer.isBitIdentical(to: net.forward(requests[0]))) }
  }
}

private final class Scale<Scalar: BLASScalar>: Module<Scalar> {
  let scale: Parameter<Scalar>

  init(scale: Parameter<Scalar>) {
    self.scale = scale
    super.init()
  }

  convenience init(_ features: Int) {
    self.init(scale: Parameter(name: "scale", Tensor.ones([features])))
  }

  override var ownParameters: [Parameter<Scalar>] { [scale] }

  override func updateOutput(_ input: Tensor<Scalar>) {
    output = scale.withValue { input * $0 }
  }

  override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    gradInput = scale.withValue { gradOutput * $0 }
  }

  override func accGradParameters(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    scale.accumulateSumOfRows(input * gradOutput)
  }

  override func makeReplica() -> Module<Scalar> { Scale(scale: scale) }
}
