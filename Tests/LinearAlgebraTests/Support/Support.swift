import LinearAlgebra
import XCTest

/// The two types of scalars, to pass one after the other to a generic function:
/// `for type in bothPrecisions { check(type) }`.
let bothPrecisions: [any BLASScalar.Type] = [Double.self, Float.self]

/// Numbers of threads under which results have to have the same bits.
let threadCounts = [1, 2, 3, 7]

/// Runs `body` once with each number of threads, and restores what was set before.
func forEachThreadCount(_ body: (Int) throws -> Void) rethrows {
  let before = Parallel.threadCount
  defer { Parallel.threadCount = before }
  for count in threadCounts {
    Parallel.threadCount = count
    try body(count)
  }
}

extension Tensor {
  /// The whole numbers from `start` on, in row-major order.
  static func counting(_ shape: Shape, from start: Int = 0) -> Tensor {
    Tensor(shape: shape, (0..<shape.count).map { Scalar(start + $0) })
  }

  /// The scalars as doubles, exactly.
  var doubles: [Double] { scalars.map(\.asDouble) }
}

/// Asserts that shape and scalars are the expected ones, NaN being NaN and -0 not being 0.
func assertTensor<Scalar>(
  _ tensor: Tensor<Scalar>, _ shape: Shape, _ expected: [Scalar], _ message: String = "",
  file: StaticString = #filePath, line: UInt = #line
) {
  guard tensor.shape == shape else {
    XCTFail(
      "\(Scalar.self): shape \(tensor.shape), not \(shape). \(message)", file: file, line: line)
    return
  }
  XCTAssertEqual(tensor.count, expected.count, message, file: file, line: line)
  for (index, (actual, wanted)) in zip(tensor.scalars, expected).enumerated() {
    let areSame = actual == wanted ? actual.sign == wanted.sign : actual.isNaN && wanted.isNaN
    guard areSame else {
      XCTFail(
        "\(Scalar.self): \(actual), not \(wanted), at \(index) of \(shape). \(message)", file: file,
        line: line)
      return
    }
  }
}

/// Asserts that two tensors have the same shape and bits.
func assertBitIdentical<Scalar>(
  _ tensor: Tensor<Scalar>, _ expected: Tensor<Scalar>, _ message: String = "",
  file: StaticString = #filePath, line: UInt = #line
) {
  guard !tensor.isBitIdentical(to: expected) else { return }
  XCTFail("\(Scalar.self): \(tensor) differs from \(expected). \(message)", file: file, line: line)
}

/// Asserts that each scalar is as near to the expected number as `bounds` says, one an element.
func assertClose<Scalar>(
  _ tensor: Tensor<Scalar>, _ expected: [Double], bounds: [Double], _ message: String = "",
  file: StaticString = #filePath, line: UInt = #line
) {
  XCTAssertEqual(tensor.count, expected.count, message, file: file, line: line)
  for (index, actual) in tensor.doubles.enumerated() {
    guard abs(actual - expected[index]) <= bounds[index] else {
      XCTFail(
        "\(Scalar.self): \(actual) at \(index), not \(expected[index]) within \(bounds[index]). "
          + message, file: file, line: line)
      return
    }
  }
}

/// Asserts that each scalar is as near to the expected number as `bound` says.
func assertClose<Scalar>(
  _ tensor: Tensor<Scalar>, _ expected: [Double], within bound: Double, _ message: String = "",
  file: StaticString = #filePath, line: UInt = #line
) {
  assertClose(
    tensor, expected, bounds: Array(repeating: bound, count: expected.count), message, file: file,
    line: line)
}

/// A matrix of fixtures, rounded to the type of scalars.
func matrix<Scalar: BLASScalar>(_ rows: [[Double]], _: Scalar.Type) -> Tensor<Scalar> {
  Tensor(rows: rows.map { $0.map { Scalar($0) } })
}
