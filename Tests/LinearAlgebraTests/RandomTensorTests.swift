import LinearAlgebra
import XCTest

/// A way to fill a tensor with random scalars.
private struct Filling<Scalar: BLASScalar> {
  let name: String
  let fill: (inout Tensor<Scalar>, inout PhiloxGenerator) -> Void

  static var all: [Filling] {
    [
      Filling(name: "uniform") { $0.fillUniform(using: &$1) },
      Filling(name: "uniform in a range") { $0.fillUniform(in: -3..<5, using: &$1) },
      Filling(name: "normal") { $0.fillNormal(using: &$1) },
      Filling(name: "normal about a mean") {
        $0.fillNormal(mean: 2, standardDeviation: 3, using: &$1)
      },
      Filling(name: "bernoulli") { $0.fillBernoulli(probability: 0.3, value: 2, using: &$1) },
      Filling(name: "truncated normal") {
        $0 = .truncatedNormal($0.shape, in: -1...3, using: &$1)
      },
    ]
  }

  func tensor(_ count: Int, _ generator: inout PhiloxGenerator) -> Tensor<Scalar> {
    var tensor = Tensor<Scalar>.zeros(Shape(count))
    fill(&tensor, &generator)
    return tensor
  }
}

final class RandomTensorTests: SeededTestCase {
  func testTheSameSeedGivesTheSameTensorsAtAnyNumberOfThreads() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for filling in Filling<Scalar>.all {
        var first: Tensor<Scalar>?
        forEachThreadCount { threads in
          var copy = generator
          let tensor = filling.tensor(100_003, &copy)
          XCTAssertTrue(
            tensor.isBitIdentical(to: first ?? tensor), "\(filling.name), \(threads) threads")
          first = first ?? tensor
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testFillingInPartsIsFillingAtOnce() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for filling in Filling<Scalar>.all {
        for parts in [[1, 1], [3, 4], [4, 3], [7, 9, 600], [0, 5], [16_384, 16_385]] {
          var (once, often) = (generator, generator)
          let whole = filling.tensor(parts.reduce(0, +), &once)
          let pieces = parts.map { filling.tensor($0, &often) }
          assertBitIdentical(
            Tensor.concatenating(rows: pieces), whole, "\(filling.name) in parts of \(parts)")
          XCTAssertEqual(once, often, "\(filling.name) in parts of \(parts)")
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testUniformScalarsFillTheirRange() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for (low, high) in [(0, 1), (-3, 5), (100, 100.5)] as [(Scalar, Scalar)] {
        let count = 20_000
        let tensor = Tensor<Scalar>.uniform([count], in: low..<high, using: &generator)
        let (width, doubles) = ((high - low).asDouble, tensor.converted(to: Double.self))
        XCTAssertGreaterThanOrEqual(tensor.min(), low)
        XCTAssertLessThanOrEqual(tensor.max(), high)
        XCTAssertLessThan((tensor.min() - low).asDouble, width / 1000)
        XCTAssertLessThan((high - tensor.max()).asDouble, width / 1000)
        assertMoments(
          doubles, mean: (low + high).asDouble / 2, variance: width * width / 12, "\(low)..<\(high)"
        )
      }
      let unit = Tensor<Scalar>.uniform([200_000], using: &generator)
      XCTAssertLessThan(unit.max(), 1, "1 itself is not reached")
      XCTAssertGreaterThanOrEqual(unit.min(), 0)
    }
    for type in bothPrecisions { check(type) }
  }

  func testUniformScalarsAreSpreadEvenly() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let count = 10_000
      var bins = Array(repeating: 0, count: 20)
      for scalar in Tensor<Scalar>.uniform([count], using: &generator).scalars {
        bins[Int(scalar * 20)] += 1
      }
      let expected = Double(count / 20)
      let sum = bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
      XCTAssertLessThan(sum, 60, "chi-square of 19 degrees of freedom")
    }
    for type in bothPrecisions { check(type) }
  }

