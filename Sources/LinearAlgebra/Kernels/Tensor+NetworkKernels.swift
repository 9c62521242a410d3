// What layers and criterions compute with, on tensors. Shapes have been checked by the caller; the
// results take the shape of the input, in memory that is reused where possible.

extension Tensor {
  /// y = x where x > 0, else slope x.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLeakyReLU(_ x: Tensor, slope: Scalar) {
    prepareToOverwrite(shape: x.shape)
    Scalar.leakyReLU(x.pointer, slope, mutablePointer(), x.count)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLeakyReLUBackward(_ x: Tensor, _ gradOutput: Tensor, slope: Scalar) {
    prepareToOverwrite(shape: x.shape)
    Scalar.leakyReLUBackward(x.pointer, gradOutput.pointer, slope, mutablePointer(), x.count)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignSigmoidBackward(output y: Tensor, _ gradOutput: Tensor) {
    prepareToOverwrite(shape: y.shape)
    Scalar.sigmoidBackward(y.pointer, gradOutput.pointer, mutablePointer(), y.count)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignTanhBackward(output y: Tensor, _ gradOutput: Tensor) {
    prepareToOverwrite(shape: y.shape)
    Scalar.tanhBackward(y.pointer, gradOutput.pointer, mutablePointer(), y.count)
  }

  /// Softmax along the last axis.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignSoftmax(_ x: Tensor) {
    prepareToOverwrite(shape: x.shape)
    let (rows, columns) = x.rowsAndColumns
    Scalar.softmax(x.pointer, mutablePointer(), rows, columns)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignSoftmaxBackward(output y: Tensor, _ gradOutput: Tensor) {
    prepareToOverwrite(shape: y.shape)
    let (rows, columns) = y.rowsAndColumns
    Scalar.softmaxBackward(y.pointer, gradOutput.pointer, mutablePointer(), rows, columns)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLogSoftmax(_ x: Tensor) {
    prepareToOverwrite(shape: x.shape)
    let (rows, columns) = x.rowsAndColumns
    Scalar.logSoftmax(x.pointer, mutablePointer(), rows, columns)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLogSoftmaxBackward(output y: Tensor, _ gradOutput: Tensor) {
    prepareToOverwrite(shape: y.shape)
    let (rows, columns) = y.rowsAndColumns
    Scalar.logSoftmaxBackward(y.pointer, gradOutput.pointer, mutablePointer(), rows, columns)
  }

  /// J = diag(y) - y y' for one row y of a softmax.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignSoftmaxJacobian(_ y: Tensor) {
    let n = y.count
    prepareToOverwrite(shape: Shape(n, n))
    guard n > 0 else { return }
    let jacobian = mutablePointer()
    Scalar.fill(0, jacobian, n * n)
    Scalar.ger(n, n, -1, y.pointer, y.pointer, jacobian, n)
    Scalar.axpy(n, 1, y.pointer, 1, jacobian, n + 1)
  }

  /// Adds the product of a matrix of `vectors`, `[batch, k, n]`, and `matrix`, `[n, n]`, to the same
  /// matrix of this tensor.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func addProduct(ofRow row: Int, _ vectors: Tensor, _ matrix: Tensor) {
    let (k, n) = (vectors.shape[1], vectors.shape[2])
    guard k > 0, n > 0 else { return }
    let offset = row * k * n
    var product = TiledProduct(
      .none, .none, k, n, n, 1, vectors.pointer + offset, n, matrix.pointer, n, 1,
      mutablePointer() + offset, n)
    product.run()
  }

  /// Adds a vector to each row of a matrix.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func addRow(_ row: Tensor) {
    let target = mutablePointer()
    Scalar.applyRow(.add, target, row.pointer, target, shape[0], shape[1])
  }

  /// y = beta y + the sum of the rows of a matrix. With beta 0, y is not read.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func addSumOfRows(_ matrix: Tensor, beta: Scalar) {
    if matrix.rank != 2 || matrix.shape[1] != count {
      fatalError("the sum of the rows of a matrix \(matrix.shape) in a vector \(shape)")
    }
    Scalar.sumOfRows(matrix.pointer, beta, mutablePointer(), matrix.shape[0], matrix.shape[1])
  }

  /// Overwrites with whole numbers, as a vector.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assign(integers: [Int]) {
    prepareToOverwrite(shape: Shape(integers.count))
    let target = mutablePointer()
    integers.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { Scalar.assign(target, from: start, source.count) }
    }
  }

  /// Overwrites with a row for each index: 1 at the index, else 0.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignOneHot(indices: Tensor, classes: Int) {
    prepareToOverwrite(shape: Shape(indices.count, classes))
    let target = mutablePointer()
    Scalar.fill(0, target, count)
    Scalar.scatterOnes(indices.pointer, target, indices.count, classes)
  }

  /// alpha (x - y)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignScaledDifference(_ x: Tensor, _ y: Tensor, _ alpha: Scalar) {
    prepareToOverwrite(shape: x.shape)
    Scalar.scaleDifference(x.pointer, y.pointer, alpha, mutablePointer(), x.count)
  }

  /// The sum of (x - y)^2.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package static func squaredDistance(_ x: Tensor, _ y: Tensor) -> Scalar {
    Scalar.squaredDistance(x.pointer, y.pointer, x.count)
  }

  private var rowsAndColumns: (Int, Int) {
    let columns = shape[rank - 1]
    return (columns == 0 ? 0 : count / columns, columns)
  }
}
