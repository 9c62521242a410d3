// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
/// The whole-buffer operations behind `Tensor`: what a scalar type needs besides BLAS and LAPACK.
///
/// Requirements are operations on whole buffers, never on one scalar, because generic code calls
/// them through a table. Use the methods of `Tensor`; these are public only because Swift wants the
/// requirements of a public protocol to be. `CVectorMath/include/vector_math.h` says what each does.
@_documentation(visibility: internal)
public protocol VectorRoutines {
  // Element by element.
  static func apply(
    _ function: UnaryFunction, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>,
    _ count: Int)
  static func apply(
    _ function: BinaryFunction, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    _ y: UnsafeMutablePointer<Self>, _ count: Int)
  static func copy(_ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ count: Int)
  static func fill(_ value: Self, _ y: UnsafeMutablePointer<Self>, _ count: Int)
  static func affine(
    _ x: UnsafePointer<Self>, _ alpha: Self, _ beta: Self, _ y: UnsafeMutablePointer<Self>,
    _ count: Int)
  static func scaleDifference(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ alpha: Self,
    _ y: UnsafeMutablePointer<Self>, _ count: Int)
  static func divide(
    _ alpha: Self, by x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ count: Int)
  static func clamp(
    _ x: UnsafePointer<Self>, _ low: Self, _ high: Self, _ y: UnsafeMutablePointer<Self>,
    _ count: Int)
  static func axpby(
    _ alpha: Self, _ x: UnsafePointer<Self>, _ beta: Self, _ y: UnsafeMutablePointer<Self>,
    _ count: Int)
  static func areEqual(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ count: Int) -> Bool
  static func haveEqualBits(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ count: Int)
    -> Bool
  static func convert<Other: BLASScalar>(
    _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Other>, _ count: Int)

  static func assign(
    _ y: UnsafeMutablePointer<Self>, from x: UnsafePointer<Double>, _ count: Int)
  static func assign(
    _ y: UnsafeMutablePointer<Self>, from x: UnsafePointer<Float>, _ count: Int)
  static func assign(
    _ y: UnsafeMutablePointer<Self>, from x: UnsafePointer<Int>, _ count: Int)

  // Activations.
  static func leakyReLU(
    _ x: UnsafePointer<Self>, _ slope: Self, _ y: UnsafeMutablePointer<Self>, _ count: Int)
  static func leakyReLUBackward(
    _ x: UnsafePointer<Self>, _ gradOutput: UnsafePointer<Self>, _ slope: Self,
    _ gradInput: UnsafeMutablePointer<Self>, _ count: Int)
  static func tanhBackward(
    _ y: UnsafePointer<Self>, _ gradOutput: UnsafePointer<Self>,
    _ gradInput: UnsafeMutablePointer<Self>, _ count: Int)
  static func sigmoidBackward(
    _ y: UnsafePointer<Self>, _ gradOutput: UnsafePointer<Self>,
    _ gradInput: UnsafeMutablePointer<Self>, _ count: Int)

  // Reductions of everything.
  static func sum(_ x: UnsafePointer<Self>, _ count: Int) -> Self
  static func sumOfSquares(_ x: UnsafePointer<Self>, _ count: Int) -> Self
  static func squaredDistance(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ count: Int)
    -> Self
  static func extreme(_ function: ExtremeFunction, _ x: UnsafePointer<Self>, _ count: Int) -> Self
  static func argmin(_ x: UnsafePointer<Self>, _ count: Int) -> Int
  static func argmax(_ x: UnsafePointer<Self>, _ count: Int) -> Int
  static func firstNonFinite(_ x: UnsafePointer<Self>, _ count: Int) -> Int
  static func firstInvalidIndex(_ indices: UnsafePointer<Self>, _ count: Int, _ classes: Int) -> Int

