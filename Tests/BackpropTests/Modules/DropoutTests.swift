import Backprop
import XCTest

final class DropoutTests: XCTestCase {
  private let input = Tensor<Double>.ones([200, 50])

  override func setUp() { RandomSource.seed(1) }

  func testKeepsAShareAndRescales() {
    for keep in [0.1, 0.5, 0.9] {
      let dropout = Dropout<Double>(keep: keep, using: PhiloxGenerator(seed: 1))
      let output = dropout.forward(input)
      XCTAssertEqual(Set(output.scalars), [0, 1 / keep])
      let share = Double(output.scalars.count { $0 != 0 }) / Double(output.count)
      // Four standard deviations.
      XCTAssertEqual(share, keep, accuracy: 4 * (keep * (1 - keep) / 10_000).squareRoot())
      XCTAssertEqual(dropout.backward(input, input), output)
      XCTAssertEqual(dropout.mask, output)
    }
    XCTAssertEqual(Dropout<Double>(drop: 0.25).keep, 0.75)
  }

  func testTheNotebooksDoesNotRescale() {
    let dropout = Dropout<Double>(keep: 0.3, rescale: false, using: PhiloxGenerator(seed: 1))
    XCTAssertEqual(Set(dropout.forward(input).scalars), [0, 1])
  }

  func testCertainties() {
    XCTAssertEqual(Dropout<Double>(keep: 1).forward(input), input)
    XCTAssertEqual(Dropout<Double>(keep: 0).forward(input), input * 0)
  }

  func testMasksAreNew() {
    let dropout = Dropout<Double>(keep: 0.5, using: PhiloxGenerator(seed: 1))
    let first = dropout.forward(input)
    XCTAssertNotEqual(dropout.forward(input), first)
    // A replica draws others.
    let replica = dropout.replica()
    XCTAssertNotEqual(replica.forward(input), dropout.forward(input))
  }

  func testTheGeneratorCanBeRestored() {
    let module: Module<Double> = Dropout(keep: 0.5)
    let generator = module.ownGenerator
    let first = module.forward(input)
    module.ownGenerator = generator
    XCTAssertEqual(module.forward(input), first)
  }

  func testFixedMask() {
    let dropout = Dropout<Double>(keep: 0.5)
    dropout.fixedMask = Tensor(rows: [[2, 0], [0, 3]])
    let input = Tensor<Double>(rows: [[1, 2], [3, 4]])
    XCTAssertEqual(dropout.forward(input), Tensor(rows: [[2, 0], [0, 12]]))
    XCTAssertEqual(dropout.backward(input, input), Tensor(rows: [[2, 0], [0, 12]]))
    dropout.evaluate()
    XCTAssertEqual(dropout.forward(input), input)
  }

  /// The backward pass goes by the forward pass before it, whatever the mode is meanwhile.
  func testBackwardFollowsItsForward() {
    let dropout = Dropout<Double>(keep: 0.5, using: PhiloxGenerator(seed: 1))
    let output = dropout.forward(input)
    dropout.evaluate()
    XCTAssertEqual(dropout.backward(input, input), output)
    dropout.forward(input)
    dropout.training()
    XCTAssertEqual(dropout.backward(input, input), input)
  }
}
