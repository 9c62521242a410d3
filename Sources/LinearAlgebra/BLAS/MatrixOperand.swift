/// A matrix as an operand of a product: as it stands, or transposed.
///
/// Made by `Tensor.transpose`; products take it where they take a matrix, and read the matrix
/// transposed without forming the transpose.
///
/// ```swift
/// let gram = matmul(x.transpose, x)
/// ```
@frozen public struct MatrixOperand<Scalar: BLASScalar>: Sendable {
  @usableFromInline package let tensor: Tensor<Scalar>
  @usableFromInline package let transposition: Transposition

  @inlinable package init(_ tensor: Tensor<Scalar>, _ transposition: Transposition = .none) {
    require(tensor.rank == 2, "a tensor of shape \(tensor.shape) is not a matrix")
    self.tensor = tensor
    self.transposition = transposition
  }

  /// The rows of the operand: of the transpose, if it is transposed.
  @inlinable public var rows: Int { tensor.shape[transposition == .none ? 0 : 1] }
  /// The columns of the operand.
  @inlinable public var columns: Int { tensor.shape[transposition == .none ? 1 : 0] }
  /// The operand transposed.
  @inlinable public var transpose: MatrixOperand {
    MatrixOperand(tensor, transposition == .none ? .transposed : .none)
  }
}

extension Tensor {
  /// The matrix, to be read transposed by a product.
  ///
  /// - Complexity: O(1): nothing is moved. To get the transpose as a tensor use `transposed()`.
  @inlinable public var transpose: MatrixOperand<Scalar> { MatrixOperand(self, .transposed) }
}
