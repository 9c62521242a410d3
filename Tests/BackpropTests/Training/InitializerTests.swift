import Backprop
import XCTest

final class InitializerTests: XCTestCase {
  private let shape: Shape = [300, 200]

  private func draw(_ initializer: Initializer, _ shape: Shape, seed: UInt64 = 1)
    -> Tensor<Double>
  {
    var generator = PhiloxGenerator(seed: seed)
    return initializer.tensor(shape, using: &generator)
  }

  /// Bound and spread of 60,000 draws; five standard deviations of the mean and of the spread.
  func testUniform() {
    let bounds: [(Initializer, Double)] = [
      (.scaledUniform, 1 / 300.0.squareRoot()),
      (.xavierUniform(), (6 / 500.0).squareRoot()),
      (.xavierUniform(gain: 2), 2 * (6 / 500.0).squareRoot()),
      (.kaimingUniform(), (6 / 300.0).squareRoot()),
      (.kaimingUniform(slope: 2), (6 / 5 / 300.0).squareRoot()),
      (.kaimingUniform(slope: 1, fan: .out), (3 / 200.0).squareRoot()),
      (.uniform(bound: 0.5), 0.5),
    ]
    for (initializer, bound) in bounds {
      let values = draw(initializer, shape)
      XCTAssertLessThanOrEqual(values.max(), bound, "\(initializer)")
      XCTAssertGreaterThanOrEqual(values.min(), -bound, "\(initializer)")
      XCTAssertGreaterThan(values.max(), 0.999 * bound, "\(initializer)")
      XCTAssertLessThan(values.min(), -0.999 * bound, "\(initializer)")
      checkSpread(values, bound / 3.0.squareRoot(), "\(initializer)")
    }
  }

  func testNormal() {
    let deviations: [(Initializer, Double)] = [
      (.xavierNormal(), (2 / 500.0).squareRoot()),
      (.xavierNormal(gain: 3), 3 * (2 / 500.0).squareRoot()),
      (.kaimingNormal(), (2 / 300.0).squareRoot()),
      (.kaimingNormal(slope: 0.5), (2 / 1.25 / 300).squareRoot()),
      (.kaimingNormal(fan: .out), (2 / 200.0).squareRoot()),
      (.normal(standardDeviation: 0.1), 0.1),
    ]
    for (initializer, deviation) in deviations {
      let values = draw(initializer, shape)
      checkSpread(values, deviation, "\(initializer)")
      // Of 60,000 draws, some lie beyond 3.5 and none beyond 7 deviations.
      XCTAssertGreaterThan(abs(values).max(), 3.5 * deviation, "\(initializer)")
      XCTAssertLessThan(abs(values).max(), 7 * deviation, "\(initializer)")
    }
    let shifted = draw(.normal(mean: 5, standardDeviation: 0.1), shape)
    checkSpread(shifted - 5, 0.1, "shifted")
  }

  func testTruncatedNormal() {
    let values = draw(.truncatedNormal(standardDeviation: 0.1), shape)
    XCTAssertLessThanOrEqual(abs(values).max(), 0.2)
    XCTAssertGreaterThan(abs(values).max(), 0.199)
    // The variance between -2 and 2 is 1 - 4 phi(2) / (2 Phi(2) - 1).
    checkSpread(values, 0.1 * 0.773_741_3.squareRoot(), "truncated")
  }

  private func checkSpread(_ values: Tensor<Double>, _ deviation: Double, _ name: String) {
    let count = Double(values.count)
    XCTAssertEqual(values.mean(), 0, accuracy: 5 * deviation / count.squareRoot(), name)
    let spread = (values.sumOfSquares() / count).squareRoot()
    XCTAssertEqual(spread / deviation, 1, accuracy: 5 / (2 * count).squareRoot(), name)
  }

  func testOrthogonal() { checkOrthogonal(Double.self) }
  func testOrthogonalInFloat() { checkOrthogonal(Float.self) }

  /// Q'Q = gain^2 I for tall matrices, QQ' for wide ones, to n rounding errors.
  private func checkOrthogonal<Scalar: BLASScalar>(_ type: Scalar.Type) {
    for (rows, columns) in [(1, 1), (5, 5), (64, 20), (20, 64), (100, 100), (1, 7)] {
      for gain in [1, 2.5] {
        var generator = PhiloxGenerator(seed: 3)
        let q: Tensor<Scalar> = Initializer.orthogonal(gain: gain)
          .tensor(Shape(rows, columns), using: &generator)
        XCTAssertEqual(q.shape, Shape(rows, columns))
        let gram = rows >= columns ? matmul(q.transpose, q) : matmul(q, q.transpose)
        let expected = Tensor<Scalar>.identity(min(rows, columns)) * Scalar(gain * gain)
        let bound = Scalar(max(rows, columns)) * Scalar.ulpOfOne * Scalar(gain * gain)
        XCTAssertLessThanOrEqual(distance(gram, expected), bound, "\(rows) x \(columns)")
      }
    }
    // Both signs occur on the diagonal: Q is not biased to that of the decomposition.
    let signs = (0..<20).map { draw(.orthogonal(), [1, 1], seed: $0)[0, 0] }
    XCTAssertEqual(Set(signs), [-1, 1])
  }

  func testConstants() {
    XCTAssertEqual(draw(.zeros, [2, 2]).scalars, [0, 0, 0, 0])
    XCTAssertEqual(draw(.constant(3), [2]).scalars, [3, 3])
  }

  func testDrawsAreReproducible() {
    for initializer in [Initializer.scaledUniform, .kaimingNormal(), .orthogonal()] {
      XCTAssertEqual(draw(initializer, [8, 8]), draw(initializer, [8, 8]))
      XCTAssertNotEqual(draw(initializer, [8, 8]), draw(initializer, [8, 8], seed: 2))
    }
  }

  func testTheRandomSource() {
    func make() -> [Tensor<Double>] {
      let linear = Linear<Double>(3, 3)
      return [linear.weight.value, Dropout<Double>(keep: 0.5).forward(Tensor.ones([4, 4]))]
    }
    RandomSource.seed(9)
    let first = make()
    let second = make()
    RandomSource.seed(9)
    XCTAssertEqual(make(), first)
    XCTAssertNotEqual(first[0], second[0])
    RandomSource.seed(9)
    let generator = RandomSource.split()
    XCTAssertEqual(Linear<Double>(3, 3, using: generator).weight.value, first[0])
  }
}
