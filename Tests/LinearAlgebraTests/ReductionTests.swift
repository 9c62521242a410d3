import LinearAlgebra
import XCTest

final class ReductionTests: SeededTestCase {
  private let shapes: [Shape] = [
    [1], [5], [100], [1, 1], [3, 4], [1, 7], [7, 1], [17, 33], [2, 3, 4], [3, 1, 5], [2, 3, 1],
    [1, 4, 9], [2, 3, 4, 5], [1, 1, 1, 1], [3, 1, 2, 1], [2, 1, 19, 3],
  ]

  /// The scalars along an axis, for each position of the rest in row-major order.
  private func lines<Scalar>(_ tensor: Tensor<Scalar>, axis: Int) -> [[Scalar]] {
    let inner = tensor.shape.dropFirst(axis + 1).reduce(1, *)
    let outer = tensor.shape.prefix(axis).reduce(1, *)
    let extent = tensor.shape[axis]
    let scalars = tensor.scalars
    return (0..<outer * inner).map { position in
      let start = position / inner * extent * inner + position % inner
      return (0..<extent).map { scalars[start + $0 * inner] }
    }
  }

  func testSumsAndMeansAlongEveryAxis() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape in shapes {
        let tensor = Tensor<Scalar>.normal(shape, mean: 1, using: &generator)
        for axis in 0..<shape.rank {
          let lines = lines(tensor, axis: axis)
          let sums = lines.map { $0.reduce(0) { $0 + $1.asDouble } }
          let extent = Double(shape[axis])
          let bounds = lines.map {
            $0.reduce(0) { $0 + $1.asDouble.magnitude } * extent * Scalar.ulpOfOne.asDouble
          }
          let name = "\(shape), axis \(axis)"
          let sum = tensor.sum(axis: axis)
          XCTAssertEqual(sum.shape, shape.removing(axis: axis), name)
          assertClose(sum, sums, bounds: bounds, name)
          let mean = tensor.mean(axis: axis)
          XCTAssertEqual(mean.shape, shape.removing(axis: axis), name)
          assertClose(mean, sums.map { $0 / extent }, bounds: bounds, name)

          var kept = shape
          kept[axis] = 1
          assertTensor(tensor.sum(axis: axis, keepingAxis: true), kept, sum.scalars, name)
          assertTensor(tensor.mean(axis: axis, keepingAxis: true), kept, mean.scalars, name)
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testExtremesAlongEveryAxis() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape in shapes {
        let tensor = Tensor<Scalar>.normal(shape, using: &generator)
        for axis in 0..<shape.rank {
          let lines = lines(tensor, axis: axis)
          let (smallest, largest) = (lines.map { $0.min()! }, lines.map { $0.max()! })
          let reduced = shape.removing(axis: axis)
          var kept = shape
          kept[axis] = 1
          let name = "\(shape), axis \(axis)"
          assertTensor(tensor.min(axis: axis), reduced, smallest, name)
          assertTensor(tensor.max(axis: axis), reduced, largest, name)
          assertTensor(tensor.min(axis: axis, keepingAxis: true), kept, smallest, name)
          assertTensor(tensor.max(axis: axis, keepingAxis: true), kept, largest, name)
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testReductionsOfEverything() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape in shapes + [[], [1000], [70, 333]] {
        let tensor = Tensor<Scalar>.normal(shape, mean: 0.5, using: &generator)
        let (values, count) = (tensor.doubles, Double(shape.count))
        let bound = values.reduce(0) { $0 + $1.magnitude } * count * Scalar.ulpOfOne.asDouble
        let (sum, squares) = (values.reduce(0, +), values.reduce(0) { $0 + $1 * $1 })
        XCTAssertEqual(tensor.sum().asDouble, sum, accuracy: bound, "\(shape)")
        XCTAssertEqual(tensor.mean().asDouble, sum / count, accuracy: bound, "\(shape)")
        XCTAssertEqual(
          tensor.sumOfSquares().asDouble, squares,
          accuracy: squares * count * Scalar.ulpOfOne.asDouble, "\(shape)")
        let (smallest, largest) = (tensor.scalars.min()!, tensor.scalars.max()!)
        XCTAssertEqual(tensor.min(), smallest, "\(shape)")
        XCTAssertEqual(tensor.max(), largest, "\(shape)")
        XCTAssertEqual(tensor.argmin(), tensor.scalars.firstIndex(of: smallest), "\(shape)")
        XCTAssertEqual(tensor.argmax(), tensor.scalars.firstIndex(of: largest), "\(shape)")
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testArgmaxAndArgminPreferTheFirst() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for count in 1...70 {
        var tensor = Tensor<Scalar>.zeros(Shape(count))
        XCTAssertEqual(tensor.argmax(), 0)
        XCTAssertEqual(tensor.argmin(), 0)
        for place in [count / 2, count - 1] {
          tensor.fill(with: 0)
          tensor.withUnsafeMutableScalars { buffer in
            for index in place..<count { buffer[index] = 1 }
          }
          XCTAssertEqual(tensor.argmax(), place, "\(count)")
          XCTAssertEqual((-tensor).argmin(), place, "\(count)")
        }
      }
      XCTAssertEqual(Tensor<Scalar>([-0.0, 0]).argmax(), 0, "zeros are equal")
      XCTAssertEqual(Tensor<Scalar>([0, -0.0]).argmin(), 0, "zeros are equal")
    }
    for type in bothPrecisions { check(type) }
  }

  func testArgmaxOfRows() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape: Shape in [[1], [6], [4, 3], [33, 10], [5, 70], [2, 3, 4], [7, 1]] {
        let tensor = Tensor<Scalar>.normal(shape, using: &generator)
        let expected = lines(tensor, axis: shape.rank - 1).map { $0.firstIndex(of: $0.max()!)! }
        XCTAssertEqual(tensor.argmaxOfRows(), expected, "\(shape)")
      }
      let ties = Tensor<Scalar>(rows: [[2, 2, 1], [1, .nan, .nan], [-.infinity, -.infinity, 0]])
      XCTAssertEqual(ties.argmaxOfRows(), [0, 1, 2])
      XCTAssertEqual(Tensor<Scalar>.zeros([0, 3]).argmaxOfRows(), [])
      XCTAssertEqual(Tensor<Scalar>.zeros([0, 0]).argmaxOfRows(), [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testNaNPropagatesWhereverItStands() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for count in [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 200] {
        for place in Set([0, count / 3, count / 2, count - 1]) {
          var vector = Tensor<Scalar>.normal(Shape(count), using: &generator)
          vector[place] = .nan
          let name = "\(place) of \(count)"
          for value in [
            vector.sum(), vector.mean(), vector.min(), vector.max(), vector.sumOfSquares(),
          ] { XCTAssertTrue(value.isNaN, name) }
          XCTAssertEqual(vector.argmax(), place, name)
          XCTAssertEqual(vector.argmin(), place, name)
          XCTAssertEqual(vector.firstNonFiniteIndex(), place, name)
          // As a row among others, and as a column.
          let row = vector.reshaped(to: [1, count])
          let rows = Tensor.concatenating(rows: [Tensor.zeros([1, count]), row])
          for reduced in [rows.sum(axis: 1), rows.min(axis: 1), rows.max(axis: 1)] {
            XCTAssertEqual(reduced.scalars.map(\.isNaN), [false, true], name)
          }
          let expected = (0..<count).map { $0 == place }
          for reduced in [rows.sum(axis: 0), rows.min(axis: 0), rows.max(axis: 0)] {
            XCTAssertEqual(reduced.scalars.map(\.isNaN), expected, name)
          }
        }
      }
      XCTAssertEqual(Tensor<Scalar>([1, .nan, .nan]).argmax(), 1, "the first NaN")
      XCTAssertEqual(Tensor<Scalar>([1, .nan, .nan]).argmin(), 1, "the first NaN")
    }
    for type in bothPrecisions { check(type) }
  }

  func testInfinities() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let tensor = Tensor<Scalar>([1, .infinity, 2])
      XCTAssertEqual(tensor.sum(), .infinity)
      XCTAssertEqual(tensor.max(), .infinity)
      XCTAssertEqual((-tensor).min(), -.infinity)
      XCTAssertEqual(tensor.firstNonFiniteIndex(), 1)
      XCTAssertTrue(Tensor<Scalar>([.infinity, -.infinity]).sum().isNaN)
      XCTAssertEqual(Tensor<Scalar>([-.infinity, -.infinity]).max(), -.infinity)
      XCTAssertNil(Tensor<Scalar>([1, .greatestFiniteMagnitude]).firstNonFiniteIndex())
    }
    for type in bothPrecisions { check(type) }
  }

  func testEmptyTensors() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape: Shape in [[0], [0, 3], [3, 0]] {
        let tensor = Tensor<Scalar>.zeros(shape)
        assertTensor(Tensor(shape: [], [tensor.sum()]), [], [0])
        XCTAssertTrue(tensor.mean().isNaN)
        XCTAssertEqual(tensor.sumOfSquares(), 0)
        XCTAssertNil(tensor.firstNonFiniteIndex())
      }
      assertTensor(Tensor<Scalar>().sum(axis: 0), [], [0])
      assertTensor(Tensor<Scalar>().mean(axis: 0), [], [.nan])
      assertTensor(Tensor<Scalar>.zeros([0, 3]).sum(axis: 0), [3], [0, 0, 0])
      assertTensor(Tensor<Scalar>.zeros([2, 0]).sum(axis: 1), [2], [0, 0])
      assertTensor(Tensor<Scalar>.zeros([2, 0]).mean(axis: 1), [2], [.nan, .nan])
      assertTensor(Tensor<Scalar>.zeros([2, 0, 2]).sum(axis: 1), [2, 2], [0, 0, 0, 0])
      assertTensor(Tensor<Scalar>.zeros([2, 0]).sum(axis: 0), [0], [])
      assertTensor(Tensor<Scalar>.zeros([2, 0]).max(axis: 0), [0], [])
      assertTensor(Tensor<Scalar>.zeros([0, 3]).min(axis: 1, keepingAxis: true), [0, 1], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testSumsHaveTheSameBitsAtAnyNumberOfThreads() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape: Shape in [[400_000], [700, 501], [5, 80_000], [80_000, 5]] {
        let tensor = Tensor<Scalar>.normal(shape, using: &generator)
        var first: [Tensor<Scalar>]?
        forEachThreadCount { threads in
          let results =
            [Tensor([tensor.sum(), tensor.sumOfSquares(), tensor.min()])]
            + (0..<shape.rank).flatMap { [tensor.sum(axis: $0), tensor.max(axis: $0)] }
          for (result, expected) in zip(results, first ?? results) {
            assertBitIdentical(result, expected, "\(shape), \(threads) threads")
          }
          first = first ?? results
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }
}
