// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CVectorMath

extension Double: LayerRoutines {
  public static func activate(
    _ function: ActivationFunction, _ x: UnsafePointer<Double>, _ s: Double, _ t: Double,
    _ y: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    bp_activation_f64(function.kernel, x, s, t, y, count)
  }

  public static func activateBackward(
    _ function: ActivationFunction, _ x: UnsafePointer<Double>,
    _ gradOutput: UnsafePointer<Double>, _ s: Double, _ t: Double,
    _ gradInput: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    bp_activation_backward_f64(function.kernel, x, gradOutput, s, t, gradInput, count)
  }

  public static func preluSlope(
    _ x: UnsafePointer<Double>, _ gradOutput: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    bp_prelu_slope_f64(x, gradOutput, count)
  }

  public static func map(
    _ function: FeatureMap, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>?,
    _ p: UnsafePointer<Double>, _ q: UnsafePointer<Double>?, _ r: UnsafePointer<Double>?,
    _ y: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    bp_feature_map_f64(function.kernel, a, b, p, q, r, y, rows, columns)
  }

  public static func sum(
    _ function: FeatureSum, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>?,
    _ p: UnsafePointer<Double>?, _ beta: Double, _ y: UnsafeMutablePointer<Double>, _ rows: Int,
    _ columns: Int
  ) {
    bp_feature_sum_f64(function.kernel, a, b, p, beta, y, rows, columns)
  }

  public static func layerNorm(
    _ x: UnsafePointer<Double>, _ gamma: UnsafePointer<Double>?, _ beta: UnsafePointer<Double>?,
    _ epsilon: Double, _ normalized: UnsafeMutablePointer<Double>,
    _ inverse: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ rows: Int,
    _ columns: Int
  ) {
    bp_layer_norm_f64(x, gamma, beta, epsilon, normalized, inverse, y, rows, columns)
  }

  public static func layerNormBackward(
    _ gradOutput: UnsafePointer<Double>, _ gamma: UnsafePointer<Double>?,
    _ normalized: UnsafePointer<Double>, _ inverse: UnsafePointer<Double>,
    _ gradInput: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    bp_layer_norm_backward_f64(gradOutput, gamma, normalized, inverse, gradInput, rows, columns)
  }

  public static func loss(
    _ function: ElementLoss, _ x: UnsafePointer<Double>, _ target: UnsafePointer<Double>,
    _ weights: UnsafePointer<Double>?, _ positive: UnsafePointer<Double>?, _ s: Double,
    _ alpha: Double, _ gradInput: UnsafeMutablePointer<Double>?, _ rows: Int, _ columns: Int
  ) -> Double {
    bp_element_loss_f64(
      function.kernel, x, target, weights, positive, s, alpha, gradInput, rows, columns)
  }

  public static func multiMargin(
    _ x: UnsafePointer<Double>, indices: UnsafePointer<Double>, _ weights: UnsafePointer<Double>?,
    power: Int, margin: Double, _ alpha: Double, _ gradInput: UnsafeMutablePointer<Double>?,
    _ rows: Int, _ columns: Int
  ) -> Double {
    bp_multi_margin_f64(
      x, indices, weights, Int32(power), margin, alpha, gradInput, rows, columns)
  }
}
