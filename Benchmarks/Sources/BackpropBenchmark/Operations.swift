import Backprop

/// The operations of the suite `ops`: naive loops against the library.
struct Operations<Scalar: BLASScalar> {
  let precision: String
  private var generator = PhiloxGenerator(seed: 2024)

  init(precision: String) { self.precision = precision }

  /// All operations at a size.
  mutating func workloads(size: Int) -> [Workload] {
    [linearForward(size), linearBackward(size), softmaxJacobianProduct(size)]
  }

  /// Elements are sums of `length` terms of magnitude at most `scale` each: two orders of summation
  /// differ by at most about length^2 roundings of a term.
  private func tolerance(_ length: Int, scale: Double) -> Double {
    2 * Double(length) * Double(length) * scale * Scalar.ulpOfOne.asDouble
  }

  private mutating func uniform(_ shape: Shape) -> Tensor<Scalar> {
    Tensor.uniform(shape, in: -1..<1, using: &generator)
  }

  /// y = x W + b, all three sizes of the product the same.
  private mutating func linearForward(_ n: Int) -> Workload {
    let layer = Linear<Scalar>(n, n, weights: .uniform(bound: 1), using: generator.split())
    let input = uniform([n, n])
    let (x, w, b) = (input.scalars, layer.weight.value.scalars, layer.bias.value.scalars)
    let naive = LoopOrder.allCases.map { order in
      let y = Box([Scalar](repeating: 0, count: n * n))
      return Workload.Variant(
        name: order.rawValue,
        run: {
          NaiveLoops.product(order, x, w, n, n, n, into: &y.value)
          NaiveLoops.addRow(b, n, n, to: &y.value)
        }, result: { y.value.map(\.asDouble) }, tolerance: tolerance(n, scale: 1))
    }
    let library = Workload.Variant(
      name: "library", run: { layer.forward(input) },
      result: { layer.output.scalars.map(\.asDouble) }, tolerance: tolerance(n, scale: 1))
    return Workload(
      name: "Linear forward", size: n, precision: precision,
      operations: 2 * Double(n) * Double(n) * Double(n), variants: naive + [library])
  }

  /// dx = dy W', dW = x' dy, db = 1' dy.
  private mutating func linearBackward(_ n: Int) -> Workload {
    let layer = Linear<Scalar>(n, n, weights: .uniform(bound: 1), using: generator.split())
    let (input, gradOutput) = (uniform([n, n]), uniform([n, n]))
    let (x, w, dy) = (input.scalars, layer.weight.value.scalars, gradOutput.scalars)
    layer.forward(input)
    let naive = LoopOrder.allCases.map { order in
      let dx = Box([Scalar](repeating: 0, count: n * n))
      let dw = Box([Scalar](repeating: 0, count: n * n))
      let db = Box([Scalar](repeating: 0, count: n))
      return Workload.Variant(
        name: order.rawValue,
        run: {
          NaiveLoops.productWithTransposed(order, dy, w, n, n, n, into: &dx.value)
          NaiveLoops.productOfTransposed(order, x, dy, n, n, n, into: &dw.value)
          NaiveLoops.sumOfRows(dy, n, n, into: &db.value)
        }, result: { (dx.value + dw.value + db.value).map(\.asDouble) },
        tolerance: tolerance(n, scale: 1))
    }
    let library = Workload.Variant(
      name: "library",
      run: {
        layer.zeroGradParameters()
        layer.backward(input, gradOutput)
      },
      result: {
        (layer.gradInput.scalars + layer.weight.grad.scalars + layer.bias.grad.scalars)
          .map(\.asDouble)
      }, tolerance: tolerance(n, scale: 1))
    return Workload(
      name: "Linear backward", size: n, precision: precision,
      operations: 4 * Double(n) * Double(n) * Double(n), variants: naive + [library])
  }

  /// The Jacobians of 8 rows of n probabilities, by 16 vectors each.
  private mutating func softmaxJacobianProduct(_ n: Int) -> Workload {
    let (batch, k) = (8, 16)
    let softmax = SoftMax<Scalar>()
    softmax.forward(uniform([batch, n]))
    let vectors = uniform([batch, k, n])
    let (s, v) = (softmax.output.scalars, vectors.scalars)
    let naive = LoopOrder.allCases.map { order in
      let products = Box([Scalar](repeating: 0, count: batch * k * n))
      return Workload.Variant(
        name: order.rawValue,
        run: {
          NaiveLoops.softmaxJacobianProducts(order, s, v, batch, k, n, into: &products.value)
        }, result: { products.value.map(\.asDouble) }, tolerance: tolerance(n, scale: 1))
    }
    let products = Box(Tensor<Scalar>())
    let library = Workload.Variant(
      name: "library", run: { products.value = softmax.jacobianProduct(vectors) },
      result: { products.value.scalars.map(\.asDouble) }, tolerance: tolerance(n, scale: 1))
    // Forming J takes n^2 multiplications, each product 2 n^2 operations.
    return Workload(
      name: "SoftMax Jacobian", size: n, precision: precision,
      operations: Double(batch) * Double(n) * Double(n) * Double(2 * k + 1),
      variants: naive + [library])
  }
}

/// A variable that closures share.
final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