  // Matrices [rows, columns].
  static func applyRow(
    _ function: ArithmeticFunction, _ x: UnsafePointer<Self>, _ row: UnsafePointer<Self>,
    _ y: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func applyColumn(
    _ function: ArithmeticFunction, _ x: UnsafePointer<Self>, _ column: UnsafePointer<Self>,
    _ y: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func transpose(
    _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func sumOfRows(
    _ x: UnsafePointer<Self>, _ beta: Self, _ y: UnsafeMutablePointer<Self>, _ rows: Int,
    _ columns: Int)
  static func sumOfColumns(
    _ x: UnsafePointer<Self>, _ beta: Self, _ y: UnsafeMutablePointer<Self>, _ rows: Int,
    _ columns: Int)
  static func extremeOfRows(
    _ function: ExtremeFunction, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>,
    _ rows: Int, _ columns: Int)
  static func extremeOfColumns(
    _ function: ExtremeFunction, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>,
    _ rows: Int, _ columns: Int)
  static func argmaxOfColumns(
    _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Int>, _ rows: Int, _ columns: Int)

  // Softmax and the losses.
  static func softmax(
    _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func softmaxBackward(
    _ y: UnsafePointer<Self>, _ gradOutput: UnsafePointer<Self>,
    _ gradInput: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func logSoftmax(
    _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func logSoftmaxBackward(
    _ y: UnsafePointer<Self>, _ gradOutput: UnsafePointer<Self>,
    _ gradInput: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func logLoss(
    _ probabilities: UnsafePointer<Self>, _ targets: UnsafePointer<Self>,
    _ weights: UnsafePointer<Self>?, _ epsilon: Self, _ rows: Int, _ columns: Int
  ) -> Self
  static func logLossBackward(
    _ probabilities: UnsafePointer<Self>, _ targets: UnsafePointer<Self>,
    _ weights: UnsafePointer<Self>?, _ epsilon: Self, _ alpha: Self,
    _ gradInput: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  static func negativeLogLikelihood(
    _ logProbabilities: UnsafePointer<Self>, _ targets: UnsafePointer<Self>,
    _ weights: UnsafePointer<Self>?, _ rows: Int, _ columns: Int
  ) -> Self
  /// y[i, indices[i]] = 1
  static func scatterOnes(
    _ indices: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int)
  /// The sum of w[indices[i]].
  static func sumOfWeights(
    indices: UnsafePointer<Self>, _ weights: UnsafePointer<Self>, _ rows: Int
  ) -> Self
  /// The sum of w[c] t[i, c].
  static func sumOfWeights(
    targets: UnsafePointer<Self>, _ weights: UnsafePointer<Self>, _ rows: Int, _ columns: Int
  )
    -> Self
  static func crossEntropy(
    _ logits: UnsafePointer<Self>, targets: UnsafePointer<Self>, _ weights: UnsafePointer<Self>?,
    _ smoothing: Self, _ alpha: Self, _ gradInput: UnsafeMutablePointer<Self>?, _ rows: Int,
    _ columns: Int
  ) -> Self
  static func crossEntropy(
    _ logits: UnsafePointer<Self>, indices: UnsafePointer<Self>, _ weights: UnsafePointer<Self>?,
    _ smoothing: Self, _ alpha: Self, _ gradInput: UnsafeMutablePointer<Self>?, _ rows: Int,
    _ columns: Int
  ) -> Self

  // Optimizers.
  static func sgdStep(
    _ parameters: UnsafeMutablePointer<Self>, _ gradients: UnsafePointer<Self>,
    _ velocity: UnsafeMutablePointer<Self>?, rate: Self, momentum: Self, dampening: Self,
    weightDecay: Self, nesterov: Bool, isFirst: Bool, _ count: Int)
  static func adamStep(
    _ parameters: UnsafeMutablePointer<Self>, _ gradients: UnsafePointer<Self>,
    _ mean: UnsafeMutablePointer<Self>, _ variance: UnsafeMutablePointer<Self>, rate: Self,
    beta1: Self, beta2: Self, epsilon: Self, weightDecay: Self, isDecoupled: Bool,
    correction1: Self, correction2: Self, _ count: Int)
  static func optimizerStep(
    _ rule: OptimizerRule, _ parameters: UnsafeMutablePointer<Self>,
    _ gradients: UnsafePointer<Self>, _ first: UnsafeMutablePointer<Self>?,
    _ second: UnsafeMutablePointer<Self>?, _ third: UnsafeMutablePointer<Self>?,
    _ options: StepOptions<Self>, _ count: Int)

  // Random numbers.
  static func philoxUniform(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, _ y: UnsafeMutablePointer<Self>,
    _ count: Int)
  static func philoxNormal(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, _ y: UnsafeMutablePointer<Self>,
    _ count: Int)
  static func philoxBernoulli(
    _ key: UInt64, _ stream: UInt64, _ position: UInt64, probability: Double, value: Self,
    _ y: UnsafeMutablePointer<Self>, _ count: Int)
  /// Uniform scalars take this many words of a stream.
  static var wordsPerUniform: UInt64 { get }
}
