import Foundation
import LinearAlgebra
import XCTest

final class FunctionTests: SeededTestCase {
  private func reference(_ function: UnaryFunction) -> (Double) -> Double {
    switch function {
    case .exp: Foundation.exp
    case .log: Foundation.log
    case .tanh: Foundation.tanh
    case .sigmoid: { 1 / (1 + Foundation.exp(-$0)) }
    case .erf: Foundation.erf
    case .sqrt: { $0.squareRoot() }
    case .abs: { $0.magnitude }
    case .negate: { -$0 }
    case .square: { $0 * $0 }
    case .reciprocal: { 1 / $0 }
    }
  }

  func testUnaryFunctionsComputeWhatTheyAreNamedFor() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let x = Tensor<Scalar>.uniform([5, 13], in: 0.1..<4, using: &generator)
      for function in UnaryFunction.allCases {
        for input in function == .log || function == .sqrt ? [x] : [x, -x] {
          let expected = input.doubles.map(reference(function))
          var output = Tensor<Scalar>()
          output.assign(function, input)
          XCTAssertEqual(output.shape, [5, 13])
          let bounds = expected.map { 4 * Scalar.ulpOfOne.asDouble * $0.magnitude }
          assertClose(output, expected, bounds: bounds, "\(function)")
        }
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testFreeFunctionsAreTheSameAsAssign() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let x = Tensor<Scalar>.uniform([3, 7], in: 0.1..<4, using: &generator)
      let pairs: [(UnaryFunction, Tensor<Scalar>)] = [
        (.exp, exp(x)), (.log, log(x)), (.tanh, tanh(x)), (.sigmoid, sigmoid(x)), (.erf, erf(x)),
        (.sqrt, sqrt(x)), (.abs, abs(x)), (.negate, -x),
      ]
      for (function, result) in pairs {
        var assigned = Tensor<Scalar>()
        assigned.assign(function, x)
        assertBitIdentical(assigned, result, "\(function)")
        var inPlace = x
        inPlace.assign(function, inPlace)
        assertBitIdentical(inPlace, result, "\(function) of itself")
      }
    }
    for type in bothPrecisions { check(type) }
  }

  func testMinimumAndMaximumOfTwoTensors() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let a = Tensor<Scalar>([1, 2, .nan, 4, .infinity, -.infinity])
      let b = Tensor<Scalar>([2, 1, 3, .nan, 5, 5])
      assertTensor(minimum(a, b), [6], [1, 1, .nan, .nan, 5, -.infinity])
      assertTensor(maximum(a, b), [6], [2, 2, .nan, .nan, .infinity, 5])
    }
    for type in bothPrecisions { check(type) }
  }

  func testClampedLimitsToTheRange() {
    func check<Scalar: BLASScalar>(_: Scalar.Type) {
      let x = Tensor<Scalar>([-5, -1, 0, 0.5, 2, .infinity, -.infinity, .nan])
      assertTensor(x.clamped(to: -1...1), [8], [-1, -1, 0, 0.5, 1, 1, -1, .nan])
      assertTensor(x.clamped(to: 3...3), [8], [3, 3, 3, 3, 3, 3, 3, .nan])
      assertTensor(Tensor<Scalar>.zeros([0, 4]).clamped(to: 0...1), [0, 4], [])
    }
    for type in bothPrecisions { check(type) }
  }

  func testFunctionsOfEmptyTensorsAreEmpty() {
    for function in UnaryFunction.allCases {
      var output = Tensor<Double>.ones([2])
      output.assign(function, Tensor.zeros([2, 0]))
      assertTensor(output, [2, 0], [])
    }
  }
}
