import LinearAlgebra
import XCTest

/// Results that are larger than the caches go to memory by stores of another kind.
final class PastCachesTests: XCTestCase {
  func testLargeSoftmaxBackwardHasTheBitsOfItsRows() {
    check(Double.self, rows: 2100)
    check(Float.self, rows: 4200)
  }

  /// The odd number of columns puts rows at every alignment.
  private func check<Scalar: BLASScalar>(
    _: Scalar.Type, rows: Int, columns: Int = 1001, file: StaticString = #filePath,
    line: UInt = #line
  ) {
    XCTAssertGreaterThanOrEqual(rows * columns * MemoryLayout<Scalar>.stride, 1 << 24)
    var generator = PhiloxGenerator(seed: 5)
    let logits = Tensor<Scalar>.normal([rows, columns], using: &generator)
    let gradOutput = Tensor<Scalar>.normal([rows, columns], using: &generator)
    var output = Tensor<Scalar>()
    output.assignSoftmax(logits)
    var gradInput = Tensor<Scalar>()
    gradInput.assignSoftmaxBackward(output: output, gradOutput)
    var piece = Tensor<Scalar>()
    for start in stride(from: 0, to: rows, by: 97) {
      let range = start..<min(start + 97, rows)
      piece.assignSoftmaxBackward(output: output.rows(range), gradOutput.rows(range))
      XCTAssertEqual(gradInput.rows(range), piece, "rows from \(start)", file: file, line: line)
    }
  }
}
