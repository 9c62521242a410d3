import CVectorMath

/// The settings of an optimizer's rule in either precision.
struct StepSettings {
  var rate = 0.125
  var weightDecay = 0.25
  var shrink = 0.875
  var decay1 = 0.75
  var decay2 = 0.875
  var epsilon = 0.0078125
  var scale1 = 1.25
  var scale2 = 0.5
  var rootScale = 1.5
}

/// The kernels of one precision, so that a test can be written once for both.
struct Kernels<T> {
  typealias In = UnsafePointer<T>
  typealias Out = UnsafeMutablePointer<T>
  typealias Unary = (In, Out, Int) -> Void
  typealias Binary = (In, In, Out, Int) -> Void
  typealias Reduction = (In, Int) -> T
  typealias Broadcast = (In, In, Out, Int, Int) -> Void
  typealias Rows = (In, Out, Int, Int) -> Void
  typealias CrossEntropy = (In, In, In?, T, T, Out?, Int, Int) -> T

  var exp: Unary
  var log: Unary
  var tanh: Unary
  var sigmoid: Unary
  var erf: Unary
  var sqrt: Unary
  var abs: Unary
  var negate: Unary
  var square: Unary
  var reciprocal: Unary
  var copy: Unary
  var add: Binary
  var subtract: Binary
  var multiply: Binary
  var divide: Binary
  var minimum: Binary
  var maximum: Binary
  var tanhBackward: Binary
  var sigmoidBackward: Binary
  var leakyRelu: (In, T, Out, Int) -> Void
  var leakyReluBackward: (In, In, T, Out, Int) -> Void
  var scaleDifference: (In, In, T, Out, Int) -> Void
  var fill: (T, Out, Int) -> Void
  var affine: (In, T, T, Out, Int) -> Void
  var clamp: (In, T, T, Out, Int) -> Void
  var divideScalar: (T, In, Out, Int) -> Void
  var axpby: (T, In, T, Out, Int) -> Void
  var sum: Reduction
  var sumOfSquares: Reduction
  var min: Reduction
  var max: Reduction
  var squaredDistance: (In, In, Int) -> T
  var argmin: (In, Int) -> Int
  var argmax: (In, Int) -> Int
  var firstNonFinite: (In, Int) -> Int
  var addRow: Broadcast
  var subtractRow: Broadcast
  var multiplyRow: Broadcast
  var divideRow: Broadcast
  var addColumn: Broadcast
  var subtractColumn: Broadcast
  var multiplyColumn: Broadcast
  var divideColumn: Broadcast
  var softmaxBackward: Broadcast
  var logSoftmaxBackward: Broadcast
  var transpose: Rows
  var maxOfColumns: Rows
  var minOfColumns: Rows
  var maxOfRows: Rows
  var minOfRows: Rows
  var softmax: Rows
  var logSoftmax: Rows
  var sumOfRows: (In, T, Out, Int, Int) -> Void
  var sumOfColumns: (In, T, Out, Int, Int) -> Void
  var argmaxOfColumns: (In, UnsafeMutablePointer<Int>, Int, Int) -> Void
  var logLoss: (In, In, In?, T, Int, Int) -> T
  var logLossBackward: (In, In, In?, T, T, Out, Int, Int) -> Void
  var crossEntropy: CrossEntropy
  var crossEntropyIndices: CrossEntropy
  var firstInvalidIndex: (In, Int, Int) -> Int
  var sgdStep: (Out, In, Out?, T, T, T, T, Int32, Int32, Int) -> Void
  var optimizerStep: (bp_rule, Out, In, Out?, Out?, Out?, StepSettings, Int) -> Void
  var adamStep: (Out, In, Out, Out, T, T, T, T, T, Int32, T, T, Int) -> Void
}

