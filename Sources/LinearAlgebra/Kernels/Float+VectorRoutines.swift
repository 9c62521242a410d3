// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
internal import CVectorMath

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Float: VectorRoutines {
  public static func apply(
    _ function: UnaryFunction, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    switch function {
    case .exp: bp_exp_f32(x, y, count)
    case .log: bp_log_f32(x, y, count)
    case .tanh: bp_tanh_f32(x, y, count)
    case .sigmoid: bp_sigmoid_f32(x, y, count)
    case .erf: bp_erf_f32(x, y, count)
    case .sqrt: bp_sqrt_f32(x, y, count)
    case .abs: bp_abs_f32(x, y, count)
    case .negate: bp_negate_f32(x, y, count)
    case .square: bp_square_f32(x, y, count)
    case .reciprocal: bp_reciprocal_f32(x, y, count)
    }
  }

  public static func apply(
    _ function: BinaryFunction, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    switch function {
    case .add: bp_add_f32(a, b, y, count)
    case .subtract: bp_subtract_f32(a, b, y, count)
    case .multiply: bp_multiply_f32(a, b, y, count)
    case .divide: bp_divide_f32(a, b, y, count)
    case .minimum: bp_minimum_f32(a, b, y, count)
    case .maximum: bp_maximum_f32(a, b, y, count)
    }
  }

  public static func copy(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int)
  {
    bp_copy_f32(x, y, count)
  }

  public static func fill(_ value: Float, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    bp_fill_f32(value, y, count)
  }

  public static func affine(
    _ x: UnsafePointer<Float>, _ alpha: Float, _ beta: Float, _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    bp_affine_f32(x, alpha, beta, y, count)
  }

  public static func scaleDifference(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ alpha: Float,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    bp_scale_difference_f32(a, b, alpha, y, count)
  }

  public static func divide(
    _ alpha: Float, by x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_divide_scalar_f32(alpha, x, y, count)
  }

  public static func clamp(
    _ x: UnsafePointer<Float>, _ low: Float, _ high: Float, _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    bp_clamp_f32(x, low, high, y, count)
  }

  public static func axpby(
    _ alpha: Float, _ x: UnsafePointer<Float>, _ beta: Float, _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    bp_axpby_f32(alpha, x, beta, y, count)
  }

  public static func areEqual(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int)
    -> Bool
  {
    for index in 0..<count where a[index] != b[index] { return false }
    return true
  }

  public static func haveEqualBits(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
  ) -> Bool {
    memcmp(a, b, count * MemoryLayout<Float>.stride) == 0
  }

  public static func convert<Other: BLASScalar>(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Other>, _ count: Int
  ) {
    Other.assign(y, from: x, count)
  }

  public static func assign(
    _ y: UnsafeMutablePointer<Float>, from x: UnsafePointer<Double>, _ count: Int
  ) {
    for index in 0..<count { y[index] = Float(x[index]) }
  }

  public static func assign(
    _ y: UnsafeMutablePointer<Float>, from x: UnsafePointer<Float>, _ count: Int
  ) {
    for index in 0..<count { y[index] = Float(x[index]) }
  }

  public static func assign(
    _ y: UnsafeMutablePointer<Float>, from x: UnsafePointer<Int>, _ count: Int
  ) {
    for index in 0..<count { y[index] = Float(x[index]) }
  }

  public static func leakyReLU(
    _ x: UnsafePointer<Float>, _ slope: Float, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_leaky_relu_f32(x, slope, y, count)
  }

  public static func leakyReLUBackward(
    _ x: UnsafePointer<Float>, _ gradOutput: UnsafePointer<Float>, _ slope: Float,
    _ gradInput: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_leaky_relu_backward_f32(x, gradOutput, slope, gradInput, count)
  }

  public static func tanhBackward(
    _ y: UnsafePointer<Float>, _ gradOutput: UnsafePointer<Float>,
    _ gradInput: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_tanh_backward_f32(y, gradOutput, gradInput, count)
  }

  public static func sigmoidBackward(
    _ y: UnsafePointer<Float>, _ gradOutput: UnsafePointer<Float>,
    _ gradInput: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    bp_sigmoid_backward_f32(y, gradOutput, gradInput, count)
  }

  public static func sum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    bp_sum_f32(x, count)
  }

  public static func sumOfSquares(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    bp_sum_of_squares_f32(x, count)
  }

  public static func squaredDistance(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    bp_squared_distance_f32(a, b, count)
  }

  public static func extreme(
    _ function: ExtremeFunction, _ x: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    switch function {
    case .minimum: bp_min_f32(x, count)
    case .maximum: bp_max_f32(x, count)
    }
  }

  public static func argmin(_ x: UnsafePointer<Float>, _ count: Int) -> Int {
    bp_argmin_f32(x, count)
  }

  public static func argmax(_ x: UnsafePointer<Float>, _ count: Int) -> Int {
    bp_argmax_f32(x, count)
  }

  public static func firstNonFinite(_ x: UnsafePointer<Float>, _ count: Int) -> Int {
    bp_first_non_finite_f32(x, count)
  }

  public static func firstInvalidIndex(
    _ indices: UnsafePointer<Float>, _ count: Int, _ classes: Int
  ) -> Int {
    bp_first_invalid_index_f32(indices, count, classes)
  }

  public static func applyRow(
    _ function: ArithmeticFunction, _ x: UnsafePointer<Float>, _ row: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    switch function {
    case .add: bp_add_row_f32(x, row, y, rows, columns)
    case .subtract: bp_subtract_row_f32(x, row, y, rows, columns)
    case .multiply: bp_multiply_row_f32(x, row, y, rows, columns)
    case .divide: bp_divide_row_f32(x, row, y, rows, columns)
    }
  }

  public static func applyColumn(
    _ function: ArithmeticFunction, _ x: UnsafePointer<Float>, _ column: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    switch function {
    case .add: bp_add_column_f32(x, column, y, rows, columns)
    case .subtract: bp_subtract_column_f32(x, column, y, rows, columns)
    case .multiply: bp_multiply_column_f32(x, column, y, rows, columns)
    case .divide: bp_divide_column_f32(x, column, y, rows, columns)
    }
  }

  public static func transpose(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
  ) {
    bp_transpose_f32(x, y, rows, columns)
  }

  public static func sumOfRows(
    _ x: UnsafePointer<Float>, _ beta: Float, _ y: UnsafeMutablePointer<Float>, _ rows: Int,
    _ columns: Int
  ) {
    bp_sum_of_rows_f32(x, beta, y, rows, columns)
  }

  public static func sumOfColumns(
    _ x: UnsafePointer<Float>, _ beta: Float, _ y: UnsafeMutablePointer<Float>, _ rows: Int,
    _ columns: Int
  ) {
    bp_sum_of_columns_f32(x, beta, y, rows, columns)
  }

  public static func extremeOfRows(
    _ function: ExtremeFunction, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ rows: Int, _ columns: Int
  ) {
    switch function {
    case .minimum: bp_min_of_rows_f32(x, y, rows, columns)
    case .maximum: bp_max_of_rows_f32(x, y, rows, columns)
    }
  }

  public static func extremeOfColumns(
    _ function: ExtremeFunction, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ rows: Int, _ columns: Int
  ) {
    switch function {
    case .minimum: bp_min_of_columns_f32(x, y, rows, columns)
    case .maximum: bp_max_of_columns_f32(x, y, rows, columns)
    }
  }

  public static func argmaxOfColumns(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Int>, _ rows: Int, _ columns: Int
  ) {
    bp_argmax_of_columns_f32(x, y, rows, columns)
  }
}
