// Matrix products: `matmul` for a new tensor, `setProduct` and `addProduct` into one that is there.

/// The product of two matrices, A B, with shapes `[m, k]` and `[k, n]`.
///
/// ```swift
/// matmul(a, b)
/// matmul(a.transpose, b)
/// ```
public func matmul<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
  matmul(MatrixOperand(a), MatrixOperand(b))
}

/// The product of a transposed matrix and a matrix.
public func matmul<Scalar>(_ a: MatrixOperand<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
  matmul(a, MatrixOperand(b))
}

/// The product of a matrix and a transposed matrix.
public func matmul<Scalar>(_ a: Tensor<Scalar>, _ b: MatrixOperand<Scalar>) -> Tensor<Scalar> {
  matmul(MatrixOperand(a), b)
}

/// The product of two transposed matrices.
public func matmul<Scalar>(
  _ a: MatrixOperand<Scalar>, _ b: MatrixOperand<Scalar>
) -> Tensor<Scalar> {
  var product = Tensor<Scalar>()
  product.setProduct(a, b)
  return product
}

/// The product of a matrix `[m, n]` and a vector `[n]` (BLAS: gemv).
public func matvec<Scalar>(_ a: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
  matvec(MatrixOperand(a), x)
}

/// The product of a transposed matrix and a vector (BLAS: gemv).
public func matvec<Scalar>(_ a: MatrixOperand<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
  var product = Tensor<Scalar>.zeros(Shape(a.rows))
  product.addProduct(a, vector: x)
  return product
}

