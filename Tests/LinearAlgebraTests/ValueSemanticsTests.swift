import LinearAlgebra
import XCTest

final class ValueSemanticsTests: XCTestCase {
  func testCopiesShareMemoryUntilOneIsWrittenTo() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let original = Tensor<Scalar>.counting([2, 2])
      var copy = original
      XCTAssertEqual(copy.pointer, original.pointer)
      copy[0, 0] = 9
      XCTAssertNotEqual(copy.pointer, original.pointer)
      assertTensor(copy, [2, 2], [9, 1, 2, 3])
      assertTensor(original, [2, 2], [0, 1, 2, 3])
    }
    for type in bothPrecisions { check(type) }
  }

  func testWritesStayInPlaceWhileNobodyElseLooks() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var tensor = Tensor<Scalar>.counting([4])
      let memory = tensor.pointer
      tensor[0] = 9
      tensor += tensor.copied()
      tensor *= 2
      tensor.scale(by: 0.5)
      tensor.fill(with: 1)
      tensor.withUnsafeMutableScalars { $0[3] = 4 }
      XCTAssertEqual(tensor.pointer, memory)
      assertTensor(tensor, [4], [1, 1, 1, 4])
    }
    for type in bothPrecisions { check(type) }
  }

  func testEveryMutatingMethodLeavesCopiesAlone() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let other = Tensor<Scalar>(rows: [[2, 3], [4, 5]])
      var random = PhiloxGenerator(seed: 1)
      let mutations: [(String, (inout Tensor<Scalar>) -> Void)] = [
        ("subscript", { $0[1, 1] = 7 }),
        ("+=", { $0 += other }), ("-=", { $0 -= other }),
        ("*=", { $0 *= other }), ("/=", { $0 /= other }),
        ("+= scalar", { $0 += 2 }), ("-= scalar", { $0 -= 2 }), ("*= scalar", { $0 *= 2 }),
        ("fill", { $0.fill(with: 7) }),
        ("assign binary", { $0.assign(.multiply, other, other) }),
        ("assign unary", { $0.assign(.exp, other) }),
        ("assignRows", { $0.assignRows(of: other, at: [1, 0]) }),
        ("assignCopy", { $0.assignCopy(of: other) }),
        ("add scaled", { $0.add(other, scaledBy: 2) }), ("scale", { $0.scale(by: 3) }),
        ("scale by 0", { $0.scale(by: 0) }),
        ("setProduct", { $0.setProduct(other, other) }),
        ("addProduct", { $0.addProduct(other, other) }),
        ("addOuterProduct", { $0.addOuterProduct(other.row(0), other.row(1)) }),
        ("addSymmetricProduct", { $0.addSymmetricProduct(other) }),
        ("fillUniform", { $0.fillUniform(in: 3..<4, using: &random) }),
        ("fillNormal", { $0.fillNormal(mean: 9, using: &random) }),
        ("fillBernoulli", { $0.fillBernoulli(probability: 1, value: 8, using: &random) }),
        ("unsafe", { $0.withUnsafeMutableScalars { $0[0] = 5 } }),
        (
          "prepareToOverwrite",
          {
            $0.prepareToOverwrite(shape: [1]); $0[0] = 5
          }
        ),
      ]
      for (name, mutation) in mutations {
        let original = Tensor<Scalar>(rows: [[1, 6], [6, 1]])
        var changed = original
        mutation(&changed)
        XCTAssertNotEqual(changed, original, "\(name) changes something")
        assertTensor(original, [2, 2], [1, 6, 6, 1], name)
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testSlicesShareMemoryUntilOneIsWrittenTo() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var whole = Tensor<Scalar>.counting([3, 2])
      var slice = whole.rows(1..<3)
      XCTAssertEqual(slice.pointer, whole.pointer + 2)
      let row = whole.row(2)
      XCTAssertEqual(row.pointer, whole.pointer + 4)

      slice[0, 0] = 9
      assertTensor(slice, [2, 2], [9, 3, 4, 5])
      assertTensor(whole, [3, 2], [0, 1, 2, 3, 4, 5])
      whole[2, 0] = 7
      assertTensor(whole, [3, 2], [0, 1, 2, 3, 7, 5])
      assertTensor(row, [2], [4, 5])
      assertTensor(slice, [2, 2], [9, 3, 4, 5])
    }
    for type in bothPrecisions { check(type) }
  }

  func testReshapedTensorsShareMemoryUntilOneIsWrittenTo() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let matrix = Tensor<Scalar>.counting([2, 3])
      var vector = matrix.flattened
      XCTAssertEqual(vector.pointer, matrix.pointer)
      vector[0] = 9
      assertTensor(matrix, [2, 3], [0, 1, 2, 3, 4, 5])
      assertTensor(vector, [6], [9, 1, 2, 3, 4, 5])
    }
    for type in bothPrecisions { check(type) }
  }

  func testASliceAloneIsWrittenInPlace() {
    var slice = Tensor<Double>.counting([4, 2]).rows(1..<3)
    let memory = slice.pointer
    slice[1, 1] = 9
    XCTAssertEqual(slice.pointer, memory)
    assertTensor(slice, [2, 2], [2, 3, 4, 9])
  }

  func testPrepareToOverwriteReusesMemoryOfItsOwn() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var tensor = Tensor<Scalar>.zeros([4, 5])
      let memory = tensor.pointer
      for shape: Shape in [[4, 5], [5, 4], [20], [3], [0], [2, 0], [1, 20]] {
        tensor.prepareToOverwrite(shape: shape)
        XCTAssertEqual(tensor.shape, shape)
        tensor.fill(with: 1)
        XCTAssertEqual(tensor.scalars, Array(repeating: 1, count: shape.count))
      }
      XCTAssertEqual(tensor.pointer, memory, "20 scalars fit all the time")
      tensor.prepareToOverwrite(shape: [40])
      tensor.fill(with: 2)
      XCTAssertEqual(tensor.sum(), 80)
    }
    for type in bothPrecisions { check(type) }
  }

  func testPrepareToOverwriteLeavesSharedMemoryAlone() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape: Shape in [[2, 2], [4], [3], [0], [9]] {
        let original = Tensor<Scalar>.counting([2, 2])
        var copy = original
        copy.prepareToOverwrite(shape: shape)
        if !copy.isEmpty { XCTAssertNotEqual(copy.pointer, original.pointer) }
        copy.fill(with: 7)
        assertTensor(original, [2, 2], [0, 1, 2, 3])
        assertTensor(copy, shape, Array(repeating: 7, count: shape.count))
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testPrepareToOverwriteOfASliceUsesTheRoomBehindIt() {
    var slice = Tensor<Double>.counting([8]).rows(2..<4)
    let memory = slice.pointer
    slice.prepareToOverwrite(shape: [6])
    XCTAssertEqual(slice.pointer, memory)
    slice.prepareToOverwrite(shape: [7])
    slice.fill(with: 1)
    XCTAssertEqual(slice.sum(), 7)
  }

  func testPrepareToOverwriteOfAnEmptySliceGetsMemory() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for shape: Shape in [[2], [3, 2], [100]] {
        var slice = Tensor<Scalar>.counting([3, 2]).rows(1..<1)
        slice.prepareToOverwrite(shape: shape)
        slice.fill(with: 4)
        assertTensor(slice, shape, Array(repeating: 4, count: shape.count))
      }
    }
    for type in bothPrecisions { check(type) }
  }
}
