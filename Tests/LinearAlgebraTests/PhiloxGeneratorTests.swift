import LinearAlgebra
import XCTest

final class PhiloxGeneratorTests: SeededTestCase {
  func testStreamsStartWithTheNumbersOfTheCipher() {
    for fixture in StreamFixture.all {
      func start() -> PhiloxGenerator {
        PhiloxGenerator(seed: fixture.seed, stream: fixture.stream)
      }
      var generator = start()
      XCTAssertEqual(fixture.numbers.map { _ in generator.next() }, fixture.numbers)
      generator = start()
      let doubles = Tensor<Double>.uniform([6], using: &generator)
      assertTensor(doubles, [6], fixture.uniformDoubles)
      generator = start()
      let floats = Tensor<Float>.uniform([6], using: &generator)
      assertTensor(floats, [6], fixture.uniformFloats)
      generator = start()
      let normals = Tensor<Double>.normal([6], using: &generator)
      assertClose(normals, fixture.normals, bounds: fixture.normals.map { 1e-14 * $0.magnitude })
      generator = start()
      let narrow = Tensor<Float>.normal([6], using: &generator)
      assertTensor(narrow, [6], fixture.normals.map { Float($0) })
      generator = start()
      XCTAssertEqual((0..<6).map { _ in generator.next(below: 100) }, fixture.numbersBelow100)
      generator = start()
      XCTAssertEqual(generator.permutation(of: 8), fixture.permutationOf8)
      generator = start()
      for split in fixture.splits {
        let child = generator.split()
        XCTAssertEqual([child.seed, child.stream, child.position], split + [0])
      }
    }
  }

  func testTheSameSeedGivesTheSameNumbers() {
    var (first, second) = (generator, generator)
    XCTAssertEqual((0..<9).map { _ in first.next() }, (0..<9).map { _ in second.next() })
    XCTAssertEqual(first, second)
    var other = PhiloxGenerator(seed: generator.seed &+ 1)
    var stream = PhiloxGenerator(seed: generator.seed, stream: 1)
    let number = generator.next()
    XCTAssertNotEqual(other.next(), number)
    XCTAssertNotEqual(stream.next(), number)
  }

  func testAStreamCanBeTakenUpAtAPosition() {
    for _ in 0..<3 { _ = generator.next() }
    XCTAssertEqual(generator.position, 6)
    var resumed = PhiloxGenerator(
      seed: generator.seed, stream: generator.stream, position: generator.position)
    XCTAssertEqual(resumed, generator)
    XCTAssertEqual(resumed.next(), generator.next())
  }

  func testPositionsCountWords() {
    _ = Tensor<Float>.uniform([3], using: &generator)
    XCTAssertEqual(generator.position, 3)
    _ = Tensor<Double>.bernoulli([2], probability: 0.5, using: &generator)
    XCTAssertEqual(generator.position, 5)
    _ = Tensor<Double>.uniform([1], using: &generator)
    XCTAssertEqual(generator.position, 8, "doubles start on an even position")
    _ = Tensor<Float>.bernoulli([1], probability: 0.5, using: &generator)
    _ = Tensor<Float>.normal([2, 2], using: &generator)
    XCTAssertEqual(generator.position, 18, "normal scalars too, in both precisions")
    _ = Tensor<Float>.uniform([0, 4], using: &generator)
    XCTAssertEqual(generator.position, 18)
    _ = Tensor<Float>.uniform([1], using: &generator)
    _ = generator.next()
    XCTAssertEqual(generator.position, 22)
  }

  func testMixedPrecisionsDoNotOverlap() {
    var mixed = generator
    let floats = Tensor<Float>.uniform([3], using: &mixed)
    let doubles = Tensor<Double>.uniform([2], using: &mixed)
    let words = Tensor<Float>.uniform([3], using: &generator)
    assertBitIdentical(floats, words)
    var fromFour = PhiloxGenerator(seed: generator.seed, position: 4)
    assertBitIdentical(doubles, .uniform([2], using: &fromFour))
  }

