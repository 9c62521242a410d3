import LinearAlgebra
import XCTest

final class TensorTests: XCTestCase {
  func testInitialisers() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      assertTensor(Tensor<Scalar>(), [0], [])
      assertTensor(Tensor<Scalar>([1, 2, 3]), [3], [1, 2, 3])
      assertTensor(Tensor<Scalar>(shape: [2, 1, 2], [1, 2, 3, 4]), [2, 1, 2], [1, 2, 3, 4])
      assertTensor(Tensor<Scalar>(shape: [], [7]), [], [7])
      assertTensor(
        Tensor<Scalar>(shape: [2, 2], repeating: -0.0), [2, 2], [-0.0, -0.0, -0.0, -0.0])
      assertTensor(Tensor<Scalar>(rows: [[1, 2, 3], [4, 5, 6]]), [2, 3], [1, 2, 3, 4, 5, 6])
      assertTensor(Tensor<Scalar>.zeros([3]), [3], [0, 0, 0])
      assertTensor(Tensor<Scalar>.ones([1, 2]), [1, 2], [1, 1])
      assertTensor(Tensor<Scalar>.identity(2), [2, 2], [1, 0, 0, 1])
      assertTensor(Tensor<Scalar>.identity(0), [0, 0], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testEmptyTensors() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      assertTensor(Tensor<Scalar>([]), [0], [])
      assertTensor(Tensor<Scalar>(rows: []), [0, 0], [])
      assertTensor(Tensor<Scalar>(rows: [[], [], []]), [3, 0], [])
      for shape in [Shape(0), Shape(0, 3), Shape(3, 0), [2, 0, 4]] {
        var tensor = Tensor<Scalar>.ones(shape)
        XCTAssertTrue(tensor.isEmpty)
        XCTAssertEqual(tensor.scalars, [])
        XCTAssertEqual(tensor, Tensor.zeros(shape))
        tensor.fill(with: 3)
        tensor.withUnsafeMutableScalars { XCTAssertEqual($0.count, 0) }
        assertTensor(tensor.copied(), shape, [])
        XCTAssertEqual(tensor.converted(to: Float.self), Tensor<Float>(shape: shape, []))
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testSubscriptsAreRowMajor() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      XCTAssertEqual(Tensor<Scalar>([5, 6, 7])[2], 7)
      let matrix = Tensor<Scalar>.counting([2, 3])
      XCTAssertEqual(matrix[1, 0], 3)
      XCTAssertEqual(matrix[1, 2], 5)
      let cube = Tensor<Scalar>.counting([2, 3, 4])
      XCTAssertEqual(cube[1, 2, 3], 23)
      XCTAssertEqual(cube[0, 1, 2], 6)
      let deep = Tensor<Scalar>.counting([2, 3, 4, 5])
      XCTAssertEqual(deep[1, 2, 3, 4], 119)
      XCTAssertEqual(deep[1, 0, 2, 1], 71)
      let deepest = Tensor<Scalar>.counting([1, 2, 1, 2, 1, 2, 1, 2])
      XCTAssertEqual(deepest[0, 1, 0, 0, 0, 1, 0, 1], 11)
    }
    for type in bothPrecisions { check(type) }
  }

