// Sums are cut into blocks by the shape alone, so they are the same at any number of threads.

extension Tensor {
  /// The sum of all scalars; 0 if there are none.
  public func sum() -> Scalar { Scalar.sum(pointer, count) }

  /// The mean of all scalars; NaN if there are none.
  public func mean() -> Scalar { sum() / Scalar(count) }

  /// The sum of the squares of all scalars.
  public func sumOfSquares() -> Scalar { Scalar.sumOfSquares(pointer, count) }

  /// The smallest scalar; NaN if there is one. There must be a scalar.
  public func min() -> Scalar {
    require(!isEmpty, "min of a tensor of shape \(shape)")
    return Scalar.extreme(.minimum, pointer, count)
  }

  /// The largest scalar; NaN if there is one. There must be a scalar.
  public func max() -> Scalar {
    require(!isEmpty, "max of a tensor of shape \(shape)")
    return Scalar.extreme(.maximum, pointer, count)
  }

  /// The position of the first largest scalar in row-major order, or of the first NaN.
  public func argmax() -> Int {
    require(!isEmpty, "argmax of a tensor of shape \(shape)")
    return Scalar.argmax(pointer, count)
  }

  /// The position of the first smallest scalar in row-major order, or of the first NaN.
  public func argmin() -> Int {
    require(!isEmpty, "argmin of a tensor of shape \(shape)")
    return Scalar.argmin(pointer, count)
  }

  /// The position of the first scalar that is infinite or NaN.
  public func firstNonFiniteIndex() -> Int? {
    let index = Scalar.firstNonFinite(pointer, count)
    return index < 0 ? nil : index
  }

  /// The sums along an axis, which the result lacks or, if `keepingAxis`, has with extent 1.
  ///
  /// ```swift
  /// Tensor<Double>(rows: [[1, 2], [3, 4]]).sum(axis: 0)  // [4, 6]
  /// ```
  public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
    reduce(axis: axis, keepingAxis: keepingAxis) { source, target, extent, inner in
      Scalar.sumOfRows(source, 0, target, extent, inner)
    } wholeRows: { source, target, rows, columns in
      Scalar.sumOfColumns(source, 0, target, rows, columns)
    }
  }

  /// The means along an axis; NaN where the axis has extent 0.
  public func mean(axis: Int, keepingAxis: Bool = false) -> Tensor {
    sum(axis: axis, keepingAxis: keepingAxis) / Scalar(shape[axis])
  }

  /// The smallest scalars along an axis, whose extent must not be 0.
  public func min(axis: Int, keepingAxis: Bool = false) -> Tensor {
    extreme(.minimum, axis: axis, keepingAxis: keepingAxis)
  }

  /// The largest scalars along an axis, whose extent must not be 0.
  public func max(axis: Int, keepingAxis: Bool = false) -> Tensor {
    extreme(.maximum, axis: axis, keepingAxis: keepingAxis)
  }

  /// The position of the first largest scalar (or NaN) in each row of the innermost axis: the
  /// predicted classes, from `[batch, classes]`.
  public func argmaxOfRows() -> [Int] {
    require(
      rank >= 1 && (shape[rank - 1] > 0 || shape.count(before: rank - 1) == 0),
      "argmaxOfRows of a tensor of shape \(shape)")
    let columns = shape[rank - 1]
    let rows = shape.count(before: rank - 1)
    return Array(unsafeUninitializedCapacity: rows) { buffer, initialized in
      if rows > 0, let start = buffer.baseAddress {
        Scalar.argmaxOfColumns(pointer, start, rows, columns)
      }
      initialized = rows
    }
  }

  private func extreme(_ function: ExtremeFunction, axis: Int, keepingAxis: Bool) -> Tensor {
    require(shape[axis] > 0, "\(function) along axis \(axis) of a tensor of shape \(shape)")
    return reduce(axis: axis, keepingAxis: keepingAxis) { source, target, extent, inner in
      Scalar.extremeOfRows(function, source, target, extent, inner)
    } wholeRows: { source, target, rows, columns in
      Scalar.extremeOfColumns(function, source, target, rows, columns)
    }
  }

  /// Sees the tensor as `[outer, extent, inner]` and reduces each of the outer matrices over its
  /// rows; where the axis is the innermost, all rows at once over their columns.
  private func reduce(
    axis: Int, keepingAxis: Bool,
    matrix: (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int, Int) -> Void,
    wholeRows: (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int, Int) -> Void
  ) -> Tensor {
    require(axis >= 0 && axis < rank, "no axis \(axis) in a tensor of shape \(shape)")
    let extent = shape[axis]
    let inner = shape.count(from: axis + 1)
    let outer = shape.count(before: axis)
    var reduced = shape.removing(axis: axis)
    if keepingAxis {
      reduced = shape
      reduced[axis] = 1
    }
    var result = Tensor(uninitialized: reduced)
    guard !result.isEmpty else { return result }
    let target = result.mutablePointer()
    if inner == 1 {
      wholeRows(pointer, target, outer, extent)
    } else {
      for index in 0..<outer {
        matrix(pointer + index * extent * inner, target + index * inner, extent, inner)
      }
    }
    return result
  }
}