  func testSplitsDifferAndAreReproducible() {
    var (first, second) = (generator, generator)
    for _ in 0..<5 { _ = second.next() }
    _ = Tensor<Float>.uniform([77], using: &second)
    let children = (0..<20).map { _ in first.split() }
    XCTAssertEqual(children, (0..<20).map { _ in second.split() }, "whatever has been drawn")
    var starts = Set(
      children.map { child -> UInt64 in
        var child = child
        return child.next()
      })
    XCTAssertEqual(starts.count, 20)
    XCTAssertTrue(starts.insert(generator.next()).inserted)
    var child = children[0]
    XCTAssertNotEqual(child.split(), children[0])
    XCTAssertNotEqual(children[0], first)
  }

  func testSplittingDoesNotMoveTheStream() {
    var undisturbed = generator
    _ = generator.split()
    XCTAssertEqual(generator.position, 0)
    XCTAssertEqual(generator.next(), undisturbed.next())
  }

  func testSplitStreamsAreUncorrelated() {
    let count = 20_000
    var child = generator.split()
    var sibling = generator.split()
    let draws = [
      Tensor<Double>.normal(Shape(count), using: &generator),
      Tensor<Double>.normal(Shape(count), using: &child),
      Tensor<Double>.normal(Shape(count), using: &sibling),
    ]
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
      let correlation = dot(draws[one], draws[other]) / Double(count)
      XCTAssertLessThan(abs(correlation), 5 / Double(count).squareRoot())
    }
  }

  func testNumbersBelowABoundAreEquallyFrequent() {
    for bound in [1, 2, 3, 7, 10] {
      var counts = Array(repeating: 0, count: bound)
      let draws = 1000 * bound
      for _ in 0..<draws { counts[generator.next(below: bound)] += 1 }
      assertUniform(counts, "below \(bound)")
    }
  }

  func testNumbersBelowALargeBoundAreNotBiased() {
    // 3/8 of 2^64: cut off without rejection, every third number would come a quarter of the time.
    let bound = 3 << 61
    var counts = [0, 0, 0]
    for _ in 0..<6000 {
      let number = generator.next(below: bound)
      XCTAssertTrue((0..<bound).contains(number))
      counts[number % 3] += 1
    }
    assertUniform(counts)
    XCTAssertLessThan(generator.next(below: .max), .max)
  }

  func testPermutationsHoldEveryNumberOnce() {
    for count in [0, 1, 2, 3, 50, 1000] {
      let permutation = generator.permutation(of: count)
      XCTAssertEqual(permutation.sorted(), Array(0..<count))
      if count > 20 { XCTAssertNotEqual(permutation, Array(0..<count)) }
    }
  }

  func testPermutationsAreEquallyFrequent() {
    var counts: [[Int]: Int] = [:]
    for _ in 0..<4800 { counts[generator.permutation(of: 4), default: 0] += 1 }
    XCTAssertEqual(counts.count, 24)
    assertUniform(Array(counts.values))
  }

  func testShuffleKeepsTheElements() {
    var letters = ["a", "b", "c", "d", "e", "a"]
    var same = generator
    generator.shuffle(&letters)
    XCTAssertEqual(letters.sorted(), ["a", "a", "b", "c", "d", "e"])
    XCTAssertEqual(letters, same.permutation(of: 6).map { ["a", "b", "c", "d", "e", "a"][$0] })
  }

  func testServesTheStandardLibrary() {
    for _ in 0..<100 {
      XCTAssertTrue((1...6).contains(Int.random(in: 1...6, using: &generator)))
      XCTAssertTrue((0..<1).contains(Double.random(in: 0..<1, using: &generator)))
    }
  }

  /// Pearson's test: the sum is about the degrees of freedom, and hardly ever five deviations more.
  private func assertUniform(
    _ counts: [Int], _ message: String = "", file: StaticString = #filePath, line: UInt = #line
  ) {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    let sum = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    let freedom = Double(counts.count - 1)
    XCTAssertLessThanOrEqual(
      sum, freedom + 6 * (2 * freedom).squareRoot() + (freedom > 0 ? 12 : 0), message, file: file,
      line: line)
  }
}