  func testSubscriptsWriteOneScalar() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var vector = Tensor<Scalar>.zeros([3])
      vector[1] = 5
      vector[1] += 1
      assertTensor(vector, [3], [0, 6, 0])
      var matrix = Tensor<Scalar>.zeros([2, 2])
      matrix[1, 0] = 7
      assertTensor(matrix, [2, 2], [0, 0, 7, 0])
      var cube = Tensor<Scalar>.zeros([2, 1, 2])
      cube[1, 0, 1] = 8
      assertTensor(cube, [2, 1, 2], [0, 0, 0, 8])
      var deep = Tensor<Scalar>.zeros([1, 2, 1, 2])
      deep[0, 1, 0, 0] = 9
      assertTensor(deep, [1, 2, 1, 2], [0, 0, 9, 0])
    }
    for type in bothPrecisions { check(type) }
  }

  func testScalarOfASingleScalar() {
    XCTAssertEqual(Tensor<Double>(shape: [], [4]).scalar, 4)
    XCTAssertEqual(Tensor<Double>([4]).scalar, 4)
    XCTAssertEqual(Tensor<Double>(shape: [1, 1, 1], [4]).scalar, 4)
  }

  func testOwnMemoryIsAlignedTo64Bytes() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      var tensors: [Tensor<Scalar>] = []
      for count in 1...40 { tensors.append(Tensor(shape: Shape(count), repeating: 1)) }
      for tensor in tensors {
        XCTAssertEqual(UInt(bitPattern: tensor.pointer) % 64, 0, "\(tensor.shape)")
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testEqualityIsThatOfScalars() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      XCTAssertEqual(Tensor<Scalar>([1, 2]), Tensor([1, 2]))
      XCTAssertNotEqual(Tensor<Scalar>([1, 2]), Tensor([1, 3]))
      XCTAssertNotEqual(Tensor<Scalar>([1, 2]), Tensor(rows: [[1, 2]]), "the shapes differ")
      XCTAssertNotEqual(Tensor<Scalar>.zeros([0, 1]), Tensor.zeros([1, 0]))
      XCTAssertEqual(Tensor<Scalar>([-0.0]), Tensor([0]))
      let unknown = Tensor<Scalar>([.nan])
      XCTAssertFalse(unknown == unknown)
    }
    for type in bothPrecisions { check(type) }
  }

  func testBitIdentityTellsZerosApartAndNaNsAlike() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      XCTAssertTrue(Tensor<Scalar>([1, .nan]).isBitIdentical(to: Tensor([1, .nan])))
      XCTAssertFalse(Tensor<Scalar>([-0.0]).isBitIdentical(to: Tensor([0])))
      XCTAssertFalse(Tensor<Scalar>([1]).isBitIdentical(to: Tensor(rows: [[1]])))
      XCTAssertFalse(Tensor<Scalar>([.nan]).isBitIdentical(to: Tensor([.signalingNaN])))
    }
    for type in bothPrecisions { check(type) }
  }

  func testConversionRoundsToTheNearest() {
    let exact: [Double] = [0, -0.0, 0.1, 1e300, -1e-300, .infinity, 16_777_217, 1 + 0x1p-24]
    let narrow = Tensor(exact).converted(to: Float.self)
    assertTensor(narrow, [8], exact.map { Float($0) })
    assertTensor(narrow.converted(to: Double.self), [8], exact.map { Double(Float($0)) })
    XCTAssertTrue(Tensor([Double.nan]).converted(to: Float.self)[0].isNaN)
    assertTensor(Tensor(exact).converted(to: Double.self), [8], exact)
    assertTensor(narrow.converted() as Tensor<Float>, [8], narrow.scalars)
    assertTensor(Tensor<Float>.ones([2, 0, 3]).converted(to: Double.self), [2, 0, 3], [])
  }

  func testUnsafeScalarsSeeTheWholeTensor() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let original = Tensor<Scalar>.counting([2, 3])
      XCTAssertEqual(original.withUnsafeScalars { Array($0) }, [0, 1, 2, 3, 4, 5])
      var changed = original
      let last = changed.withUnsafeMutableScalars { buffer -> Scalar in
        for index in buffer.indices { buffer[index] += 10 }
        return buffer[5]
      }
      XCTAssertEqual(last, 15)
      assertTensor(changed, [2, 3], [10, 11, 12, 13, 14, 15])
      assertTensor(original, [2, 3], [0, 1, 2, 3, 4, 5], "the copy alone was written to")
    }
    for type in bothPrecisions { check(type) }
  }

  func testUnsafeScalarsPassOnErrors() {
    struct Refusal: Error {}
    var tensor = Tensor<Double>.zeros([2])
    XCTAssertThrowsError(try tensor.withUnsafeScalars { _ in throw Refusal() })
    XCTAssertThrowsError(try tensor.withUnsafeMutableScalars { _ in throw Refusal() })
  }

  func testDescriptionPutsARowOnALine() {
    XCTAssertEqual("\(Tensor<Double>(shape: [], [1.5]))", "1.5")
    XCTAssertEqual("\(Tensor<Double>([1, -0.5, .infinity]))", "[1.0, -0.5, inf]")
    XCTAssertEqual("\(Tensor<Float>(rows: [[1, 2], [3, 4]]))", "[[1.0, 2.0],\n [3.0, 4.0]]")
    XCTAssertEqual(
      "\(Tensor<Double>.counting([2, 2, 1]))", "[[[0.0],\n  [1.0]],\n [[2.0],\n  [3.0]]]")
    XCTAssertEqual("\(Tensor<Double>())", "[]")
  }

  func testDescriptionAbbreviatesLongAxes() {
    XCTAssertEqual(
      "\(Tensor<Double>.counting([13]))", "[0.0, 1.0, 2.0, 3.0, ..., 9.0, 10.0, 11.0, 12.0]")
    XCTAssertFalse("\(Tensor<Double>.counting([12]))".contains("..."))
    let tall = "\(Tensor<Double>.counting([100, 1]))"
    XCTAssertTrue(tall.hasPrefix("[[0.0],\n [1.0],\n [2.0],\n [3.0],\n ...,\n [96.0],"), tall)
  }
}
