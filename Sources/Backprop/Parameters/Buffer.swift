/// A tensor that belongs to a module's state and isn't learned: a running mean, a count of batches.
///
/// A buffer is like a `Parameter` without a gradient. It has an identity: replicas share it, files
/// keep it, and optimizers never see it. `value` reads as a snapshot, which doesn't change later;
/// assigning writes to the place where the module sees it.
///
/// ```swift
/// let mean = Buffer<Double>(name: "running_mean", Tensor.zeros([4]))
/// mean.value = Tensor([1, 2, 3, 4])
/// mean.withValue { $0.max() }  // 4, without a copy
/// ```
///
/// Names are those of PyTorch's `state_dict`, where it has the buffer too.
///
/// Torch7: the fields of a module that `parameters()` leaves out, such as `running_mean`.
public final class Buffer<Scalar: BLASScalar> {
  /// The name within its module: `running_mean`.
  public let name: String
  /// The shape, which never changes; `[]` for a single number.
  public let shape: Shape
  @exclusivity(unchecked) private(set) var place: Tensor<Scalar>

  /// Makes a buffer with an initial value.
  public init(name: String, _ value: Tensor<Scalar>) {
    self.name = name
    shape = value.shape
    place = Tensor(
      placeIn: TensorStorage(of: Scalar.self, capacity: value.count), shape: value.shape)
    place.assignCopy(of: value)
  }

  /// The number of scalars.
  public var count: Int { shape.count }

  /// The value: a snapshot when read, written through when assigned.
  ///
  /// - Complexity: O(`count`): reading copies.
  public var value: Tensor<Scalar> {
    get { place.copied() }
    set {
      requireShape(newValue.shape)
      place.assignCopy(of: newValue)
    }
  }

  // MARK: For layers

  /// Calls `body` with the value itself instead of a copy of it. The tensor must not be kept: what
  /// it shows changes with the buffer.
  public func withValue<Result>(_ body: (Tensor<Scalar>) throws -> Result) rethrows -> Result {
    try body(place.reshaped(to: shape))
  }

  /// Calls `body` to change the value in place. The tensor must not be kept.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func update(_ body: (inout Tensor<Scalar>) throws -> Void) rethrows {
    var value = place
    try body(&value)
    if value.pointer != place.pointer {
      // Another tensor was assigned: its scalars belong where the module reads them.
      requireShape(value.shape)
      place.assignCopy(of: value)
    }
  }

  private func requireShape(_ given: Shape) {
    if given != shape {
      fatalError("Buffer \(name): the value has shape \(given), its own is \(shape)")
    }
  }
}
