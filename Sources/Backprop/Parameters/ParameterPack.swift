/// The memory of parameters that lie side by side: their values, and in the same order their
/// gradients.
final class ParameterPack<Scalar: BLASScalar> {
  private let values: TensorStorage
  private let grads: TensorStorage

  /// Moves parameters, none of which is packed yet, into a new pack, in their order.
  init(moving parameters: [Parameter<Scalar>]) {
    let count = parameters.reduce(0) { $0 + $1.count }
    values = TensorStorage(of: Scalar.self, capacity: count)
    grads = TensorStorage(of: Scalar.self, capacity: count)
    var offset = 0
    for parameter in parameters {
      parameter.move(to: self, offset: offset)
      offset += parameter.count
    }
  }

  func valuePlace(offset: Int, shape: Shape) -> Tensor<Scalar> {
    place(in: values, offset: offset, shape: shape)
  }

  func gradPlace(offset: Int, shape: Shape) -> Tensor<Scalar> {
    place(in: grads, offset: offset, shape: shape)
  }

  private func place(in storage: TensorStorage, offset: Int, shape: Shape) -> Tensor<Scalar> {
    let part = TensorStorage(
      in: storage, of: Scalar.self, offset: offset, capacity: shape.count)
    return Tensor(placeIn: part, shape: shape)
  }
}
