extension Tensor {
  /// The same scalars under another shape of as many scalars.
  ///
  /// - Complexity: O(1): the memory is shared until one of the two is written to.
  public func reshaped(to shape: Shape) -> Tensor {
    require(
      shape.count == count,
      "a tensor of shape \(self.shape) has \(count) scalars, shape \(shape) has \(shape.count)")
    return view(offset: 0, shape: shape)
  }

  /// The scalars as a vector.
  ///
  /// - Complexity: O(1), as `reshaped(to:)`.
  public var flattened: Tensor { reshaped(to: Shape(count)) }

  /// The transpose of a matrix; of a tensor of higher rank, of each of its innermost matrices.
  ///
  /// In a product there is no need to form it: see `transpose`.
  public func transposed() -> Tensor {
    require(rank >= 2, "a tensor of shape \(shape) has no transpose")
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    var transposedShape = shape
    transposedShape[rank - 2] = columns
    transposedShape[rank - 1] = rows
    var result = Tensor(uninitialized: transposedShape)
    let target = result.mutablePointer()
    let size = rows * columns
    guard size > 0 else { return result }
    for offset in stride(from: 0, to: count, by: size) {
      Scalar.transpose(pointer + offset, target + offset, rows, columns)
    }
    return result
  }

  /// The slices at the given positions of the outermost axis: `batch.rows(0..<32)`.
  ///
  /// - Complexity: O(1): the memory is shared until one of the two is written to.
  public func rows(_ range: Range<Int>) -> Tensor {
    require(
      rank >= 1 && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "rows \(range) of a tensor of shape \(shape)")
    var part = shape
    part[0] = range.count
    return view(offset: range.lowerBound * shape.count(from: 1), shape: part)
  }

  /// The slice at a position of the outermost axis, with that axis removed.
  ///
  /// - Complexity: O(1), as `rows(_:)`.
  public func row(_ index: Int) -> Tensor {
    rows(index..<(index + 1)).reshaped(to: shape.removing(axis: 0))
  }

  /// The rows with the given positions, in that order; a position may come more than once.
  public func rows(at indices: [Int]) -> Tensor {
    var result = Tensor()
    result.assignRows(of: self, at: indices[...])
    return result
  }

  /// Overwrites this tensor with the rows of another that stand at the given positions.
  ///
  /// Allocates nothing when the tensor already has the memory: a training loop gathers its
  /// shuffled batches with it.
  public mutating func assignRows(of source: Tensor, at indices: ArraySlice<Int>) {
    require(source.rank >= 1, "a tensor of shape [] has no rows")
    var gathered = source.shape
    gathered[0] = indices.count
    let rows = source.shape[0]
    let width = source.shape.count(from: 1)
    prepareToOverwrite(shape: gathered)
    let target = mutablePointer()
    var position = 0
    for index in indices {
      require(index >= 0 && index < rows, "row \(index) of a tensor of shape \(source.shape)")
      Scalar.copy(source.pointer + index * width, target + position * width, width)
      position += 1
    }
  }

  /// Tensors that differ in their outermost extent only, one below the other.
  public static func concatenating(rows tensors: [Tensor]) -> Tensor {
    guard let first = tensors.first else { return Tensor() }
    require(first.rank >= 1, "a tensor of shape [] has no rows to join")
    let rowShape = first.shape.removing(axis: 0)
    var total = first.shape
    total[0] = 0
    for tensor in tensors {
      require(
        tensor.rank >= 1 && tensor.shape.removing(axis: 0) == rowShape,
        "rows of shape \(tensor.shape) can't be joined to rows of shape \(first.shape)")
      total[0] += tensor.shape[0]
    }
    var result = Tensor(uninitialized: total)
    var target = result.mutablePointer()
    for tensor in tensors {
      Scalar.copy(tensor.pointer, target, tensor.count)
      target += tensor.count
    }
    return result
  }

  /// The scalars converted to another type, each rounded to the nearest.
  public func converted<Other: BLASScalar>(to type: Other.Type = Other.self) -> Tensor<Other> {
    var result = Tensor<Other>(uninitialized: shape)
    let target = result.mutablePointer()
    Scalar.convert(pointer, target, count)
    return result
  }
}
