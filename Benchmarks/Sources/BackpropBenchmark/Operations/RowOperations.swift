import Backprop

/// Softmax and the criterions on logits [batch, classes].
struct RowOperations<Scalar: BenchmarkScalar> {
  let threads: Int
  let batch: Int
  let classes: Int
  let peers: [Peer]

  private var shape: Shape { Shape(batch, classes) }
  private var detail: String { "\(batch)x\(classes)" }
  private var count: Int { batch * classes }
  private var zeros: [Scalar] { [Scalar](repeating: 0, count: count) }

  private func numbers(stream: UInt32) -> [Scalar] {
    SharedNumbers.uniform(count, stream: stream)
  }

  private func workload(_ name: String, _ variants: [CheckedVariant]) -> Workload {
    .operation(
      name, detail: detail, Scalar.precision, operations: Double(count),
      // Losses are sums over all elements.
      tolerance: 4 * Double(count).squareRoot() * Scalar.precision.ulpOfOne, variants)
  }

  var workloads: [Workload] {
    [softmaxForward, softmaxBackward, crossEntropy, classNLL, squaredError]
  }

  private var softmaxForward: Workload {
    let (x, batch, classes) = (numbers(stream: 1001), batch, classes)
    let s = Box(zeros)
    let softmax = SoftMax<Scalar>()
    let input = Tensor(shape: shape, x)
    return workload(
      "SoftMax forward",
      [
        CheckedVariant(
          .naive { NaiveLoops.softmax(x, batch, classes, into: &s.value) },
          result: { s.value.map(\.asDouble) }),
        CheckedVariant(
          .library(threads: threads) { softmax.forward(input) },
          result: { softmax.output.doubles }),
      ])
  }

  /// By the row kernel; where rows are few, also by the Jacobians and a product with each.
  private var softmaxBackward: Workload {
    let (batch, classes) = (batch, classes)
    let softmax = SoftMax<Scalar>()
    let input = Tensor<Scalar>(shape: shape, numbers(stream: 1001))
    softmax.forward(input)
    let (s, dy) = (softmax.output.scalars, numbers(stream: 1003))
    let dx = Box(zeros)
    let gradOutput = Tensor(shape: shape, dy)
    var variants = [
      CheckedVariant(
        .naive { NaiveLoops.softmaxGradient(s, dy, batch, classes, into: &dx.value) },
        result: { dx.value.map(\.asDouble) }),
      CheckedVariant(
        .library(threads: threads) { softmax.backward(input, gradOutput) },
        result: { softmax.gradInput.doubles }),
    ]
    if batch * classes * classes < 20_000_000 {
      let vectors = Tensor(shape: [batch, 1, classes], dy)
      let products = Box(Tensor<Scalar>())
      variants.append(
        CheckedVariant(
          .library("library (Jacobian)", threads: threads) {
            products.value = softmax.jacobianProduct(vectors)
          }, result: { products.value.doubles }))
    }
    let work = PeerWork(
      kind: .softmaxBackward, sizes: [classes], batch: batch, precision: Scalar.precision)
    // The notebook's is of the square of the batch.
    variants += peers.filter { $0.name != "numpy" }.map { CheckedVariant($0, work) }
    return workload("SoftMax backward", variants)
  }

  private var crossEntropy: Workload {
    let (x, classes) = (numbers(stream: 1001), classes)
    let targets = (0..<batch).map { $0 % classes }
    let gradient = Box(zeros)
    let loss = Box(Scalar(0))
    let criterion = CrossEntropyCriterion<Scalar>()
    let (input, target) = (Tensor(shape: shape, x), Tensor(targets.map { Scalar($0) }))
    return workload(
      "CrossEntropyCriterion",
      [
        CheckedVariant(
          .naive {
            loss.value = NaiveLoops.crossEntropy(x, targets, classes, gradient: &gradient.value)
          }, result: { gradient.value.map(\.asDouble) + [loss.value.asDouble] }),
        criterionVariant(criterion, input, target),
      ])
  }

  /// On probabilities, whose loss is that of the logits.
  private var classNLL: Workload {
    let (x, batch, classes) = (numbers(stream: 1001), batch, classes)
    var probabilities = zeros
    NaiveLoops.softmax(x, batch, classes, into: &probabilities)
    let targets = (0..<batch).map { $0 % classes }
    let (loss, gradient) = (Box(0.0), Box(zeros))
    let p = probabilities
    return workload(
      "ClassNLLCriterion",
      [
        CheckedVariant(
          .naive {
            loss.value = NaiveLoops.classNLL(p, targets, classes, gradient: &gradient.value)
          }, result: { gradient.value.map { $0.asDouble / Double(classes) } + [loss.value] }),
        criterionVariant(
          ClassNLLCriterion<Scalar>(), Tensor(shape: shape, p),
          Tensor(targets.map { Scalar($0) }), gradientScale: Double(classes)),
      ])
  }

  private var squaredError: Workload {
    let (x, t, batch) = (numbers(stream: 1001), numbers(stream: 1003), batch)
    let (loss, gradient) = (Box(0.0), Box(zeros))
    let scale = Double(classes)
    return workload(
      "MSECriterion",
      [
        CheckedVariant(
          .naive {
            loss.value = NaiveLoops.squaredError(x, t, batch, gradient: &gradient.value)
          }, result: { gradient.value.map(\.asDouble) + [loss.value / scale] }),
        criterionVariant(
          MSECriterion<Scalar>(), Tensor(shape: shape, x), Tensor(shape: shape, t),
          lossScale: scale),
      ])
  }

  /// Loss and gradient by a criterion. What is compared is divided by the scales, so that it has
  /// about the magnitude 1.
  private func criterionVariant(
    _ criterion: Criterion<Scalar>, _ input: Tensor<Scalar>, _ target: Tensor<Scalar>,
    gradientScale: Double = 1, lossScale: Double = 1
  ) -> CheckedVariant {
    CheckedVariant(
      .library(threads: threads) {
        criterion.forward(input, target)
        criterion.backward(input, target)
      },
      result: {
        criterion.gradInput.doubles.map { $0 / gradientScale }
          + [criterion.output.asDouble / lossScale]
      })
  }
}
