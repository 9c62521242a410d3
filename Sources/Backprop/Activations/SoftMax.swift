/// Turns each row into probabilities.
///
/// ```
/// y_i = exp(x_i) / sum_j exp(x_j)
/// dx  = J dy,  J = diag(y) - y y'
/// ```
///
/// - Input and output have the same shape; a row is what lies along the last axis.
/// - The largest element of a row is subtracted first, so nothing overflows. A row with NaN or
///   +infinity, or of -infinity alone, becomes NaN.
///
/// As the last layer before a loss prefer `CrossEntropyCriterion` on the logits: it is more exact.
///
/// Torch7: `nn.SoftMax()` (for vectors and batches of them).
///
/// ```swift
/// let softmax = SoftMax<Double>()
/// softmax.forward(Tensor(rows: [[0, 0], [0, 1]]))
/// softmax.jacobian(row: 1)                   // [2, 2]
/// softmax.jacobianProduct(Tensor.ones([2, 5, 2]))  // 5 products a row
/// ```
public final class SoftMax<Scalar: BLASScalar>: Module<Scalar> {
  /// How `backward` multiplies by the Jacobian.
  package enum BackwardRoute: CaseIterable {
    /// One pass over each row, without forming the Jacobian: n operations instead of n^2.
    case fused
    /// By `jacobianProduct`, which forms it.
    case jacobian
  }
  package var backwardRoute = BackwardRoute.fused
  private var jacobian = Tensor<Scalar>()

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    require(input.rank >= 1, "input", expected: "[batch, features]", got: input.shape)
    output.assignSoftmax(input)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput)
    switch backwardRoute {
    case .fused:
      gradInput.assignSoftmaxBackward(output: output, gradOutput)
    case .jacobian:
      let features = output.shape[output.rank - 1]
      let rows = features == 0 ? 0 : output.count / features
      let vectors = gradOutput.reshaped(to: Shape([rows, 1, features]))
      gradInput = jacobianProduct(vectors).reshaped(to: output.shape)
    }
  }

  /// The Jacobian of a row of the last output, J = diag(y) - y y', `[features, features]`.
  ///
  /// - Complexity: O(features^2): formed anew at each call.
  public func jacobian(row: Int) -> Tensor<Scalar> {
    let rows = outputRows
    requireFit(row >= 0 && row < rows.shape[0], "row \(row)")
    var jacobian = Tensor<Scalar>()
    jacobian.assignSoftmaxJacobian(rows.row(row))
    return jacobian
  }

  /// The products of the Jacobians of the last output with vectors: for each row b of the output and
  /// each of K vectors, J_b v.
  ///
  /// `vectors` and the result are `[batch, K, features]`. One Jacobian is held at a time. J is
  /// symmetric, so these are the products from the left as well as from the right.
  public func jacobianProduct(_ vectors: Tensor<Scalar>) -> Tensor<Scalar> {
    let rows = outputRows
    let (batch, features) = (rows.shape[0], rows.shape[1])
    requireFit(
      vectors.rank == 3 && vectors.shape[0] == batch && vectors.shape[2] == features,
      "vectors of shape \(vectors.shape)")
    let perRow = vectors.shape[1]
    var products = Tensor<Scalar>.zeros(Shape([batch, perRow, features]))
    for row in 0..<batch {
      jacobian.assignSoftmaxJacobian(rows.row(row))
      products.addProduct(ofRow: row, vectors, jacobian)
    }
    return products
  }

  /// The output as a matrix of its rows.
  private var outputRows: Tensor<Scalar> {
    guard output.rank != 2 else { return output }
    let features = output.shape.last ?? 0
    return output.reshaped(to: Shape(features == 0 ? 0 : output.count / features, features))
  }

  private func requireFit(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition {
      fatalError("\(label): \(what()) can't belong to its output of shape \(output.shape)")
    }
  }

  public override func outputShape(for inputShape: Shape) throws -> Shape {
    guard inputShape.rank >= 1 else {
      throw ShapeError(self, expected: "[batch, features]", given: inputShape)
    }
    return inputShape
  }

  public override func makeReplica() -> Module<Scalar> {
    let replica = SoftMax()
    replica.backwardRoute = backwardRoute
    return replica
  }
}
