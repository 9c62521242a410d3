import LinearAlgebra
import XCTest

final class RearrangingTests: XCTestCase {
  func testReshapingKeepsTheOrder() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let tensor = Tensor<Scalar>.counting([2, 6])
      assertTensor(tensor.reshaped(to: [3, 2, 2]), [3, 2, 2], tensor.scalars)
      assertTensor(tensor.flattened, [12], tensor.scalars)
      assertTensor(Tensor<Scalar>([5]).reshaped(to: []), [], [5])
      assertTensor(Tensor<Scalar>(shape: [], [5]).flattened, [1], [5])
      assertTensor(Tensor<Scalar>.zeros([2, 0]).reshaped(to: [0, 7]), [0, 7], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testTransposedSwapsTheInnermostAxes() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for (rows, columns) in [(1, 1), (1, 5), (5, 1), (2, 3), (17, 9), (64, 64), (70, 131)] {
        let matrix = Tensor<Scalar>.counting([rows, columns])
        let expected = (0..<columns).flatMap { column in
          (0..<rows).map { Scalar($0 * columns + column) }
        }
        assertTensor(matrix.transposed(), [columns, rows], expected)
      }
      let cube = Tensor<Scalar>.counting([2, 2, 3]).transposed()
      assertTensor(cube, [2, 3, 2], [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
      assertTensor(Tensor<Scalar>.zeros([3, 0]).transposed(), [0, 3], [])
      assertTensor(Tensor<Scalar>.zeros([0, 3, 2]).transposed(), [0, 2, 3], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testRowsAreSlicesOfTheOutermostAxis() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let cube = Tensor<Scalar>.counting([3, 2, 2])
      assertTensor(cube.rows(1..<3), [2, 2, 2], [4, 5, 6, 7, 8, 9, 10, 11])
      assertTensor(cube.rows(0..<3), [3, 2, 2], cube.scalars)
      assertTensor(cube.rows(3..<3), [0, 2, 2], [])
      assertTensor(cube.row(2), [2, 2], [8, 9, 10, 11])
      assertTensor(cube.row(1).row(1), [2], [6, 7])
      assertTensor(Tensor<Scalar>([4, 5, 6]).rows(1..<2), [1], [5])
      assertTensor(Tensor<Scalar>([4, 5, 6]).row(1), [], [5])
      assertTensor(Tensor<Scalar>.zeros([3, 0]).row(1), [0], [])
      assertTensor(Tensor<Scalar>.zeros([0, 3]).rows(0..<0), [0, 3], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testRowsAtPositionsMayRepeat() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let matrix = Tensor<Scalar>.counting([3, 2])
      assertTensor(matrix.rows(at: [2, 0, 2]), [3, 2], [4, 5, 0, 1, 4, 5])
      assertTensor(matrix.rows(at: []), [0, 2], [])
      assertTensor(Tensor<Scalar>([7, 8, 9]).rows(at: [1, 1]), [2], [8, 8])
      assertTensor(Tensor<Scalar>.counting([2, 1, 2]).rows(at: [1]), [1, 1, 2], [2, 3])
      assertTensor(Tensor<Scalar>.zeros([4, 0]).rows(at: [3, 3, 3]), [3, 0], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testAssignRowsReusesMemory() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let data = Tensor<Scalar>.counting([5, 2])
      let order = [4, 2, 0, 1, 3]
      var batch = Tensor<Scalar>()
      batch.assignRows(of: data, at: order[0..<2])
      assertTensor(batch, [2, 2], [8, 9, 4, 5])
      let memory = batch.pointer
      batch.assignRows(of: data, at: order[2..<4])
      assertTensor(batch, [2, 2], [0, 1, 2, 3])
      batch.assignRows(of: data, at: order[4..<5])
      assertTensor(batch, [1, 2], [6, 7])
      XCTAssertEqual(batch.pointer, memory)
      var rotated = data
      rotated.assignRows(of: rotated, at: [1, 2, 3, 4, 0])
      assertTensor(rotated, [5, 2], [2, 3, 4, 5, 6, 7, 8, 9, 0, 1], "rows of itself")
    }
    for type in bothPrecisions { check(type) }
  }

  func testConcatenatingJoinsRows() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let a = Tensor<Scalar>.counting([2, 2])
      let b = Tensor<Scalar>.counting([1, 2], from: 4)
      let none = Tensor<Scalar>.zeros([0, 2])
      assertTensor(Tensor.concatenating(rows: [a, none, b]), [3, 2], [0, 1, 2, 3, 4, 5])
      assertTensor(Tensor.concatenating(rows: [none, none]), [0, 2], [])
      assertTensor(
        Tensor.concatenating(rows: [Tensor<Scalar>([1]), Tensor([2, 3])]), [3], [1, 2, 3])
      assertTensor(Tensor<Scalar>.concatenating(rows: []), [0], [])
      let wide = Tensor<Scalar>.zeros([2, 0])
      assertTensor(Tensor.concatenating(rows: [wide, wide]), [4, 0], [])
    }
    for type in bothPrecisions { check(type) }
  }
}
