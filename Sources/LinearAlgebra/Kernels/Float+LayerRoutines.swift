// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CVectorMath

extension Float: LayerRoutines {
  public static func activate(
    _ function: ActivationFunction, _ x: UnsafePointer<Float>, _ s: Float, _ t: Float,
    _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_activation_f32(function.kernel, x, s, t, y, count)
  }

  public static func activateBackward(
    _ function: ActivationFunction, _ x: UnsafePointer<Float>,
    _ gradOutput: UnsafePointer<Float>, _ s: Float, _ t: Float,
    _ gradInput: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_activation_backward_f32(function.kernel, x, gradOutput, s, t, gradInput, count)
  }

  public static func preluSlope(
    _ x: UnsafePointer<Float>, _ gradOutput: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    bp_prelu_slope_f32(x, gradOutput, count)
  }

  public static func map(
    _ function: FeatureMap, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?,
    _ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>?, _ r: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_feature_map_f32(function.kernel, a, b, p, q, r, y, rows, columns)
  }

  public static func sum(
    _ function: FeatureSum, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?,
    _ p: UnsafePointer<Float>?, _ beta: Float, _ y: UnsafeMutablePointer<Float>, _ rows: Int,
    _ columns: Int
  ) {
    bp_feature_sum_f32(function.kernel, a, b, p, beta, y, rows, columns)
  }

  public static func layerNorm(
    _ x: UnsafePointer<Float>, _ gamma: UnsafePointer<Float>?, _ beta: UnsafePointer<Float>?,
    _ epsilon: Float, _ normalized: UnsafeMutablePointer<Float>,
    _ inverse: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rows: Int,
    _ columns: Int
  ) {
    bp_layer_norm_f32(x, gamma, beta, epsilon, normalized, inverse, y, rows, columns)
  }

  public static func layerNormBackward(
    _ gradOutput: UnsafePointer<Float>, _ gamma: UnsafePointer<Float>?,
    _ normalized: UnsafePointer<Float>, _ inverse: UnsafePointer<Float>,
    _ gradInput: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_layer_norm_backward_f32(gradOutput, gamma, normalized, inverse, gradInput, rows, columns)
  }

  public static func loss(
    _ function: ElementLoss, _ x: UnsafePointer<Float>, _ target: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>?, _ positive: UnsafePointer<Float>?, _ s: Float,
    _ alpha: Float, _ gradInput: UnsafeMutablePointer<Float>?, _ rows: Int, _ columns: Int
  ) -> Float {
    bp_element_loss_f32(
      function.kernel, x, target, weights, positive, s, alpha, gradInput, rows, columns)
  }

  public static func multiMargin(
    _ x: UnsafePointer<Float>, indices: UnsafePointer<Float>, _ weights: UnsafePointer<Float>?,
    power: Int, margin: Float, _ alpha: Float, _ gradInput: UnsafeMutablePointer<Float>?,
    _ rows: Int, _ columns: Int
  ) -> Float {
    bp_multi_margin_f32(
      x, indices, weights, Int32(power), margin, alpha, gradInput, rows, columns)
  }
}