extension Kernels<Double> {
  static var double: Kernels<Double> {
    Kernels(
      exp: bp_exp_f64,
      log: bp_log_f64,
      tanh: bp_tanh_f64,
      sigmoid: bp_sigmoid_f64,
      erf: bp_erf_f64,
      sqrt: bp_sqrt_f64,
      abs: bp_abs_f64,
      negate: bp_negate_f64,
      square: bp_square_f64,
      reciprocal: bp_reciprocal_f64,
      copy: bp_copy_f64,
      add: bp_add_f64,
      subtract: bp_subtract_f64,
      multiply: bp_multiply_f64,
      divide: bp_divide_f64,
      minimum: bp_minimum_f64,
      maximum: bp_maximum_f64,
      tanhBackward: bp_tanh_backward_f64,
      sigmoidBackward: bp_sigmoid_backward_f64,
      leakyRelu: bp_leaky_relu_f64,
      leakyReluBackward: bp_leaky_relu_backward_f64,
      scaleDifference: bp_scale_difference_f64,
      fill: bp_fill_f64,
      affine: bp_affine_f64,
      clamp: bp_clamp_f64,
      divideScalar: bp_divide_scalar_f64,
      axpby: bp_axpby_f64,
      sum: bp_sum_f64,
      sumOfSquares: bp_sum_of_squares_f64,
      min: bp_min_f64,
      max: bp_max_f64,
      squaredDistance: bp_squared_distance_f64,
      argmin: bp_argmin_f64,
      argmax: bp_argmax_f64,
      firstNonFinite: bp_first_non_finite_f64,
      addRow: bp_add_row_f64,
      subtractRow: bp_subtract_row_f64,
      multiplyRow: bp_multiply_row_f64,
      divideRow: bp_divide_row_f64,
      addColumn: bp_add_column_f64,
      subtractColumn: bp_subtract_column_f64,
      multiplyColumn: bp_multiply_column_f64,
      divideColumn: bp_divide_column_f64,
      softmaxBackward: bp_softmax_backward_f64,
      logSoftmaxBackward: bp_log_softmax_backward_f64,
      transpose: bp_transpose_f64,
      maxOfColumns: bp_max_of_columns_f64,
      minOfColumns: bp_min_of_columns_f64,
      maxOfRows: bp_max_of_rows_f64,
      minOfRows: bp_min_of_rows_f64,
      softmax: bp_softmax_f64,
      logSoftmax: bp_log_softmax_f64,
      sumOfRows: bp_sum_of_rows_f64,
      sumOfColumns: bp_sum_of_columns_f64,
      argmaxOfColumns: bp_argmax_of_columns_f64,
      logLoss: bp_log_loss_f64,
      logLossBackward: bp_log_loss_backward_f64,
      crossEntropy: bp_cross_entropy_f64,
      crossEntropyIndices: bp_cross_entropy_indices_f64,
      firstInvalidIndex: bp_first_invalid_index_f64,
      sgdStep: bp_sgd_step_f64,
      optimizerStep: { rule, p, g, s, t, u, o, n in
        var options = bp_step_options_f64(
          rate: .init(o.rate), weight_decay: .init(o.weightDecay), shrink: .init(o.shrink),
          decay1: .init(o.decay1), decay2: .init(o.decay2), epsilon: .init(o.epsilon),
          scale1: .init(o.scale1), scale2: .init(o.scale2), root_scale: .init(o.rootScale))
        bp_optimizer_step_f64(rule, p, g, s, t, u, &options, n)
      },
      adamStep: bp_adam_step_f64)
  }
}

extension Kernels<Float> {
  static var float: Kernels<Float> {
    Kernels(
      exp: bp_exp_f32,
      log: bp_log_f32,
      tanh: bp_tanh_f32,
      sigmoid: bp_sigmoid_f32,
      erf: bp_erf_f32,
      sqrt: bp_sqrt_f32,
      abs: bp_abs_f32,
      negate: bp_negate_f32,
      square: bp_square_f32,
      reciprocal: bp_reciprocal_f32,
      copy: bp_copy_f32,
      add: bp_add_f32,
      subtract: bp_subtract_f32,
      multiply: bp_multiply_f32,
      divide: bp_divide_f32,
      minimum: bp_minimum_f32,
      maximum: bp_maximum_f32,
      tanhBackward: bp_tanh_backward_f32,
      sigmoidBackward: bp_sigmoid_backward_f32,
      leakyRelu: bp_leaky_relu_f32,
      leakyReluBackward: bp_leaky_relu_backward_f32,
      scaleDifference: bp_scale_difference_f32,
      fill: bp_fill_f32,
      affine: bp_affine_f32,
      clamp: bp_clamp_f32,
      divideScalar: bp_divide_scalar_f32,
      axpby: bp_axpby_f32,
      sum: bp_sum_f32,
      sumOfSquares: bp_sum_of_squares_f32,
      min: bp_min_f32,
      max: bp_max_f32,
      squaredDistance: bp_squared_distance_f32,
      argmin: bp_argmin_f32,
      argmax: bp_argmax_f32,
      firstNonFinite: bp_first_non_finite_f32,
      addRow: bp_add_row_f32,
      subtractRow: bp_subtract_row_f32,
      multiplyRow: bp_multiply_row_f32,
      divideRow: bp_divide_row_f32,
      addColumn: bp_add_column_f32,
      subtractColumn: bp_subtract_column_f32,
      multiplyColumn: bp_multiply_column_f32,
      divideColumn: bp_divide_column_f32,
      softmaxBackward: bp_softmax_backward_f32,
      logSoftmaxBackward: bp_log_softmax_backward_f32,
      transpose: bp_transpose_f32,
      maxOfColumns: bp_max_of_columns_f32,
      minOfColumns: bp_min_of_columns_f32,
      maxOfRows: bp_max_of_rows_f32,
      minOfRows: bp_min_of_rows_f32,
      softmax: bp_softmax_f32,
      logSoftmax: bp_log_softmax_f32,
      sumOfRows: bp_sum_of_rows_f32,
      sumOfColumns: bp_sum_of_columns_f32,
      argmaxOfColumns: bp_argmax_of_columns_f32,
      logLoss: bp_log_loss_f32,
      logLossBackward: bp_log_loss_backward_f32,
      crossEntropy: bp_cross_entropy_f32,
      crossEntropyIndices: bp_cross_entropy_indices_f32,
      firstInvalidIndex: bp_first_invalid_index_f32,
      sgdStep: bp_sgd_step_f32,
      optimizerStep: { rule, p, g, s, t, u, o, n in
        var options = bp_step_options_f32(
          rate: .init(o.rate), weight_decay: .init(o.weightDecay), shrink: .init(o.shrink),
          decay1: .init(o.decay1), decay2: .init(o.decay2), epsilon: .init(o.epsilon),
          scale1: .init(o.scale1), scale2: .init(o.scale2), root_scale: .init(o.rootScale))
        bp_optimizer_step_f32(rule, p, g, s, t, u, &options, n)
      },
      adamStep: bp_adam_step_f32)
  }
}
