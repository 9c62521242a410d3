import LinearAlgebra
import XCTest

/// One of the four operations between tensors, in all its forms.
private struct Operation<Scalar: BLASScalar> {
  let name: String
  let tensors: (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>
  let inPlace: (inout Tensor<Scalar>, Tensor<Scalar>) -> Void
  let tensorByScalar: (Tensor<Scalar>, Scalar) -> Tensor<Scalar>
  let scalarByTensor: (Scalar, Tensor<Scalar>) -> Tensor<Scalar>
  let function: BinaryFunction
  let scalars: (Scalar, Scalar) -> Scalar

  static var all: [Operation] {
    [
      Operation(
        name: "+", tensors: +, inPlace: +=, tensorByScalar: +, scalarByTensor: +, function: .add,
        scalars: +),
      Operation(
        name: "-", tensors: -, inPlace: -=, tensorByScalar: -, scalarByTensor: -,
        function: .subtract, scalars: -),
      Operation(
        name: "*", tensors: *, inPlace: *=, tensorByScalar: *, scalarByTensor: *,
        function: .multiply, scalars: *),
      Operation(
        name: "/", tensors: /, inPlace: /=, tensorByScalar: /, scalarByTensor: /,
        function: .divide, scalars: /),
    ]
  }
}

final class ArithmeticTests: SeededTestCase {
  /// Scalars on which the order of operands, the sign of zero and overflow can be seen.
  private func awkward<Scalar: BLASScalar>(_: Scalar.Type) -> [Scalar] {
    [
      0, -0.0, 1, -1, 0.1, 3, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNormalMagnitude, -.leastNonzeroMagnitude, .infinity, -.infinity, .nan,
    ]
  }

  /// The position in a tensor of shape `small` that is broadcast to a position in shape `large`.
  private func source(of position: Int, in small: Shape, over large: Shape) -> Int {
    var rest = position
    var stride = 1
    var result = 0
    for back in 1...Swift.max(1, large.rank) where back <= large.rank {
      let index = rest % large[large.rank - back]
      rest /= large[large.rank - back]
      guard back <= small.rank else { continue }
      let extent = small[small.rank - back]
      if extent != 1 { result += index * stride }
      stride *= extent
    }
    return result
  }

