/// The memory of parameters that lie side by side: their values, and in the same order their
/// gradients.
final class ParameterPack<Scalar: BLASScalar> {
  private let values: TensorStorage<Scalar>
  private let grads: TensorStorage<Scalar>

  /// Moves parameters, none of which is packed yet, into a new pack, in their order.
  init(moving parameters: [Parameter<Scalar>]) {
    let count = parameters.reduce(0) { $0 + $1.count }
    values = TensorStorage(capacity: count)
    grads = TensorStorage(capacity: count)
    var offset = 0
    for parameter in parameters {
      parameter.move(to: self, offset: offset)
      offset += parameter.count
    }
  }

  func valuePlace(offset: Int, shape: Shape) -> Tensor<Scalar> {
    Tensor(
      placeIn: TensorStorage(in: values, offset: offset, capacity: shape.count), shape: shape)
  }

  func gradPlace(offset: Int, shape: Shape) -> Tensor<Scalar> {
    Tensor(placeIn: TensorStorage(in: grads, offset: offset, capacity: shape.count), shape: shape)
  }
}
