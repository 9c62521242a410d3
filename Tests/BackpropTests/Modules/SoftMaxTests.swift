import Backprop
import LinearAlgebra
import XCTest

final class SoftMaxTests: XCTestCase {
  func testJacobian() { checkJacobian(Double.self, within: 1e-15) }
  func testJacobianInFloat() { checkJacobian(Float.self, within: 1e-6) }

  private func checkJacobian<Scalar: BLASScalar>(_ type: Scalar.Type, within bound: Scalar) {
    let softmax = SoftMax<Scalar>()
    let s = softmax.forward(Tensor.random([4, 6], seed: 1))
    for row in 0..<4 {
      let jacobian = softmax.jacobian(row: row)
      XCTAssertEqual(jacobian.shape, [6, 6])
      for i in 0..<6 {
        for j in 0..<6 {
          let expected = (i == j ? s[row, i] : 0) - s[row, i] * s[row, j]
          XCTAssertLessThanOrEqual(abs(jacobian[i, j] - expected), bound)
        }
      }
    }
  }

  func testJacobianProduct() {
    for (batch, count, features) in [(1, 1, 1), (4, 3, 6), (3, 1, 5), (2, 7, 40)] {
      let softmax = SoftMax<Double>()
      softmax.forward(Tensor.random([batch, features], seed: 1))
      let vectors = Tensor<Double>.random([batch, count, features], seed: 2)
      let products = softmax.jacobianProduct(vectors)
      XCTAssertEqual(products.shape, vectors.shape)
      for row in 0..<batch {
        let expected = matmul(vectors.row(row), softmax.jacobian(row: row))
        XCTAssertLessThan(distance(products.row(row), expected), 1e-15)
      }
    }
  }

  func testProductsReachBLAS() { checkProducts(Double.self, .dgemm) }
  func testProductsReachBLASInFloat() { checkProducts(Float.self, .sgemm) }

  private func checkProducts<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ gemm: BLASCallCounter.Routine
  ) {
    let softmax = SoftMax<Scalar>()
    for batch in [1, 5] {
      softmax.forward(Tensor.random([batch, 6], seed: 1))
      let vectors = Tensor<Scalar>.random([batch, 3, 6], seed: 2)
      let calls = BLASCallCounter.calls { _ = softmax.jacobianProduct(vectors) }
      XCTAssertEqual(calls, [gemm: batch])
    }
  }

  func testBothRoutesOfTheBackwardPassAgree() {
    for shape: Shape in [[1, 1], [5, 3], [33, 70], [7], [2, 3, 4], [0, 3]] {
      let input = Tensor<Double>.random(shape, seed: 1) * 5
      let gradOutput = Tensor<Double>.random(shape, seed: 2)
      let results = SoftMax<Double>.BackwardRoute.allCases.map { route in
        let softmax = SoftMax<Double>()
        softmax.backwardRoute = route
        softmax.forward(input)
        return softmax.backward(input, gradOutput)
      }
      XCTAssertEqual(results.count, 2)
      XCTAssertEqual(results[0].shape, shape)
      XCTAssertLessThan(distance(results[0], results[1]), 1e-15)
    }
  }

  func testLogSoftMaxIsItsLogarithm() {
    let input = Tensor<Double>.random([5, 7], seed: 1) * 3
    let gradOutput = Tensor<Double>.random([5, 7], seed: 2)
    let (softmax, logSoftmax) = (SoftMax<Double>(), LogSoftMax<Double>())
    let s = softmax.forward(input)
    XCTAssertLessThan(distance(logSoftmax.forward(input), log(s)), 1e-14)
    XCTAssertLessThan(
      distance(logSoftmax.backward(input, gradOutput), softmax.backward(input, gradOutput / s)),
      1e-13)
  }

  func testNothingOverflows() {
    let input = Tensor<Double>(rows: [[1e308, -1e308, 0], [-1e4, -1e4, -1e4]])
    let s = SoftMax<Double>().forward(input)
    XCTAssertEqual(s.row(0).scalars, [1, 0, 0])
    XCTAssertEqual(s.row(1).scalars, [1.0 / 3, 1.0 / 3, 1.0 / 3])
    XCTAssertEqual(LogSoftMax<Double>().forward(input)[0, 0], 0)
  }
}