  func testNormalMoments() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for (mean, deviation) in [(0, 1), (-3, 0.5), (10, 4)] as [(Scalar, Scalar)] {
        let tensor = Tensor<Scalar>.normal(
          [40_000], mean: mean, standardDeviation: deviation, using: &generator)
        let doubles = tensor.converted(to: Double.self)
        assertMoments(
          doubles, mean: mean.asDouble, variance: (deviation * deviation).asDouble, "\(mean)")
        let standard = (doubles - mean.asDouble) / deviation.asDouble
        let count = Double(standard.count)
        let third = dot(standard * standard, standard) / count
        XCTAssertEqual(third, 0, accuracy: 5 * (15 / count).squareRoot())
        let fourth = (standard * standard).sumOfSquares() / count
        XCTAssertEqual(fourth, 3, accuracy: 5 * (96 / count).squareRoot())
        let within = standard.scalars.count { abs($0) < 1 }
        XCTAssertEqual(Double(within) / count, 0.6826895, accuracy: 5 * 0.466 / count.squareRoot())
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testTruncatedNormalMoments() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      for fixture in TruncatedNormalFixture.all {
        for (mean, deviation) in [(0.0, 1.0), (-7.0, 0.25)] {
          let low: Double = mean + fixture.low * deviation
          let high: Double = mean + fixture.high * deviation
          let range = Scalar(low)...Scalar(high)
          let tensor = Tensor<Scalar>.truncatedNormal(
            [20_000], mean: Scalar(mean), standardDeviation: Scalar(deviation), in: range,
            using: &generator)
          XCTAssertGreaterThanOrEqual(tensor.min(), range.lowerBound)
          XCTAssertLessThanOrEqual(tensor.max(), range.upperBound)
          let standard = (tensor.converted(to: Double.self) - mean) / deviation
          assertMoments(
            standard, mean: fixture.mean, variance: fixture.variance,
            "\(Scalar.self), \(fixture.low)...\(fixture.high), \(mean), \(deviation)")
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testTruncatedNormalOfOpenAndNarrowRanges() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let half = Tensor<Scalar>.truncatedNormal([5000], in: 0...(.infinity), using: &generator)
      XCTAssertGreaterThanOrEqual(half.min(), 0)
      assertMoments(
        half.converted(to: Double.self), mean: 0.7978845608028654, variance: 0.3633802276324186)
      let all = Tensor<Scalar>.truncatedNormal(
        [5000], in: (-.infinity)...(.infinity), using: &generator)
      assertMoments(all.converted(to: Double.self), mean: 0, variance: 1)
      let tail = Tensor<Scalar>.truncatedNormal([1000], in: 30...(.infinity), using: &generator)
      XCTAssertGreaterThanOrEqual(tail.min(), 30)
      XCTAssertLessThan(tail.max(), 31)
      let point = Tensor<Scalar>.truncatedNormal([3], in: 2...2, using: &generator)
      assertTensor(point, [3], [2, 2, 2])
      assertTensor(
        Tensor<Scalar>.truncatedNormal([0, 2], in: 0...1, using: &generator), [0, 2], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testBernoulliFrequencies() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let count = 20_000
      for probability in [0.001, 0.25, 0.5, 0.9] {
        let tensor = Tensor<Scalar>.bernoulli(
          [count], probability: probability, value: 4, using: &generator)
        let hits = tensor.scalars.count { $0 == 4 }
        XCTAssertEqual(tensor.sum(), Scalar(4 * hits), "4 or 0")
        XCTAssertEqual(
          Double(hits), Double(count) * probability,
          accuracy: 5 * (Double(count) * probability * (1 - probability)).squareRoot() + 2)
      }
      assertTensor(
        Tensor<Scalar>.bernoulli([999], probability: 0, using: &generator), [999],
        Array(repeating: 0, count: 999))
      assertTensor(
        Tensor<Scalar>.bernoulli([999], probability: 1, value: -2, using: &generator), [999],
        Array(repeating: -2, count: 999))
    }
    for type in bothPrecisions { check(type) }
  }

  func testEmptyTensorsTakeNothingFromTheStream() {
    for filling in Filling<Double>.all {
      assertTensor(filling.tensor(0, &generator), [0], [])
    }
    for filling in Filling<Float>.all {
      assertTensor(filling.tensor(0, &generator), [0], [])
    }
    XCTAssertEqual(generator.position, 0)
  }

  /// Asserts that mean and variance of a sample are within five of their own standard deviations.
  private func assertMoments(
    _ sample: Tensor<Double>, mean: Double, variance: Double, _ message: String = "",
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let count = Double(sample.count)
    XCTAssertEqual(
      sample.mean(), mean, accuracy: 5 * (variance / count).squareRoot(), message, file: file,
      line: line)
    // Of the distributions drawn here a tail has the largest fourth moment, 9 as exponential ones.
    XCTAssertEqual(
      (sample - mean).sumOfSquares() / count, variance,
      accuracy: 5 * variance * (8 / count).squareRoot(),
      message, file: file, line: line)
  }
}
