/// A tensor that is learned, and the gradient of the loss with respect to it.
///
/// A parameter has an identity: layers that share one train the same numbers. `value` and `grad`
/// read as snapshots, which don't change later; assigning writes to the place where the layer and
/// the optimizer see it. That place starts as memory of its own; the first optimizer (or
/// `Module.flatten()`) moves the parameters it is given side by side, so that a step is one pass.
///
/// ```swift
/// let linear = Linear<Double>(4, 8)
/// linear.weight.value = Tensor(shape: [4, 8], scalars)
/// linear.weight.grad.norm()
/// ```
///
/// Layers don't take snapshots: they compute with the place itself, by `Tensor.setProduct` and its
/// like, by `withValue`, and by the `accumulate` methods, which add to the gradient.
public final class Parameter<Scalar: BLASScalar> {
  /// The name within its module: `weight`.
  public let name: String
  /// The shape, which never changes.
  public let shape: Shape

  @exclusivity(unchecked) private(set) var valuePlace: Tensor<Scalar>
  @exclusivity(unchecked) private var gradPlace: Tensor<Scalar>
  /// Where the parameter lies, once it is packed.
  private(set) var pack: ParameterPack<Scalar>?
  private(set) var packOffset = 0

  /// Zeroing is lazy: the memory of a gradient that stands at zero may hold anything, and the next
  /// to add to it overwrites it instead.
  @exclusivity(unchecked) private var isGradZero = true

  /// Makes a parameter with an initial value; its gradient is 0.
  public init(name: String, _ value: Tensor<Scalar>) {
    self.name = name
    shape = value.shape
    let count = value.count
    valuePlace = Tensor(placeIn: TensorStorage(of: Scalar.self, capacity: count), shape: shape)
    gradPlace = Tensor(placeIn: TensorStorage(of: Scalar.self, capacity: count), shape: shape)
    valuePlace.assignCopy(of: value)
  }

  /// The number of scalars.
  public var count: Int { shape.count }

  /// The value: a snapshot when read, written through when assigned.
  ///
  /// - Complexity: O(`count`): reading copies.
  public var value: Tensor<Scalar> {
    get { valuePlace.copied() }
    set {
      requireShape(newValue.shape, "value")
      valuePlace.assignCopy(of: newValue)
    }
  }

  /// The gradient: a snapshot when read, written through when assigned.
  ///
  /// - Complexity: O(`count`): reading copies.
  public var grad: Tensor<Scalar> {
    get { isGradZero ? Tensor.zeros(shape) : gradPlace.copied() }
    set {
      requireShape(newValue.shape, "grad")
      gradPlace.assignCopy(of: newValue)
      isGradZero = false
    }
  }

  /// Sets the gradient to 0.
  public func zeroGrad() { isGradZero = true }

  // MARK: For layers

  /// Calls `body` with the value itself instead of a copy of it. The tensor must not be kept: what
  /// it shows changes with the parameter.
  public func withValue<Result>(_ body: (Tensor<Scalar>) throws -> Result) rethrows -> Result {
    try body(valuePlace.reshaped(to: shape))
  }

  /// Calls `body` to add to the gradient in place: `grad = beta grad + ...`. Where `beta` is 0 the
  /// gradient stands at zero and may hold anything: `body` must overwrite it. The tensor must not
  /// be kept.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func accumulateGrad(
    _ body: (_ grad: inout Tensor<Scalar>, _ beta: Scalar) throws -> Void
  ) rethrows {
    var grad = gradPlace
    try body(&grad, isGradZero ? 0 : 1)
    if grad.pointer != gradPlace.pointer {
      // Another tensor was assigned: its scalars belong where the optimizer reads them.
      requireShape(grad.shape, "a gradient to accumulate")
      gradPlace.assignCopy(of: grad)
    }
    isGradZero = false
  }

  /// grad += a tensor of the shape of the parameter.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func accumulate(_ gradient: Tensor<Scalar>) {
    requireShape(gradient.shape, "a gradient to accumulate")
    accumulateGrad { grad, beta in
      if beta == 0 { grad.assignCopy(of: gradient) } else { grad += gradient }
    }
  }

  /// grad += A' B, for matrices whose product has the shape of the parameter.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func accumulateProduct(_ a: MatrixOperand<Scalar>, _ b: Tensor<Scalar>) {
    gradPlace.addProduct(a, b, beta: isGradZero ? 0 : 1)
    isGradZero = false
  }

  /// grad += the sum of the rows of a matrix.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func accumulateSumOfRows(_ matrix: Tensor<Scalar>) {
    gradPlace.addSumOfRows(matrix, beta: isGradZero ? 0 : 1)
    isGradZero = false
  }

  /// Writes out a gradient that stands at zero, for those who read the memory.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func materializeGrad() {
    guard isGradZero else { return }
    gradPlace.fill(with: 0)
    isGradZero = false
  }

  /// The first scalars of value and gradient, for an optimizer.
  var pointers: (value: UnsafeMutablePointer<Scalar>, grad: UnsafeMutablePointer<Scalar>) {
    (valuePlace.mutablePointer(), gradPlace.mutablePointer())
  }

  /// Moves to a place in a pack.
  func move(to pack: ParameterPack<Scalar>, offset: Int) {
    var newValue = pack.valuePlace(offset: offset, shape: shape)
    var newGrad = pack.gradPlace(offset: offset, shape: shape)
    newValue.assignCopy(of: valuePlace)
    if !isGradZero { newGrad.assignCopy(of: gradPlace) }
    (valuePlace, gradPlace) = (newValue, newGrad)
    self.pack = pack
    packOffset = offset
  }

  private func requireShape(_ given: Shape, _ what: StaticString) {
    if given != shape {
      fatalError("Parameter \(name): \(what) has shape \(given), its own is \(shape)")
    }
  }
}
