import Foundation
import LinearAlgebra

// What a training step needs beside its products, as plain loops.
extension NaiveLoops {
  /// y = max(x, 0), in place.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func rectify<Scalar: BinaryFloatingPoint>(_ values: inout [Scalar]) {
    for i in 0..<values.count where values[i] < 0 { values[i] = 0 }
  }

  /// dx = dy where y > 0, else 0, in place.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func rectifyGradient<Scalar: BinaryFloatingPoint>(
    _ outputs: [Scalar], _ gradients: inout [Scalar]
  ) {
    for i in 0..<gradients.count where outputs[i] <= 0 { gradients[i] = 0 }
  }

  /// Softmax of each row of logits [batch, classes].
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func softmax<Scalar: BLASScalar>(
    _ logits: [Scalar], _ batch: Int, _ classes: Int, into probabilities: inout [Scalar]
  ) {
    for row in 0..<batch {
      let start = row * classes
      var largest = logits[start]
      for j in 1..<max(1, classes) { largest = max(largest, logits[start + j]) }
      var sum: Scalar = 0
      for j in 0..<classes {
        let power = Scalar(exp((logits[start + j] - largest).asDouble))
        probabilities[start + j] = power
        sum += power
      }
      for j in 0..<classes { probabilities[start + j] /= sum }
    }
  }

  /// dx = s (dy - s . dy), row by row, for probabilities s.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func softmaxGradient<Scalar: BinaryFloatingPoint>(
    _ probabilities: [Scalar], _ gradients: [Scalar], _ batch: Int, _ classes: Int,
    into result: inout [Scalar]
  ) {
    for row in 0..<batch {
      let start = row * classes
      var dot: Scalar = 0
      for j in 0..<classes { dot += probabilities[start + j] * gradients[start + j] }
      for j in 0..<classes {
        result[start + j] = probabilities[start + j] * (gradients[start + j] - dot)
      }
    }
  }

  /// The mean cross-entropy of logits [batch, classes], and its gradient.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func crossEntropy<Scalar: BLASScalar>(
    _ logits: [Scalar], _ targets: [Int], _ classes: Int, gradient: inout [Scalar]
  ) -> Scalar {
    let batch = targets.count
    softmax(logits, batch, classes, into: &gradient)
    var loss = 0.0
    for row in 0..<batch {
      loss -= log(gradient[row * classes + targets[row]].asDouble)
      gradient[row * classes + targets[row]] -= 1
    }
    for i in 0..<gradient.count { gradient[i] /= Scalar(batch) }
    return Scalar(loss / Double(batch))
  }

  /// The mean negative log-likelihood of probabilities [batch, classes], and its gradient.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func classNLL<Scalar: BLASScalar>(
    _ probabilities: [Scalar], _ targets: [Int], _ classes: Int, gradient: inout [Scalar]
  ) -> Double {
    let batch = targets.count
    var loss = 0.0
    for i in 0..<gradient.count { gradient[i] = 0 }
    for row in 0..<batch {
      let index = row * classes + targets[row]
      loss -= log(probabilities[index].asDouble)
      gradient[index] = -1 / (probabilities[index] * Scalar(batch))
    }
    return loss / Double(batch)
  }

  /// The squared distance of two tensors over the batch size, and its gradient.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func squaredError<Scalar: BLASScalar>(
    _ x: [Scalar], _ t: [Scalar], _ batch: Int, gradient: inout [Scalar]
  ) -> Double {
    var sum = 0.0
    for i in 0..<x.count {
      let difference = x[i] - t[i]
      sum += difference.asDouble * difference.asDouble
      gradient[i] = 2 * difference / Scalar(batch)
    }
    return sum / Double(batch)
  }

  /// p = p - rate g.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func sgd<Scalar: BinaryFloatingPoint>(
    _ parameters: inout [Scalar], _ gradients: [Scalar], rate: Scalar
  ) {
    for i in 0..<parameters.count { parameters[i] -= rate * gradients[i] }
  }

  /// Adam with its usual constants; `step` is 1 at first.
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func adam<Scalar: BLASScalar>(
    _ parameters: inout [Scalar], _ gradients: [Scalar], _ mean: inout [Scalar],
    _ variance: inout [Scalar], rate: Scalar, step: Int
  ) {
    let (beta1, beta2): (Scalar, Scalar) = (0.9, 0.999)
    let correction1 = Scalar(1 - pow(0.9, Double(step)))
    let correction2 = Scalar(1 - pow(0.999, Double(step)))
    for i in 0..<parameters.count {
      mean[i] = beta1 * mean[i] + (1 - beta1) * gradients[i]
      variance[i] = beta2 * variance[i] + (1 - beta2) * gradients[i] * gradients[i]
      parameters[i] -=
        rate * (mean[i] / correction1) / ((variance[i] / correction2).squareRoot() + 1e-8)
    }
  }
}
