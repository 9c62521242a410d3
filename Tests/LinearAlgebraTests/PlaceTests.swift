import LinearAlgebra
import XCTest

/// Tensors that are places inside a larger block.
final class PlaceTests: XCTestCase {
  private func makeBlock<Scalar>(
    _: Scalar.Type
  ) -> (whole: Tensor<Scalar>, storage: TensorStorage) {
    let storage = TensorStorage(of: Scalar.self, capacity: 8)
    var whole = Tensor<Scalar>(placeIn: storage, shape: [8])
    whole.fill(with: 1)
    return (whole, storage)
  }

  func testEveryWriteGoesThrough() {
    func check<Scalar: BLASScalar>(_ type: Scalar.Type) {
      let other = Tensor<Scalar>(rows: [[2, 3], [4, 5]])
      var random = PhiloxGenerator(seed: 1)
      let writes: [(String, (inout Tensor<Scalar>) -> Void)] = [
        ("subscript", { $0[1, 1] = 7 }),
        ("+=", { $0 += other }), ("*=", { $0 *= other }), ("+= itself", { $0 += $0 }),
        ("+= scalar", { $0 += 2 }), ("*= scalar", { $0 *= 2 }),
        ("fill", { $0.fill(with: 7) }),
        ("assign binary", { $0.assign(.multiply, other, other) }),
        ("assign unary", { $0.assign(.exp, other) }),
        ("assignCopy", { $0.assignCopy(of: other) }),
        ("add scaled", { $0.add(other, scaledBy: 2) }), ("scale", { $0.scale(by: 3) }),
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
            $0.prepareToOverwrite(shape: [2, 2]); $0[0, 0] = 5
          }
        ),
      ]
      for (name, write) in writes {
        let (whole, storage) = makeBlock(type)
        var place = Tensor<Scalar>(
          placeIn: TensorStorage(in: storage, of: Scalar.self, offset: 3, capacity: 4),
          shape: [2, 2])
        write(&place)
        XCTAssertEqual(place.pointer, whole.pointer + 3, name)
        XCTAssertNotEqual(place, Tensor.ones([2, 2]), "\(name) changes something")
        XCTAssertEqual(
          whole.scalars, [1, 1, 1] + place.scalars + [1], "\(name) is seen in the block")
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testTheBlockLivesAsLongAsAPlaceInIt() {
    func makePlace() -> Tensor<Double> {
      let (_, storage) = makeBlock(Double.self)
      return Tensor<Double>(
        placeIn: TensorStorage(in: storage, of: Double.self, offset: 6, capacity: 2), shape: [2])
    }
    let place = makePlace()
    assertTensor(place, [2], [1, 1])
  }

  func testSlicesAndCopiesOfAPlaceAreValues() {
    func check<Scalar: BLASScalar>(_ type: Scalar.Type) {
      let (whole, storage) = makeBlock(type)
      let place = Tensor<Scalar>(
        placeIn: TensorStorage(in: storage, of: Scalar.self, offset: 4, capacity: 4), shape: [2, 2])
      for var value in [
        place.rows(0..<1).flattened, place.row(1), place.flattened.rows(1..<3),
        place.copied().row(0),
      ] {
        value[0] = 9
        assertTensor(whole, [8], Array(repeating: 1, count: 8), "the place was not written to")
        assertTensor(value, [2], [9, 1])
      }
      let transposed = place.transposed()
      XCTAssertNotEqual(transposed.pointer, place.pointer)
    }
    for type in bothPrecisions { check(type) }
  }

  func testASliceThatOutlivesItsPlaceDoesNotWriteToTheBlock() {
    let (whole, storage) = makeBlock(Double.self)
    var slice = Tensor<Double>(
      placeIn: TensorStorage(in: storage, of: Double.self, offset: 2, capacity: 2), shape: [2]
    ).rows(0..<2)
    slice[0] = 9
    assertTensor(slice, [2], [9, 1])
    slice.prepareToOverwrite(shape: [2])
    slice.fill(with: 5)
    assertTensor(whole, [8], Array(repeating: 1, count: 8))
    var other = Tensor<Double>(
      placeIn: TensorStorage(in: storage, of: Double.self, offset: 2, capacity: 2), shape: [2]
    ).flattened
    other.prepareToOverwrite(shape: [1])
    other.fill(with: 5)
    assertTensor(whole, [8], Array(repeating: 1, count: 8))
  }
}
