// Operators between tensors, element by element. Both have the same shape, or the right one is
// broadcast: a row over the rows of a matrix (a bias over a batch), or a column `[rows, 1]` over
// its columns. A tensor of a single scalar and rank 0 isn't special: use its `scalar`.

extension Tensor {
  /// The sum of two tensors, element by element; a row or a column is broadcast over a matrix.
  public static func + (left: Tensor, right: Tensor) -> Tensor { broadcast(.add, left, right) }
  /// The difference of two tensors, element by element; a row or a column is broadcast.
  public static func - (left: Tensor, right: Tensor) -> Tensor { broadcast(.subtract, left, right) }
  /// The product of two tensors, element by element (for matrix products see `matmul`); a row or a
  /// column is broadcast.
  public static func * (left: Tensor, right: Tensor) -> Tensor { broadcast(.multiply, left, right) }
  /// The quotient of two tensors, element by element; a row or a column is broadcast.
  public static func / (left: Tensor, right: Tensor) -> Tensor { broadcast(.divide, left, right) }

  /// Adds a tensor, row or column in place.
  public static func += (left: inout Tensor, right: Tensor) { left.combine(.add, right) }
  /// Subtracts a tensor, row or column in place.
  public static func -= (left: inout Tensor, right: Tensor) { left.combine(.subtract, right) }
  /// Multiplies by a tensor, row or column in place, element by element.
  public static func *= (left: inout Tensor, right: Tensor) { left.combine(.multiply, right) }
  /// Divides by a tensor, row or column in place, element by element.
  public static func /= (left: inout Tensor, right: Tensor) { left.combine(.divide, right) }

  /// Every scalar negated.
  public static prefix func - (tensor: Tensor) -> Tensor { tensor.applying(.negate) }

  /// Adds a scalar to every scalar.
  public static func + (left: Tensor, right: Scalar) -> Tensor { left.affine(1, right) }
  /// Adds a scalar to every scalar.
  public static func + (left: Scalar, right: Tensor) -> Tensor { right.affine(1, left) }
  /// Subtracts a scalar from every scalar.
  public static func - (left: Tensor, right: Scalar) -> Tensor { left.affine(1, -right) }
  /// Subtracts every scalar from a scalar.
  public static func - (left: Scalar, right: Tensor) -> Tensor { right.affine(-1, left) }
  /// Multiplies every scalar by a scalar.
  public static func * (left: Tensor, right: Scalar) -> Tensor { left.affine(right, -0.0) }
  /// Multiplies every scalar by a scalar.
  public static func * (left: Scalar, right: Tensor) -> Tensor { right.affine(left, -0.0) }
  /// Divides every scalar by a scalar.
  public static func / (left: Tensor, right: Scalar) -> Tensor {
    var result = Tensor(uninitialized: left.shape)
    divide(left.pointer, right, result.mutablePointer(), left.count)
    return result
  }
  /// Divides a scalar by every scalar.
  public static func / (left: Scalar, right: Tensor) -> Tensor {
    var result = Tensor(uninitialized: right.shape)
    Scalar.divide(left, by: right.pointer, result.mutablePointer(), right.count)
    return result
  }

  /// Adds a scalar to every scalar in place.
  public static func += (left: inout Tensor, right: Scalar) { left.makeAffine(1, right) }
  /// Subtracts a scalar from every scalar in place.
  public static func -= (left: inout Tensor, right: Scalar) { left.makeAffine(1, -right) }
  /// Multiplies every scalar by a scalar in place.
  public static func *= (left: inout Tensor, right: Scalar) { left.makeAffine(right, -0.0) }

  /// Divides every scalar by a scalar in place.
  public static func /= (left: inout Tensor, right: Scalar) {
    let target = left.mutablePointer()
    divide(target, right, target, left.count)
  }

