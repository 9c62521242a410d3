import LinearAlgebra

/// A matrix of doubles with the textbook algorithms that tests compare with.
struct NaiveMatrix {
  let rows: Int
  let columns: Int
  var values: [Double]

  init(rows: Int, columns: Int, _ values: [Double]) {
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  /// A matrix, or a vector as a single column.
  init<Scalar>(_ tensor: Tensor<Scalar>) {
    self.init(
      rows: tensor.shape[0], columns: tensor.rank == 2 ? tensor.shape[1] : 1, tensor.doubles)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  var transpose: NaiveMatrix {
    var result = NaiveMatrix(rows: columns, columns: rows, values)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// The magnitudes of the elements.
  var magnitudes: NaiveMatrix {
    NaiveMatrix(rows: rows, columns: columns, values.map(\.magnitude))
  }

  /// The Frobenius norm.
  var norm: Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  static func identity(_ size: Int) -> NaiveMatrix {
    NaiveMatrix(
      rows: size, columns: size,
      (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 })
  }

  static func - (left: NaiveMatrix, right: NaiveMatrix) -> NaiveMatrix {
    precondition(left.rows == right.rows && left.columns == right.columns)
    return NaiveMatrix(
      rows: left.rows, columns: left.columns, zip(left.values, right.values).map { $0 - $1 })
  }

  static func * (left: NaiveMatrix, right: NaiveMatrix) -> NaiveMatrix {
    precondition(left.columns == right.rows)
    let width = right.columns
    var product = [Double](repeating: 0, count: left.rows * width)
    // Pointers: tests without optimisation would take long over checked indices.
    left.values.withUnsafeBufferPointer { a in
      right.values.withUnsafeBufferPointer { b in
        product.withUnsafeMutableBufferPointer { c in
          for row in 0..<left.rows {
            for inner in 0..<left.columns {
              let factor = a[row * left.columns + inner]
              for column in 0..<width {
                c[row * width + column] += factor * b[inner * width + column]
              }
            }
          }
        }
      }
    }
    return NaiveMatrix(rows: left.rows, columns: width, product)
  }
}
