// What one writes without a library: loops over Swift arrays, optimised by the compiler, on one
// thread. The generic functions are specialised for both types of scalar.

/// The order of the three loops of a matrix product.
enum LoopOrder: String, CaseIterable, Sendable {
  /// The textbook's, i, j, k: an inner product for each element.
  case ijk = "naive"
  /// Along the rows of both matrices.
  case ikj = "naive (i, k, j)"
}

enum NaiveLoops {
  /// C [m, n] = A B, with A [m, k] and B [k, n].
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func product<Scalar: BinaryFloatingPoint>(
    _ order: LoopOrder, _ a: [Scalar], _ b: [Scalar], _ m: Int, _ n: Int, _ k: Int,
    into c: inout [Scalar]
  ) {
    switch order {
    case .ijk:
      for i in 0..<m {
        for j in 0..<n {
          var sum: Scalar = 0
          for l in 0..<k { sum += a[i * k + l] * b[l * n + j] }
          c[i * n + j] = sum
        }
      }
    case .ikj:
      for i in 0..<m {
        for j in 0..<n { c[i * n + j] = 0 }
        for l in 0..<k {
          let factor = a[i * k + l]
          for j in 0..<n { c[i * n + j] += factor * b[l * n + j] }
        }
      }
    }
  }

  /// C [m, n] = A B', with A [m, k] and B [n, k].
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func productWithTransposed<Scalar: BinaryFloatingPoint>(
    _ order: LoopOrder, _ a: [Scalar], _ b: [Scalar], _ m: Int, _ n: Int, _ k: Int,
    into c: inout [Scalar]
  ) {
    switch order {
    case .ijk:
      for i in 0..<m {
        for j in 0..<n {
          var sum: Scalar = 0
          for l in 0..<k { sum += a[i * k + l] * b[j * k + l] }
          c[i * n + j] = sum
        }
      }
    case .ikj:
      for i in 0..<m {
        for j in 0..<n { c[i * n + j] = 0 }
        for l in 0..<k {
          let factor = a[i * k + l]
          for j in 0..<n { c[i * n + j] += factor * b[j * k + l] }
        }
      }
    }
  }

  /// C [m, n] = A' B, with A [k, m] and B [k, n].
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func productOfTransposed<Scalar: BinaryFloatingPoint>(
    _ order: LoopOrder, _ a: [Scalar], _ b: [Scalar], _ m: Int, _ n: Int, _ k: Int,
    into c: inout [Scalar]
  ) {
    switch order {
    case .ijk:
      for i in 0..<m {
        for j in 0..<n {
          var sum: Scalar = 0
          for l in 0..<k { sum += a[l * m + i] * b[l * n + j] }
          c[i * n + j] = sum
        }
      }
    case .ikj:
      for i in 0..<m {
        for j in 0..<n { c[i * n + j] = 0 }
        for l in 0..<k {
          let factor = a[l * m + i]
          for j in 0..<n { c[i * n + j] += factor * b[l * n + j] }
        }
      }
    }
  }

  /// Adds a row to each row of a matrix [m, n].
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func addRow<Scalar: BinaryFloatingPoint>(
    _ row: [Scalar], _ m: Int, _ n: Int, to matrix: inout [Scalar]
  ) {
    for i in 0..<m {
      for j in 0..<n { matrix[i * n + j] += row[j] }
    }
  }

  /// The sum of the rows of a matrix [m, n].
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func sumOfRows<Scalar: BinaryFloatingPoint>(
    _ matrix: [Scalar], _ m: Int, _ n: Int, into sum: inout [Scalar]
  ) {
    for j in 0..<n { sum[j] = 0 }
    for i in 0..<m {
      for j in 0..<n { sum[j] += matrix[i * n + j] }
    }
  }

  /// For each row s of probabilities [batch, n], J = diag(s) - s s', and the products of k vectors
  /// with it; vectors and products are [batch, k, n].
  @inline(never)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  static func softmaxJacobianProducts<Scalar: BinaryFloatingPoint>(
    _ order: LoopOrder, _ probabilities: [Scalar], _ vectors: [Scalar], _ batch: Int, _ k: Int,
    _ n: Int, into products: inout [Scalar]
  ) {
    var jacobian = [Scalar](repeating: 0, count: n * n)
    var product = [Scalar](repeating: 0, count: k * n)
    for row in 0..<batch {
      for i in 0..<n {
        let s = probabilities[row * n + i]
        for j in 0..<n { jacobian[i * n + j] = -s * probabilities[row * n + j] }
        jacobian[i * n + i] += s
      }
      let slice = Array(vectors[(row * k * n)..<((row + 1) * k * n)])
      Self.product(
        order, slice, jacobian, k, n, n, into: &product)
      for i in 0..<(k * n) { products[row * k * n + i] = product[i] }
    }
  }
}