  /// Overwrites this tensor with a function of two tensors of the same shape, element by element.
  ///
  /// Allocates nothing when the memory is there: `gradInput.assign(.multiply, gradOutput, mask)`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func assign(_ function: BinaryFunction, _ left: Tensor, _ right: Tensor) {
    require(
      left.shape == right.shape, "\(function): shapes \(left.shape) and \(right.shape) differ")
    prepareToOverwrite(shape: left.shape)
    Scalar.apply(function, left.pointer, right.pointer, mutablePointer(), left.count)
  }

  /// Overwrites this tensor with an operation on a tensor and another one that is broadcast over it
  /// as by the operators: a row over a matrix, or a column `[rows, 1]`.
  ///
  /// Allocates nothing when the memory is there: `output.assign(.multiply, input, broadcasting: row)`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func assign(
    _ function: ArithmeticFunction, _ left: Tensor, broadcasting right: Tensor
  ) {
    guard let broadcast = Broadcast(of: right.shape, over: left.shape) else {
      fatalError("\(function): a tensor of shape \(left.shape) by one of shape \(right.shape)")
    }
    prepareToOverwrite(shape: left.shape)
    Self.combine(function, left.pointer, right.pointer, mutablePointer(), count, broadcast)
  }

  /// Adds a multiple of a tensor of the same number of scalars in place (BLAS: axpy).
  public mutating func add(_ other: Tensor, scaledBy scale: Scalar) {
    require(
      count == other.count, "add: shapes \(shape) and \(other.shape) differ in their counts")
    if scale == 0 {
      // BLAS would not read the other tensor; here its NaN propagates.
      Scalar.axpby(scale, other.pointer, 1, mutablePointer(), count)
    } else {
      Scalar.axpy(count, scale, other.pointer, 1, mutablePointer(), 1)
    }
  }

  /// Sets every scalar to one value.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func fill(with value: Scalar) {
    // A copy of the old scalars would be wasted on a tensor that others look at.
    prepareToOverwrite(shape: shape)
    Scalar.fill(value, mutablePointer(), count)
  }

  /// All of it is one row, divided by a column of one scalar.
  private static func divide(
    _ x: UnsafePointer<Scalar>, _ divisor: Scalar, _ y: UnsafeMutablePointer<Scalar>, _ count: Int
  ) {
    withUnsafePointer(to: divisor) { Scalar.applyColumn(.divide, x, $0, y, 1, count) }
  }

  /// alpha x + beta. Products take -0 for beta, which alone changes no sum: 0 would make -0 a 0.
  private func affine(_ alpha: Scalar, _ beta: Scalar) -> Tensor {
    var result = Tensor(uninitialized: shape)
    Scalar.affine(pointer, alpha, beta, result.mutablePointer(), count)
    return result
  }

  private mutating func makeAffine(_ alpha: Scalar, _ beta: Scalar) {
    let target = mutablePointer()
    Scalar.affine(target, alpha, beta, target, count)
  }
}

// MARK: - Broadcasting

/// How the scalars of a smaller right operand repeat over those of the left one.
private enum Broadcast {
  case none
  /// The right shape is the innermost part of the left one.
  case row(rows: Int, columns: Int)
  /// The right shape is the left one with the last extent 1.
  case column(rows: Int, columns: Int)

  init?(of small: Shape, over large: Shape) {
    if small == large {
      self = .none
      return
    }
    // A leading extent of 1 changes nothing: [1, columns] is a row too.
    var row = small
    while row.rank > 1, row[0] == 1 { row = row.removing(axis: 0) }
    if row.rank >= 1, row.rank < large.rank,
      (0..<row.rank).allSatisfy({ row[$0] == large[large.rank - row.rank + $0] })
    {
      self = .row(rows: large.count(before: large.rank - row.rank), columns: row.count)
      return
    }
    let innermost = large.rank - 1
    if small.rank == large.rank, innermost >= 0, small[innermost] == 1,
      (0..<innermost).allSatisfy({ small[$0] == large[$0] })
    {
      self = .column(rows: small.count, columns: large[innermost])
      return
    }
    return nil
  }
}

extension Tensor {
  private static func broadcast(
    _ function: ArithmeticFunction, _ left: Tensor, _ right: Tensor
  ) -> Tensor {
    if let broadcast = Broadcast(of: right.shape, over: left.shape) {
      var result = Tensor(uninitialized: left.shape)
      let target = result.mutablePointer()
      combine(function, left.pointer, right.pointer, target, left.count, broadcast)
      return result
    }
    // Reversed, the small operand is written out first: rare, and clearer than eight more kernels.
    guard Broadcast(of: left.shape, over: right.shape) != nil else {
      fatalError("\(function): shapes \(left.shape) and \(right.shape) do not fit")
    }
    // Times 1 rather than plus 0, which would lose the sign of -0.
    let expanded = broadcast(.multiply, ones(right.shape), left)
    return broadcast(function, expanded, right)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private mutating func combine(_ function: ArithmeticFunction, _ right: Tensor) {
    guard let broadcast = Broadcast(of: right.shape, over: shape) else {
      fatalError("\(function): a tensor of shape \(shape) by one of shape \(right.shape)")
    }
    let target = mutablePointer()
    Self.combine(function, target, right.pointer, target, count, broadcast)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private static func combine(
    _ function: ArithmeticFunction, _ left: UnsafePointer<Scalar>, _ right: UnsafePointer<Scalar>,
    _ target: UnsafeMutablePointer<Scalar>, _ count: Int, _ broadcast: Broadcast
  ) {
    switch broadcast {
    case .none:
      Scalar.apply(function.elementwise, left, right, target, count)
    case .row(let rows, let columns):
      Scalar.applyRow(function, left, right, target, rows, columns)
    case .column(let rows, let columns):
      Scalar.applyColumn(function, left, right, target, rows, columns)
    }
  }
}
