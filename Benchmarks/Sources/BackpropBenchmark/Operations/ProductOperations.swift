import LinearAlgebra

/// Matrix products in all transpositions: OpenBLAS with its own threads against the library.
struct ProductOperations<Scalar: BenchmarkScalar> {
  let threads: Int

  func workloads(size: Int) -> [Workload] {
    [(false, false), (true, false), (false, true), (true, true)].map { product(size, $0, $1) }
  }

  private func product(_ n: Int, _ transposeA: Bool, _ transposeB: Bool) -> Workload {
    let a = Tensor<Scalar>(shape: [n, n], SharedNumbers.uniform(n * n, stream: 1))
    let b = Tensor<Scalar>(shape: [n, n], SharedNumbers.uniform(n * n, stream: 2))
    let (plainA, plainB) = (a.scalars, b.scalars)
    let plain = Box([Scalar](repeating: 0, count: n * n))
    let floor = CheckedVariant(
      .floor(threads: threads) {
        Scalar.plainProduct(transposeA, transposeB, n, n, n, plainA, plainB, &plain.value)
      }, result: { plain.value.map(\.asDouble) })
    // Transposing twice is taking the matrix as it stands.
    let left = transposeA ? a.transpose : a.transpose.transpose
    let right = transposeB ? b.transpose : b.transpose.transpose
    let c = Box(Tensor<Scalar>())
    let library = CheckedVariant(
      .library(threads: threads) { c.value.setProduct(left, right) }, result: { c.value.doubles })
    return .operation(
      "gemm \(transposeA ? "T" : "N")\(transposeB ? "T" : "N")", detail: "\(n)", Scalar.precision,
      operations: 2 * Double(n) * Double(n) * Double(n),
      tolerance: 2 * Double(n) * Double(n) * Scalar.precision.ulpOfOne, [floor, library])
  }
}
