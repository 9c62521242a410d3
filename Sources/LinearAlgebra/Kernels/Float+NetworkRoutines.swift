// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CVectorMath

// Softmax, losses, optimizers and random numbers; the rest stands in Float+VectorRoutines.swift.
extension Float {
  public static func softmax(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_softmax_f32(x, y, rows, columns)
  }

  public static func softmaxBackward(
    _ y: UnsafePointer<Float>, _ gradOutput: UnsafePointer<Float>,
    _ gradInput: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_softmax_backward_f32(y, gradOutput, gradInput, rows, columns)
  }

  public static func logSoftmax(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_log_softmax_f32(x, y, rows, columns)
  }

  public static func logSoftmaxBackward(
    _ y: UnsafePointer<Float>, _ gradOutput: UnsafePointer<Float>,
    _ gradInput: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_log_softmax_backward_f32(y, gradOutput, gradInput, rows, columns)
  }

  public static func logLoss(
    _ probabilities: UnsafePointer<Float>, _ targets: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>?, _ epsilon: Float, _ rows: Int, _ columns: Int
  ) -> Float {
    bp_log_loss_f32(probabilities, targets, weights, epsilon, rows, columns)
  }

  public static func logLossBackward(
    _ probabilities: UnsafePointer<Float>, _ targets: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>?, _ epsilon: Float, _ alpha: Float,
    _ gradInput: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_log_loss_backward_f32(
      probabilities, targets, weights, epsilon, alpha, gradInput, rows, columns)
  }

  public static func negativeLogLikelihood(
    _ logProbabilities: UnsafePointer<Float>, _ targets: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>?, _ rows: Int, _ columns: Int
  ) -> Float {
    var sum: Float = 0
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
    _ indices: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    for row in 0..<rows { y[row * columns + Int(indices[row])] = 1 }
  }

  public static func sumOfWeights(
    indices: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ rows: Int
  ) -> Float {
    var sum: Float = 0
    for row in 0..<rows { sum += weights[Int(indices[row])] }
    return sum
  }

  public static func sumOfWeights(
    targets: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ rows: Int, _ columns: Int
  ) -> Float {
    var sum: Float = 0
    for row in 0..<rows {
      for column in 0..<columns { sum += weights[column] * targets[row * columns + column] }
    }
    return sum
  }

  public static func crossEntropy(
    _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, _ weights: UnsafePointer<Float>?,
    _ smoothing: Float, _ alpha: Float, _ gradInput: UnsafeMutablePointer<Float>?, _ rows: Int,
    _ columns: Int
  ) -> Float {
    bp_cross_entropy_f32(
      logits, targets, weights, smoothing, alpha, gradInput, rows, columns)
  }

  public static func crossEntropy(
    _ logits: UnsafePointer<Float>, indices: UnsafePointer<Float>, _ weights: UnsafePointer<Float>?,
    _ smoothing: Float, _ alpha: Float, _ gradInput: UnsafeMutablePointer<Float>?, _ rows: Int,
    _ columns: Int
  ) -> Float {
    bp_cross_entropy_indices_f32(
      logits, indices, weights, smoothing, alpha, gradInput, rows, columns)
  }

  public static func sgdStep(
    _ parameters: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    _ velocity: UnsafeMutablePointer<Float>?, rate: Float, momentum: Float, dampening: Float,
    weightDecay: Float, nesterov: Bool, isFirst: Bool, _ count: Int
  ) {
    bp_sgd_step_f32(
      parameters, gradients, velocity, rate, momentum, dampening, weightDecay,
      nesterov ? 1 : 0, isFirst ? 1 : 0, count)
  }

  public static func adamStep(
    _ parameters: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    _ mean: UnsafeMutablePointer<Float>, _ variance: UnsafeMutablePointer<Float>, rate: Float,
    beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float, isDecoupled: Bool,
    correction1: Float, correction2: Float, _ count: Int
  ) {
    bp_adam_step_f32(
      parameters, gradients, mean, variance, rate, beta1, beta2, epsilon, weightDecay,
      isDecoupled ? 1 : 0, correction1, correction2, count)
  }

  public static func optimizerStep(
    _ rule: OptimizerRule, _ parameters: UnsafeMutablePointer<Float>,
    _ gradients: UnsafePointer<Float>, _ first: UnsafeMutablePointer<Float>?,
    _ second: UnsafeMutablePointer<Float>?, _ third: UnsafeMutablePointer<Float>?,
    _ options: StepOptions<Float>, _ count: Int
  ) {
    var passed = bp_step_options_f32(
      rate: options.rate, weight_decay: options.weightDecay, shrink: options.shrink,
      decay1: options.decay1, decay2: options.decay2, epsilon: options.epsilon,
      scale1: options.scale1, scale2: options.scale2, root_scale: options.rootScale)
    bp_optimizer_step_f32(
      bp_rule(rule.rawValue), parameters, gradients, first, second, third, &passed, count)
  }

  public static func philoxUniform(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    bp_philox_uniform_f32(key, stream, position, y, count)
  }

  public static func philoxNormal(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    bp_philox_normal_f32(key, stream, position, y, count)
  }

  public static func philoxBernoulli(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, probability: Double, value: Float,
    _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_philox_bernoulli_f32(key, stream, position, probability, value, y, count)
  }

  public static var wordsPerUniform: UInt64 { 1 }
}
