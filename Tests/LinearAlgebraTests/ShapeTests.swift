import LinearAlgebra
import XCTest

final class ShapeTests: XCTestCase {
  func testInitialisersAgree() {
    XCTAssertEqual(Shape(), [])
    XCTAssertEqual(Shape(5), [5])
    XCTAssertEqual(Shape(2, 3), [2, 3])
    XCTAssertEqual(Shape([2, 3, 4]), [2, 3, 4])
    XCTAssertEqual(Shape(stride(from: 3, to: 0, by: -1)), [3, 2, 1])
    XCTAssertEqual(Shape([] as [Int]), [])
  }

  func testRankAndCount() {
    XCTAssertEqual(Shape().rank, 0)
    XCTAssertEqual(Shape().count, 1, "a scalar")
    XCTAssertEqual(Shape(0).count, 0)
    XCTAssertEqual(([4, 0, 3] as Shape).count, 0)
    XCTAssertEqual(([2, 3, 4, 5] as Shape).count, 120)
    XCTAssertEqual(([1, 2, 3, 4, 5, 6, 7, 8] as Shape).rank, Shape.maximumRank)
    XCTAssertEqual(([1, 2, 3, 4, 5, 6, 7, 8] as Shape).count, 40320)
  }

  func testExtentsMayHave32Bits() {
    let shape: Shape = [Int(UInt32.max), 2]
    XCTAssertEqual(shape[0], 4_294_967_295)
    XCTAssertEqual(shape.count, 8_589_934_590)
  }

  func testExtentsOfBothHalvesCanBeReadAndSet() {
    var shape: Shape = [1, 2, 3, 4, 5, 6, 7, 8]
    for axis in 0..<8 {
      XCTAssertEqual(shape[axis], axis + 1)
      shape[axis] *= 10
    }
    XCTAssertEqual(Array(shape), [10, 20, 30, 40, 50, 60, 70, 80])
  }

  func testAppendAddsAnInnermostExtent() {
    var shape = Shape()
    for extent in 1...8 { shape.append(extent) }
    XCTAssertEqual(shape, [1, 2, 3, 4, 5, 6, 7, 8])
  }

  func testRemovingAnAxis() {
    let shape: Shape = [1, 2, 3, 4, 5, 6]
    XCTAssertEqual(shape.removing(axis: 0), [2, 3, 4, 5, 6])
    XCTAssertEqual(shape.removing(axis: 3), [1, 2, 3, 5, 6])
    XCTAssertEqual(shape.removing(axis: 5), [1, 2, 3, 4, 5])
    XCTAssertEqual(Shape(7).removing(axis: 0), [])
  }

  func testEqualityAndHashFollowTheExtents() {
    XCTAssertNotEqual(Shape(2, 3), Shape(3, 2))
    XCTAssertNotEqual(Shape(2), Shape(2, 1))
    XCTAssertNotEqual(Shape(2), Shape(2, 0))
    XCTAssertNotEqual(Shape(), Shape(0))
    let shortened = ([2, 3, 9, 9, 9] as Shape).removing(axis: 4).removing(axis: 3).removing(axis: 2)
    XCTAssertEqual(shortened, [2, 3], "removed extents leave no trace")
    XCTAssertEqual(shortened.hashValue, ([2, 3] as Shape).hashValue)
    XCTAssertEqual(Set([Shape(1), Shape(1), Shape(1, 1)]).count, 2)
  }

  func testShapesAreSequencesOfTheirExtents() {
    for extents in [[], [0], [5], [1, 1], [2, 3, 4], [0, 7], [1, 2, 3, 4, 5, 6, 7, 8]] {
      let shape = Shape(extents)
      XCTAssertEqual(Array(shape), extents)
      XCTAssertEqual(shape.map { $0 }, extents, "however many scalars there are")
      XCTAssertEqual(shape.reversed(), extents.reversed())
      XCTAssertEqual(shape.dropLast(), extents.dropLast())
      XCTAssertTrue(shape.elementsEqual(extents))
    }
  }

  func testDescription() {
    XCTAssertEqual("\(Shape())", "[]")
    XCTAssertEqual("\(Shape(2, 3))", "[2, 3]")
  }
}