extension Tensor {
  /// C = alpha A B (BLAS: gemm). Takes the shape of the product; must be neither A nor B.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func setProduct(_ a: Tensor, _ b: Tensor, alpha: Scalar = 1) {
    assignProduct(a, .none, b, .none, alpha: alpha)
  }

  /// C = alpha A' B.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func setProduct(_ a: MatrixOperand<Scalar>, _ b: Tensor, alpha: Scalar = 1) {
    assignProduct(a.tensor, a.transposition, b, .none, alpha: alpha)
  }

  /// C = alpha A B'.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func setProduct(_ a: Tensor, _ b: MatrixOperand<Scalar>, alpha: Scalar = 1) {
    assignProduct(a, .none, b.tensor, b.transposition, alpha: alpha)
  }

  /// C = alpha op(A) op(B).
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func setProduct(
    _ a: MatrixOperand<Scalar>, _ b: MatrixOperand<Scalar>, alpha: Scalar = 1
  ) {
    assignProduct(a.tensor, a.transposition, b.tensor, b.transposition, alpha: alpha)
  }

  /// C = alpha A B + beta C (BLAS: gemm). With beta 0, C is not read.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addProduct(_ a: Tensor, _ b: Tensor, alpha: Scalar = 1, beta: Scalar = 1) {
    accumulateProduct(a, .none, b, .none, alpha: alpha, beta: beta)
  }

  /// C = alpha A' B + beta C.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addProduct(
    _ a: MatrixOperand<Scalar>, _ b: Tensor, alpha: Scalar = 1, beta: Scalar = 1
  ) {
    accumulateProduct(a.tensor, a.transposition, b, .none, alpha: alpha, beta: beta)
  }

  /// C = alpha A B' + beta C.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addProduct(
    _ a: Tensor, _ b: MatrixOperand<Scalar>, alpha: Scalar = 1, beta: Scalar = 1
  ) {
    accumulateProduct(a, .none, b.tensor, b.transposition, alpha: alpha, beta: beta)
  }

  /// C = alpha op(A) op(B) + beta C.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addProduct(
    _ a: MatrixOperand<Scalar>, _ b: MatrixOperand<Scalar>, alpha: Scalar = 1, beta: Scalar = 1
  ) {
    accumulateProduct(
      a.tensor, a.transposition, b.tensor, b.transposition, alpha: alpha, beta: beta)
  }

  // The products above take their operands apart at once: to copy them costs as much as the smallest
  // products.

  @inline(__always)
  private mutating func assignProduct(
    _ a: Tensor, _ transposeA: Transposition, _ b: Tensor, _ transposeB: Transposition,
    alpha: Scalar
  ) {
    let (m, n, k) = productSizes(a, transposeA, b, transposeB)
    prepareToOverwrite(shape: Shape(m, n))
    compute(m, n, k, a, transposeA, b, transposeB, alpha: alpha, beta: 0)
  }

  @inline(__always)
  private mutating func accumulateProduct(
    _ a: Tensor, _ transposeA: Transposition, _ b: Tensor, _ transposeB: Transposition,
    alpha: Scalar, beta: Scalar
  ) {
    let (m, n, k) = productSizes(a, transposeA, b, transposeB)
    require(
      rank == 2 && shape[0] == m && shape[1] == n,
      "matrix product: the result is [\(m), \(n)], the tensor to hold it \(shape)")
    compute(m, n, k, a, transposeA, b, transposeB, alpha: alpha, beta: beta)
  }

  @inline(__always)
  private func productSizes(
    _ a: Tensor, _ transposeA: Transposition, _ b: Tensor, _ transposeB: Transposition
  ) -> (m: Int, n: Int, k: Int) {
    require(
      a.rank == 2 && b.rank == 2, "matrix product of \(a.shape) and \(b.shape): not matrices")
    let (m, k) = transposeA == .none ? (a.shape[0], a.shape[1]) : (a.shape[1], a.shape[0])
    let (rows, n) = transposeB == .none ? (b.shape[0], b.shape[1]) : (b.shape[1], b.shape[0])
    require(rows == k, "matrix product: [\(m), \(k)] does not fit [\(rows), \(n)]")
    return (m, n, k)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private mutating func compute(
    _ m: Int, _ n: Int, _ k: Int, _ a: Tensor, _ transposeA: Transposition, _ b: Tensor,
    _ transposeB: Transposition, alpha: Scalar, beta: Scalar
  ) {
    guard m > 0, n > 0 else { return }
    let c = mutablePointer()
    require(
      c != a.pointer && c != b.pointer,
      "matrix product: the result can't be one of the operands")
    guard k > 0 else {
      scaleOrClear(c, beta)
      return
    }
    var product = TiledProduct(
      transposeA, transposeB, m, n, k, alpha, a.pointer, transposeA == .none ? k : m, b.pointer,
      transposeB == .none ? n : k, beta, c, n)
    product.run()
  }

  /// y = alpha op(A) x + beta y, for a vector x (BLAS: gemv). With beta 0, y is not read.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addProduct(
    _ a: MatrixOperand<Scalar>, vector x: Tensor, alpha: Scalar = 1, beta: Scalar = 1
  ) {
    require(
      x.rank == 1 && x.count == a.columns && rank == 1 && count == a.rows,
      "matrix-vector product: [\(a.rows), \(a.columns)] by \(x.shape) into \(shape)")
    guard !isEmpty else { return }
    let y = mutablePointer()
    require(y != x.pointer, "matrix-vector product: the result can't be the operand")
    // Not left to BLAS: versions differ in whether beta 0 keeps the NaN of a y never written.
    if beta != 1 { scaleOrClear(y, beta) }
    guard !x.isEmpty else { return }
    Scalar.gemv(
      a.transposition, a.tensor.shape[0], a.tensor.shape[1], alpha, a.tensor.pointer,
      a.tensor.shape[1], x.pointer, 1, y)
  }

  /// A += alpha x y', for vectors x and y (BLAS: ger).
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addOuterProduct(_ x: Tensor, _ y: Tensor, alpha: Scalar = 1) {
    require(
      x.rank == 1 && y.rank == 1 && rank == 2 && shape[0] == x.count && shape[1] == y.count,
      "outer product of \(x.shape) and \(y.shape) into \(shape)")
    guard !isEmpty else { return }
    Scalar.ger(x.count, y.count, alpha, x.pointer, y.pointer, mutablePointer(), y.count)
  }

  /// C = alpha A A' + beta C, a symmetric matrix of which both triangles are filled (BLAS: syrk,
  /// which does half the work of gemm). With beta 0, C is not read; with another it must be
  /// symmetric.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addSymmetricProduct(
    _ a: Tensor, alpha: Scalar = 1, beta: Scalar = 1
  ) {
    addSymmetricProduct(MatrixOperand(a), alpha: alpha, beta: beta)
  }

  /// C = alpha op(A) op(A)' + beta C: for `x.transpose`, x' x.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func addSymmetricProduct(
    _ a: MatrixOperand<Scalar>, alpha: Scalar = 1, beta: Scalar = 1
  ) {
    let (n, k) = (a.rows, a.columns)
    require(
      rank == 2 && shape[0] == n && shape[1] == n,
      "symmetric product of [\(n), \(k)] into \(shape)")
    guard n > 0 else { return }
    let c = mutablePointer()
    guard k > 0 else {
      scaleOrClear(c, beta)
      return
    }
    Scalar.syrk(
      a.transposition, n, k, alpha, a.tensor.pointer, a.tensor.shape[1], beta, c, n)
    Scalar.mirrorUpperTriangle(c, n)
  }

  private func scaleOrClear(_ target: UnsafeMutablePointer<Scalar>, _ beta: Scalar) {
    if beta == 0 {
      Scalar.fill(0, target, count)
    } else {
      Scalar.affine(target, beta, 0, target, count)
    }
  }
}
