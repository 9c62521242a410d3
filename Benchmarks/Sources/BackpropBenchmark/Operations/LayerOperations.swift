import Backprop

/// The layer `Linear` and the Jacobian of `SoftMax` at a size: naive loops in both orders, and for
/// `Linear` the floor, against the library.
struct LayerOperations<Scalar: BenchmarkScalar> {
  let threads: Int
  private let orders: [LoopOrder]
  private var generator = PhiloxGenerator(seed: 2024)

  init(threads: Int, orders: [LoopOrder]) {
    self.threads = threads
    self.orders = orders
  }

  mutating func workloads(size: Int) -> [Workload] {
    [linearForward(size), linearBackward(size), softmaxJacobianProduct(size)]
  }

  /// Elements are sums of `length` terms of magnitude at most 1: two orders of summation differ by
  /// at most about length^2 roundings of a term.
  private func tolerance(_ length: Int) -> Double {
    2 * Double(length) * Double(length) * Scalar.precision.ulpOfOne
  }

  private mutating func uniform(_ shape: Shape) -> Tensor<Scalar> {
    Tensor.uniform(shape, in: -1..<1, using: &generator)
  }

  private func workload(
    _ name: String, _ n: Int, operations: Double, _ variants: [CheckedVariant]
  ) -> Workload {
    .operation(
      name, detail: "\(n)", Scalar.precision, operations: operations, tolerance: tolerance(n),
      variants)
  }

  /// y = x W + b, all three sizes of the product the same.
  private mutating func linearForward(_ n: Int) -> Workload {
    let layer = Linear<Scalar>(n, n, weights: .uniform(bound: 1), using: generator.split())
    let input = uniform([n, n])
    let (x, w, b) = (input.scalars, layer.weight.value.scalars, layer.bias.value.scalars)
    let naive = orders.map { order in
      let y = Box([Scalar](repeating: 0, count: n * n))
      return CheckedVariant(
        .naive(order.rawValue) {
          NaiveLoops.product(order, x, w, n, n, n, into: &y.value)
          NaiveLoops.addRow(b, n, n, to: &y.value)
        }, result: { y.value.map(\.asDouble) })
    }
    let library = CheckedVariant(
      .library(threads: threads) { layer.forward(input) }, result: { layer.output.doubles })
    return workload(
      "Linear forward", n, operations: 2 * Double(n) * Double(n) * Double(n), naive + [library])
  }

  /// dx = dy W', dW = x' dy, db = 1' dy.
  private mutating func linearBackward(_ n: Int) -> Workload {
    let layer = Linear<Scalar>(n, n, weights: .uniform(bound: 1), using: generator.split())
    let (input, gradOutput) = (uniform([n, n]), uniform([n, n]))
    let (x, w, dy) = (input.scalars, layer.weight.value.scalars, gradOutput.scalars)
    layer.forward(input)
    let naive = orders.map { order in
      let dx = Box([Scalar](repeating: 0, count: n * n))
      let dw = Box([Scalar](repeating: 0, count: n * n))
      let db = Box([Scalar](repeating: 0, count: n))
      return CheckedVariant(
        .naive(order.rawValue) {
          NaiveLoops.productWithTransposed(order, dy, w, n, n, n, into: &dx.value)
          NaiveLoops.productOfTransposed(order, x, dy, n, n, n, into: &dw.value)
          NaiveLoops.sumOfRows(dy, n, n, into: &db.value)
        }, result: { (dx.value + dw.value + db.value).map(\.asDouble) })
    }
    let library = CheckedVariant(
      .library(threads: threads) {
        layer.zeroGradParameters()
        layer.backward(input, gradOutput)
      },
      result: {
        layer.gradInput.doubles + layer.weight.grad.doubles + layer.bias.grad.doubles
      })
    return workload(
      "Linear backward", n, operations: 4 * Double(n) * Double(n) * Double(n), naive + [library])
  }

  /// The Jacobians of 8 rows of n probabilities, by 16 vectors each.
  private mutating func softmaxJacobianProduct(_ n: Int) -> Workload {
    let (batch, k) = (8, 16)
    let softmax = SoftMax<Scalar>()
    softmax.forward(uniform([batch, n]))
    let vectors = uniform([batch, k, n])
    let (s, v) = (softmax.output.scalars, vectors.scalars)
    let naive = orders.map { order in
      let products = Box([Scalar](repeating: 0, count: batch * k * n))
      return CheckedVariant(
        .naive(order.rawValue) {
          NaiveLoops.softmaxJacobianProducts(order, s, v, batch, k, n, into: &products.value)
        }, result: { products.value.map(\.asDouble) })
    }
    let products = Box(Tensor<Scalar>())
    let library = CheckedVariant(
      .library(threads: threads) { products.value = softmax.jacobianProduct(vectors) },
      result: { products.value.doubles })
    // Forming J takes n^2 multiplications, each product 2 n^2 operations.
    return workload(
      "SoftMax Jacobian", n, operations: Double(batch) * Double(n) * Double(n) * Double(2 * k + 1),
      naive + [library])
  }
}
