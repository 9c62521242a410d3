// What layers and criterions compute with, on tensors. Shapes have been checked by the caller; the
// results take the shape of the input, in memory that is reused where possible.

extension Tensor {
  /// An activation, set to the numbers s and t.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assign(
    _ function: ActivationFunction, _ x: Tensor, _ s: Scalar = 0, _ t: Scalar = 0
  ) {
    prepareToOverwrite(shape: x.shape)
    Scalar.activate(function, x.pointer, s, t, mutablePointer(), x.count)
  }

  /// The gradient with respect to the input of an activation, from its input (of `elu`: its output).
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignBackward(
    _ function: ActivationFunction, _ x: Tensor, _ gradOutput: Tensor, _ s: Scalar = 0,
    _ t: Scalar = 0
  ) {
    prepareToOverwrite(shape: x.shape)
    Scalar.activateBackward(
      function, x.pointer, gradOutput.pointer, s, t, mutablePointer(), x.count)
  }

  /// The sum of x gradOutput over the elements that are not positive.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package static func preluSlope(_ x: Tensor, _ gradOutput: Tensor) -> Scalar {
    Scalar.preluSlope(x.pointer, gradOutput.pointer, x.count)
  }

  /// A function of matrices and rows, with as many columns as p has scalars.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignFeatures(
    _ function: FeatureMap, _ a: Tensor, _ b: Tensor? = nil, by p: Tensor, _ q: Tensor? = nil,
    _ r: Tensor? = nil
  ) {
    prepareToOverwrite(shape: a.shape)
    guard a.count > 0 else { return }
    Scalar.map(
      function, a.pointer, b?.pointer, p.pointer, q?.pointer, r?.pointer, mutablePointer(),
      a.count / p.count, p.count)
  }

  /// y = beta y + a sum over the rows of matrices with as many columns as y has scalars.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func addSum(
    _ function: FeatureSum, _ a: Tensor, _ b: Tensor? = nil, by p: Tensor? = nil, beta: Scalar
  ) {
    guard count > 0 else { return }
    Scalar.sum(
      function, a.pointer, b?.pointer, p?.pointer, beta, mutablePointer(), a.count / count, count)
  }

  /// Normalizes each row of a matrix with as many columns as `features` says.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLayerNorm(
    _ x: Tensor, _ gamma: Tensor?, _ beta: Tensor?, epsilon: Scalar, features: Int,
    normalized: inout Tensor, inverse: inout Tensor
  ) {
    let rows = features == 0 ? 0 : x.count / features
    prepareToOverwrite(shape: x.shape)
    normalized.prepareToOverwrite(shape: x.shape)
    inverse.prepareToOverwrite(shape: Shape(rows))
    Scalar.layerNorm(
      x.pointer, gamma?.pointer, beta?.pointer, epsilon, normalized.mutablePointer(),
      inverse.mutablePointer(), mutablePointer(), rows, features)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLayerNormBackward(
    _ gradOutput: Tensor, _ gamma: Tensor?, normalized: Tensor, inverse: Tensor
  ) {
    prepareToOverwrite(shape: normalized.shape)
    let rows = inverse.count
    guard rows > 0 else { return }
    Scalar.layerNormBackward(
      gradOutput.pointer, gamma?.pointer, normalized.pointer, inverse.pointer, mutablePointer(),
      rows, normalized.count / rows)
  }

  /// A loss, summed over all elements. Weights are numbers for each column of the last axis.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package static func loss(
    _ function: ElementLoss, _ x: Tensor, _ target: Tensor, _ weights: Tensor? = nil,
    positive: Tensor? = nil, at s: Scalar = 0
  ) -> Scalar {
    let (rows, columns) = x.rowsAndColumnsOfLastAxis
    return Scalar.loss(
      function, x.pointer, target.pointer, weights?.pointer, positive?.pointer, s, 0, nil, rows,
      columns)
  }

  /// alpha times the gradient of a loss.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignLossBackward(
    _ function: ElementLoss, _ x: Tensor, _ target: Tensor, _ weights: Tensor? = nil,
    positive: Tensor? = nil, at s: Scalar = 0, alpha: Scalar
  ) {
    prepareToOverwrite(shape: x.shape)
    let (rows, columns) = x.rowsAndColumnsOfLastAxis
    _ = Scalar.loss(
      function, x.pointer, target.pointer, weights?.pointer, positive?.pointer, s, alpha,
      mutablePointer(), rows, columns)
  }

  /// The margin loss of rows with class indices, summed.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package static func multiMargin(
    _ x: Tensor, indices: Tensor, _ weights: Tensor?, power: Int, margin: Scalar
  ) -> Scalar {
    Scalar.multiMargin(
      x.pointer, indices: indices.pointer, weights?.pointer, power: power, margin: margin, 0, nil,
      x.shape[0], x.shape[1])
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignMultiMarginBackward(
    _ x: Tensor, indices: Tensor, _ weights: Tensor?, power: Int, margin: Scalar, alpha: Scalar
  ) {
    prepareToOverwrite(shape: x.shape)
    _ = Scalar.multiMargin(
      x.pointer, indices: indices.pointer, weights?.pointer, power: power, margin: margin, alpha,
      mutablePointer(), x.shape[0], x.shape[1])
  }

  private var rowsAndColumnsOfLastAxis: (Int, Int) {
    let columns = shape[rank - 1]
    return (columns == 0 ? 0 : count / columns, columns)
  }

  // MARK: Blocks of columns

  /// Copies a matrix of `width` columns, this one, from the columns at `column` of a wider one. The
  /// shape of the result is given; both tensors have as many rows.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func assignColumns(of source: Tensor, from column: Int, shape: Shape) {
    prepareToOverwrite(shape: shape)
    guard count > 0 else { return }
    let rows = shape[0]
    let (width, whole) = (count / rows, source.count / rows)
    let target = mutablePointer()
    for row in 0..<rows {
      (target + row * width).update(from: source.pointer + row * whole + column, count: width)
    }
  }

  /// Copies a narrower matrix into the columns at `column` of this one.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package mutating func setColumns(_ source: Tensor, at column: Int) {
    guard count > 0, source.count > 0 else { return }
    let rows = shape[0]
    let (width, whole) = (source.count / rows, count / rows)
    let target = mutablePointer()
    for row in 0..<rows {
      (target + row * whole + column).update(from: source.pointer + row * width, count: width)
    }
  }
}
