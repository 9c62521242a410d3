/// How the initial values of a parameter are chosen.
///
/// For the weights of a linear layer, `[inputs, outputs]`, the fan-in is the number of inputs and
/// the fan-out that of outputs.
///
/// ```swift
/// Linear<Double>(784, 256, weights: .kaimingNormal(), biases: .zeros)
/// let w: Tensor<Double> = Initializer.orthogonal().tensor([64, 64], using: &generator)
/// ```
public enum Initializer: Sendable, Hashable {
  /// Uniform on +-1/sqrt(fan-in): Torch7's `nn.Linear`, and the notebook's.
  case scaledUniform
  /// Uniform on +-gain sqrt(6 / (fan-in + fan-out)).
  ///
  /// Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural
  /// networks*, 2010.
  case xavierUniform(gain: Double = 1)
  /// Normal with standard deviation gain sqrt(2 / (fan-in + fan-out)). Glorot and Bengio, 2010.
  case xavierNormal(gain: Double = 1)
  /// Uniform on +-sqrt(6 / ((1 + slope^2) fan)), where slope is that of the LeakyReLU that follows.
  ///
  /// He, Zhang, Ren, Sun, *Delving deep into rectifiers*, 2015.
  case kaimingUniform(slope: Double = 0, fan: Fan = .in)
  /// Normal with standard deviation sqrt(2 / ((1 + slope^2) fan)). He et al., 2015.
  case kaimingNormal(slope: Double = 0, fan: Fan = .in)
  /// A random matrix with orthonormal rows or columns (whichever are fewer) times the gain: Q of the
  /// QR decomposition of a normal matrix, signs chosen so that it is uniformly distributed.
  ///
  /// Saxe, McClelland, Ganguli, *Exact solutions to the nonlinear dynamics of learning in deep
  /// linear neural networks*, 2014.
  case orthogonal(gain: Double = 1)
  /// All zero.
  case zeros
  /// All the same.
  case constant(Double)
  /// Uniform on +-bound.
  case uniform(bound: Double)
  /// Normal.
  case normal(mean: Double = 0, standardDeviation: Double)
  /// Normal with mean 0, restricted to two standard deviations.
  case truncatedNormal(standardDeviation: Double)

  /// The side of a layer that a Kaiming initialiser keeps at constant variance.
  public enum Fan: Sendable, Hashable {
    /// The inputs: forward signals keep their variance.
    case `in`
    /// The outputs: gradients keep their variance.
    case out
  }

  /// Draws initial values. Without explicit fans the shape tells them: `[fan-in, fan-out]`, or for
  /// a vector its count for both.
  public func tensor<Scalar>(
    _ shape: Shape, fanIn: Int? = nil, fanOut: Int? = nil, using generator: inout PhiloxGenerator
  ) -> Tensor<Scalar> {
    let inputs = Double(fanIn ?? shape.first ?? 1)
    let outputs = Double(fanOut ?? shape.last ?? 1)
    func uniform(_ bound: Double) -> Tensor<Scalar> {
      // Without inputs the bound is infinite: there are no weights then, and the bias starts at 0.
      guard shape.count > 0, inputs > 0, bound != 0 else { return Tensor.zeros(shape) }
      if !(bound > 0 && bound.isFinite) { fatalError("Initializer \(self): bound \(bound)") }
      return Tensor.uniform(shape, in: Scalar(-bound)..<Scalar(bound), using: &generator)
    }
    func normal(_ deviation: Double, mean: Double = 0) -> Tensor<Scalar> {
      guard shape.count > 0, inputs > 0 else { return Tensor.zeros(shape) }
      if !(deviation >= 0 && deviation.isFinite) {
        fatalError("Initializer \(self): standard deviation \(deviation)")
      }
      return Tensor.normal(
        shape, mean: Scalar(mean), standardDeviation: Scalar(deviation), using: &generator)
    }
    func kaimingVariance(_ slope: Double, _ fan: Fan) -> Double {
      2 / ((1 + slope * slope) * (fan == .in ? inputs : outputs))
    }
    switch self {
    case .scaledUniform: return uniform(1 / inputs.squareRoot())
    case .xavierUniform(let gain): return uniform(gain * (6 / (inputs + outputs)).squareRoot())
    case .xavierNormal(let gain): return normal(gain * (2 / (inputs + outputs)).squareRoot())
    case .kaimingUniform(let slope, let fan):
      return uniform((3 * kaimingVariance(slope, fan)).squareRoot())
    case .kaimingNormal(let slope, let fan):
      return normal(kaimingVariance(slope, fan).squareRoot())
    case .orthogonal(let gain):
      return Self.orthogonal(shape, gain: gain, using: &generator)
    case .zeros: return Tensor.zeros(shape)
    case .constant(let value): return Tensor(shape: shape, repeating: Scalar(value))
    case .uniform(let bound): return uniform(bound)
    case .normal(let mean, let deviation): return normal(deviation, mean: mean)
    case .truncatedNormal(let deviation):
      let limit = Scalar(2 * deviation)
      return Tensor.truncatedNormal(
        shape, standardDeviation: Scalar(deviation), in: -limit...limit, using: &generator)
    }
  }

  private static func orthogonal<Scalar>(
    _ shape: Shape, gain: Double, using generator: inout PhiloxGenerator
  ) -> Tensor<Scalar> {
    guard shape.rank == 2 else {
      fatalError("Initializer.orthogonal: a tensor of shape \(shape) is not a matrix")
    }
    let isWide = shape[0] < shape[1]
    let tall = isWide ? Shape(shape[1], shape[0]) : shape
    let gaussian = Tensor<Scalar>.normal(tall, using: &generator)
    do {
      var (q, r) = try qr(gaussian)
      // Q is uniformly distributed only if the diagonal of R is made positive (Mezzadri, 2007).
      let signs = (0..<r.shape[0]).map { r[$0, $0] < 0 ? Scalar(-gain) : Scalar(gain) }
      q *= Tensor(signs)
      return isWide ? q.transposed() : q
    } catch {
      // Normal deviates are finite, which is all that qr asks for.
      fatalError("Initializer.orthogonal: \(error)")
    }
  }
}
