/// Reads classes off outputs and targets, without allocating.
///
/// - Outputs `[batch, classes]`: the class is the position of the first largest (NaN counts as the
///   largest, so that it is not passed over). Outputs `[batch, 1]`: class 1 above a threshold, else 0.
/// - Targets `[batch]` (or `[batch, 1]`): class indices. Targets `[batch, classes]`: one-hot or soft.
struct ClassReader<Scalar: BLASScalar> {
  let threshold: Scalar
  private(set) var predicted: [Int] = []
  private(set) var actual: [Int] = []

  init(threshold: Scalar) { self.threshold = threshold }

  /// Whether the shapes fit.
  static func fits(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Bool {
    guard output.rank == 2, target.rank == 1 || target.rank == 2, output.shape[1] > 0 else {
      return false
    }
    guard output.shape[0] == target.shape[0] else { return false }
    return target.rank == 1 || target.shape[1] == 1 || target.shape[1] == output.shape[1]
  }

  static var expected: String { "output [batch, classes], target [batch] or [batch, classes]" }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  mutating func read(_ output: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    let (rows, columns) = (output.shape[0], output.shape[1])
    predicted.removeAll(keepingCapacity: true)
    actual.removeAll(keepingCapacity: true)
    output.withUnsafeScalars { output in
      for row in 0..<rows {
        if columns == 1 {
          predicted.append(output[row] > threshold ? 1 : 0)
        } else {
          predicted.append(largest(output, row * columns, columns))
        }
      }
    }
    let targetColumns = target.rank == 1 ? 1 : target.shape[1]
    target.withUnsafeScalars { target in
      for row in 0..<rows {
        if targetColumns == 1 {
          actual.append(Int(exactly: target[row].asDouble) ?? -1)
        } else {
          actual.append(largest(target, row * targetColumns, targetColumns))
        }
      }
    }
  }

  @inline(__always)
  private func largest(_ scalars: UnsafeBufferPointer<Scalar>, _ start: Int, _ count: Int) -> Int {
    var best = 0
    for column in 0..<count {
      let value = scalars[start + column]
      if value.isNaN { return column }
      if value > scalars[start + best] { best = column }
    }
    return best
  }
}
