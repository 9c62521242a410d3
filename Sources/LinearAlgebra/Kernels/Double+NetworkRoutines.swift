// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CVectorMath

// Softmax, losses, optimizers and random numbers; the rest stands in Double+VectorRoutines.swift.
extension Double {
  public static func softmax(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    bp_softmax_f64(x, y, rows, columns)
  }

  public static func softmaxBackward(
    _ y: UnsafePointer<Double>, _ gradOutput: UnsafePointer<Double>,
    _ gradInput: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    bp_softmax_backward_f64(y, gradOutput, gradInput, rows, columns)
  }

  public static func logSoftmax(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    bp_log_softmax_f64(x, y, rows, columns)
  }

  public static func logSoftmaxBackward(
    _ y: UnsafePointer<Double>, _ gradOutput: UnsafePointer<Double>,
    _ gradInput: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    bp_log_softmax_backward_f64(y, gradOutput, gradInput, rows, columns)
  }

  public static func logLoss(
    _ probabilities: UnsafePointer<Double>, _ targets: UnsafePointer<Double>,
    _ weights: UnsafePointer<Double>?, _ epsilon: Double, _ rows: Int, _ columns: Int
  ) -> Double {
    bp_log_loss_f64(probabilities, targets, weights, epsilon, rows, columns)
  }

  public static func logLossBackward(
    _ probabilities: UnsafePointer<Double>, _ targets: UnsafePointer<Double>,
    _ weights: UnsafePointer<Double>?, _ epsilon: Double, _ alpha: Double,
    _ gradInput: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    bp_log_loss_backward_f64(
      probabilities, targets, weights, epsilon, alpha, gradInput, rows, columns)
  }

  public static func negativeLogLikelihood(
    _ logProbabilities: UnsafePointer<Double>, _ targets: UnsafePointer<Double>,
    _ weights: UnsafePointer<Double>?, _ rows: Int, _ columns: Int
  ) -> Double {
    var sum: Double = 0
    for row in 0..<rows {
      for column in 0..<columns {
        let (target, value) = (
          targets[row * columns + column], logProbabilities[row * columns + column]
        )
        // 0 times an infinite logarithm counts 0; a NaN stays one.
        if target != 0 || value.isNaN { sum -= (weights?[column] ?? 1) * target * value }
      }
    }
    return sum
  }

  public static func scatterOnes(
    _ indices: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    for row in 0..<rows { y[row * columns + Int(indices[row])] = 1 }
  }

  public static func sumOfWeights(
    indices: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ rows: Int
  ) -> Double {
    var sum: Double = 0
    for row in 0..<rows { sum += weights[Int(indices[row])] }
    return sum
  }

  public static func sumOfWeights(
    targets: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ rows: Int, _ columns: Int
  ) -> Double {
    var sum: Double = 0
    for row in 0..<rows {
      for column in 0..<columns { sum += weights[column] * targets[row * columns + column] }
    }
    return sum
  }

  public static func crossEntropy(
    _ logits: UnsafePointer<Double>, targets: UnsafePointer<Double>,
    _ weights: UnsafePointer<Double>?,
    _ smoothing: Double, _ alpha: Double, _ gradInput: UnsafeMutablePointer<Double>?, _ rows: Int,
    _ columns: Int
  ) -> Double {
    bp_cross_entropy_f64(
      logits, targets, weights, smoothing, alpha, gradInput, rows, columns)
  }

  public static func crossEntropy(
    _ logits: UnsafePointer<Double>, indices: UnsafePointer<Double>,
    _ weights: UnsafePointer<Double>?,
    _ smoothing: Double, _ alpha: Double, _ gradInput: UnsafeMutablePointer<Double>?, _ rows: Int,
    _ columns: Int
  ) -> Double {
    bp_cross_entropy_indices_f64(
      logits, indices, weights, smoothing, alpha, gradInput, rows, columns)
  }

  public static func sgdStep(
    _ parameters: UnsafeMutablePointer<Double>, _ gradients: UnsafePointer<Double>,
    _ velocity: UnsafeMutablePointer<Double>?, rate: Double, momentum: Double, dampening: Double,
    weightDecay: Double, nesterov: Bool, isFirst: Bool, _ count: Int
  ) {
    bp_sgd_step_f64(
      parameters, gradients, velocity, rate, momentum, dampening, weightDecay,
      nesterov ? 1 : 0, isFirst ? 1 : 0, count)
  }

  public static func adamStep(
    _ parameters: UnsafeMutablePointer<Double>, _ gradients: UnsafePointer<Double>,
    _ mean: UnsafeMutablePointer<Double>, _ variance: UnsafeMutablePointer<Double>, rate: Double,
    beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, isDecoupled: Bool,
    correction1: Double, correction2: Double, _ count: Int
  ) {
    bp_adam_step_f64(
      parameters, gradients, mean, variance, rate, beta1, beta2, epsilon, weightDecay,
      isDecoupled ? 1 : 0, correction1, correction2, count)
  }

  public static func optimizerStep(
    _ rule: OptimizerRule, _ parameters: UnsafeMutablePointer<Double>,
    _ gradients: UnsafePointer<Double>, _ first: UnsafeMutablePointer<Double>?,
    _ second: UnsafeMutablePointer<Double>?, _ third: UnsafeMutablePointer<Double>?,
    _ options: StepOptions<Double>, _ count: Int
  ) {
    var passed = bp_step_options_f64(
      rate: options.rate, weight_decay: options.weightDecay, shrink: options.shrink,
      decay1: options.decay1, decay2: options.decay2, epsilon: options.epsilon,
      scale1: options.scale1, scale2: options.scale2, root_scale: options.rootScale)
    bp_optimizer_step_f64(
      bp_rule(rule.rawValue), parameters, gradients, first, second, third, &passed, count)
  }

  public static func philoxUniform(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, _ y: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    bp_philox_uniform_f64(key, stream, position, y, count)
  }

  public static func philoxNormal(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, _ y: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    bp_philox_normal_f64(key, stream, position, y, count)
  }

  public static func philoxBernoulli(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, probability: Double, value: Double,
    _ y: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    bp_philox_bernoulli_f64(key, stream, position, probability, value, y, count)
  }

  public static var wordsPerUniform: UInt64 { 2 }
}