  func testOperatorsRoundOnceWithAllPairsOfAwkwardScalars() {
    func check<Scalar: BLASScalar>(_ type: Scalar.Type) {
      let values = awkward(type)
      let left = values.flatMap { value in values.map { _ in value } }
      let right = values.flatMap { _ in values }
      let shape = Shape(values.count, values.count)
      for operation in Operation<Scalar>.all {
        let expected = zip(left, right).map(operation.scalars)
        let (a, b) = (Tensor(shape: shape, left), Tensor(shape: shape, right))
        assertTensor(operation.tensors(a, b), shape, expected, operation.name)
        var inPlace = a
        operation.inPlace(&inPlace, b)
        assertTensor(inPlace, shape, expected, operation.name + "=")
        var assigned = Tensor<Scalar>()
        assigned.assign(operation.function, a, b)
        assertTensor(assigned, shape, expected, "assign \(operation.name)")
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testOperatorsWithScalarsRoundOnce() {
    func check<Scalar: BLASScalar>(_ type: Scalar.Type) {
      let values = awkward(type)
      let tensor = Tensor(values)
      for operation in Operation<Scalar>.all {
        for scalar in values {
          let name = "\(operation.name) \(scalar)"
          assertTensor(
            operation.tensorByScalar(tensor, scalar), tensor.shape,
            values.map { operation.scalars($0, scalar) }, "x \(name)")
          assertTensor(
            operation.scalarByTensor(scalar, tensor), tensor.shape,
            values.map { operation.scalars(scalar, $0) }, "\(name) x")
        }
      }
      for scalar in values {
        var (sum, difference, product, quotient) = (tensor, tensor, tensor, tensor)
        sum += scalar
        difference -= scalar
        product *= scalar
        quotient /= scalar
        assertTensor(sum, tensor.shape, values.map { $0 + scalar })
        assertTensor(difference, tensor.shape, values.map { $0 - scalar })
        assertTensor(product, tensor.shape, values.map { $0 * scalar })
        assertTensor(quotient, tensor.shape, values.map { $0 / scalar })
      }
      assertTensor(-tensor, tensor.shape, values.map { -$0 })
    }
    for type in bothPrecisions { check(type) }
  }

  func testEveryLengthIsTreatedAlike() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for count in Array(0...70) + [1000] {
        let a = Tensor<Scalar>.normal(Shape(count), using: &generator)
        let b = Tensor<Scalar>.normal(Shape(count), using: &generator)
        for operation in Operation<Scalar>.all {
          assertTensor(
            operation.tensors(a, b), a.shape, zip(a.scalars, b.scalars).map(operation.scalars),
            operation.name)
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testRowsAndColumnsAreBroadcastFromEitherSide() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let pairs: [(large: Shape, small: Shape)] = [
        ([4, 3], [3]), ([4, 3], [1, 3]), ([4, 3], [4, 1]), ([1, 3], [3]), ([1, 3], [1, 1]),
        ([4, 1], [1]), ([4, 1], [1, 1]), ([17, 33], [33]), ([17, 33], [17, 1]),
        ([2, 4, 3], [3]), ([2, 4, 3], [1, 3]), ([2, 4, 3], [1, 1, 3]), ([2, 4, 3], [4, 3]),
        ([2, 4, 3], [1, 4, 3]), ([2, 4, 3], [2, 4, 1]), ([2, 3, 4, 5], [4, 5]),
        ([2, 3, 4, 5], [2, 3, 4, 1]), ([0, 3], [3]), ([3, 0], [0]), ([3, 0], [3, 1]),
      ]
      for (large, small) in pairs {
        let a = Tensor<Scalar>.normal(large, using: &generator)
        let b = Tensor<Scalar>.normal(small, using: &generator)
        let repeated = (0..<large.count).map { b.scalars[source(of: $0, in: small, over: large)] }
        for operation in Operation<Scalar>.all {
          let name = "\(large) \(operation.name) \(small)"
          let expected = zip(a.scalars, repeated).map(operation.scalars)
          assertTensor(operation.tensors(a, b), large, expected, name)
          var inPlace = a
          operation.inPlace(&inPlace, b)
          assertTensor(inPlace, large, expected, "\(name) in place")
          assertTensor(
            operation.tensors(b, a), large, zip(repeated, a.scalars).map(operation.scalars),
            "\(name) reversed")
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testBroadcastingPropagatesNaNInfinityAndTheSignOfZero() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let matrix = Tensor<Scalar>(rows: [[1, 1, -0.0], [.nan, -1, -0.0]])
      assertTensor(
        matrix + Tensor([.infinity, .nan, -0.0]), [2, 3],
        [.infinity, .nan, -0.0, .nan, .nan, -0.0])
      assertTensor(
        Tensor([-0.0, 0, -0.0]) + matrix, [2, 3], [1, 1, -0.0, .nan, -1, -0.0], "row first")
      assertTensor(
        Tensor(rows: [[-0.0], [.nan]]) * matrix, [2, 3], [-0.0, -0.0, 0, .nan, .nan, .nan],
        "column first")
    }
    for type in bothPrecisions { check(type) }
  }

  func testOperandsMayBeTheSameTensor() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let start: [Scalar] = [1, -2, 3, 0.5, 7]
      for operation in Operation<Scalar>.all {
        var tensor = Tensor<Scalar>(start)
        operation.inPlace(&tensor, tensor)
        assertTensor(tensor, [5], zip(start, start).map(operation.scalars), operation.name)
        let other = Tensor<Scalar>(start)
        assertTensor(
          operation.tensors(other, other), [5], zip(start, start).map(operation.scalars))
      }
      var matrix = Tensor<Scalar>.counting([3, 2])
      matrix += matrix.row(1)
      assertTensor(matrix, [3, 2], [2, 4, 4, 6, 6, 8], "its own row, as it was before")
      matrix.assign(.multiply, matrix, matrix)
      assertTensor(matrix, [3, 2], [4, 16, 16, 36, 36, 64])
      matrix.add(matrix, scaledBy: 2)
      assertTensor(matrix, [3, 2], [12, 48, 48, 108, 108, 192])
    }
    for type in bothPrecisions { check(type) }
  }

  func testFillSetsEveryScalar() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var tensor = Tensor<Scalar>.counting([3, 7])
      tensor.fill(with: -0.0)
      assertTensor(tensor, [3, 7], Array(repeating: -0.0, count: 21))
      tensor.fill(with: .nan)
      assertTensor(tensor, [3, 7], Array(repeating: .nan, count: 21))
    }
    for type in bothPrecisions { check(type) }
  }

  func testLargeTensorsHaveTheSameBitsAtAnyNumberOfThreads() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let shape: Shape = [300, 701]
      let a = Tensor<Scalar>.normal(shape, using: &generator)
      let row = Tensor<Scalar>.normal([701], using: &generator)
      let column = Tensor<Scalar>.normal([300, 1], using: &generator)
      var first: Tensor<Scalar>?
      forEachThreadCount { threads in
        let result = (a * 3 + row) / (a - column) * (2 - a)
        assertBitIdentical(result, first ?? result, "\(threads) threads")
        first = first ?? result
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testAssigningBroadcastsLikeTheOperators() {
    let matrix = Tensor<Double>(rows: [[1, 2, 3], [4, 5, 6]])
    let row = Tensor<Double>([2, 4, 8])
    let column = Tensor<Double>(shape: [2, 1], [10, 100])
    var result = Tensor<Double>()
    let operators: [(ArithmeticFunction, (Tensor<Double>, Tensor<Double>) -> Tensor<Double>)] = [
      (.add, { $0 + $1 }), (.subtract, { $0 - $1 }), (.multiply, { $0 * $1 }),
      (.divide, { $0 / $1 }),
    ]
    for (function, apply) in operators {
      for operand in [row, column, matrix + 1] {
        result.assign(function, matrix, broadcasting: operand)
        XCTAssertEqual(result, apply(matrix, operand), "\(function) by \(operand.shape)")
      }
    }
    result = matrix
    result.assign(.multiply, result, broadcasting: row)
    XCTAssertEqual(result, matrix * row, "the result may be the operand")
  }
}
