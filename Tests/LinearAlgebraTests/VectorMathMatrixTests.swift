import CVectorMath
import Foundation
import XCTest

/// Kernels on matrices, and losses, against plain loops.
final class VectorMathMatrixTests: XCTestCase {
  /// Narrow and wide, shorter and longer than vectors and buffers.
  private static let smallShapes = [
    (1, 1), (1, 10), (3, 2), (128, 10), (5, 7), (7, 16), (33, 17), (12, 65), (2, 3000), (1, 5000),
    (3000, 3), (20, 1030),
  ]
  /// Past where work goes to several threads: too slow for the references of a debug build.
  #if DEBUG
    private static let shapes = smallShapes
  #else
    private static let shapes = smallShapes + [(30_000, 10), (600, 500), (70, 4100)]
  #endif

  private func forEachShape(
    in shapes: [(Int, Int)] = shapes, _ body: (Checker<Double>, Checker<Float>) -> Void
  ) {
    withEachInstructionSet { isa in
      for (rows, columns) in shapes {
        body(
          Checker(isa: "double, \(isa)", rows: rows, columns: columns),
          Checker(isa: "float, \(isa)", rows: rows, columns: columns))
      }
    }
  }

  func testBroadcasting() {
    forEachShape { double, float in
      double.checkBroadcasting()
      float.checkBroadcasting()
    }
  }

  func testTranspose() {
    forEachShape { double, float in
      double.checkTranspose()
      float.checkTranspose()
    }
  }

  func testReductionsOfRowsAndColumns() {
    forEachShape { double, float in
      double.checkReductions()
      float.checkReductions()
    }
  }

  func testSoftmax() {
    forEachShape { double, float in
      double.checkSoftmax()
      float.checkSoftmax()
    }
  }

  func testLosses() {
    forEachShape { double, float in
      double.checkLogLoss()
      float.checkLogLoss()
    }
    forEachShape { double, float in
      double.checkCrossEntropy()
      float.checkCrossEntropy()
    }
  }

  func testRowsWithNaNOrInfinityBecomeNaN() {
    forEachShape(in: Self.smallShapes) { double, float in
      double.checkSpecialRows()
      float.checkSpecialRows()
    }
  }

  /// Nothing is read or written where a matrix is empty, except that sums of nothing are zero.
  func testEmptyMatrices() {
    withEachInstructionSet { _ in
      var y = [1.0, 2, 3]
      bp_sum_of_rows_f64(nil, 0, &y, 0, 3)
      XCTAssertEqual(y, [0, 0, 0])
      y = [1, 2, 3]
      bp_sum_of_rows_f64(nil, 2, &y, 0, 3)
      XCTAssertEqual(y, [2, 4, 6])
      bp_sum_of_columns_f64(nil, 0.5, &y, 3, 0)
      XCTAssertEqual(y, [1, 2, 3])
      bp_softmax_f64(nil, nil, 0, 3)
      bp_add_row_f64(nil, [1, 2, 3], nil, 0, 3)
      bp_transpose_f64(nil, nil, 3, 0)
      bp_exp_f64(nil, nil, 0)
      bp_fill_f64(1, nil, 0)
      bp_copy_f64(nil, nil, 0)
      XCTAssertEqual(bp_sum_f64(nil, 0), 0)
      XCTAssertEqual(bp_log_loss_f64(nil, nil, nil, 0, 0, 3), 0)
      XCTAssertEqual(bp_cross_entropy_f64(nil, nil, nil, 0, 1, nil, 0, 3), 0)
    }
  }

  func testInvalidIndices() {
    withEachInstructionSet { _ in
      XCTAssertEqual(bp_first_invalid_index_f64([0, 1, 2], 3, 3), -1)
      for wrong in [3, -1, 0.5, .nan, .infinity, -.infinity, 1e300] {
        XCTAssertEqual(bp_first_invalid_index_f64([0, wrong, 2, wrong], 4, 3), 1)
        XCTAssertEqual(bp_first_invalid_index_f32([0, Float(wrong)], 2, 3), 1)
      }
    }
  }
}

/// The checks for one precision and shape.
private struct Checker<T: KernelScalar> {
  var isa: String
  var rows: Int
  var columns: Int

  private var k: Kernels<T> { T.kernels }
  private var count: Int { rows * columns }

  private func name(_ what: String) -> String { "\(isa) \(what) [\(rows), \(columns)]" }

  private func matrix(_ seed: UInt64, in range: ClosedRange<Double> = -3...3) -> [T] {
    randomVector(count, in: range, seed: seed)
  }

  /// What a function of the row and the column gives, row by row.
  private func map(_ body: (Int, Int) -> Double) -> [Double] {
    (0..<rows).flatMap { r in (0..<columns).map { body(r, $0) } }
  }

  func checkBroadcasting() {
    let x = matrix(1)
    let row: [T] = randomVector(columns, in: 1...2, seed: 2)
    let column: [T] = randomVector(rows, in: 1...2, seed: 3)
    typealias Case = (String, Kernels<T>.Broadcast, Kernels<T>.Broadcast, (T, T) -> T)
    let cases: [Case] = [
      ("add", k.addRow, k.addColumn, { $0 + $1 }),
      ("subtract", k.subtractRow, k.subtractColumn, { $0 - $1 }),
      ("multiply", k.multiplyRow, k.multiplyColumn, { $0 * $1 }),
      ("divide", k.divideRow, k.divideColumn, { $0 / $1 }),
    ]
    for (what, withRow, withColumn, operation) in cases {
      let y = makeVector(count) { withRow(x, row, $0, rows, columns) }
      let expected = map { r, c in Double(operation(x[r * columns + c], row[c])) }
      assertClose(y, expected, errors: 0, name("\(what)Row"))
      let z = makeVector(count) { withColumn(x, column, $0, rows, columns) }
      let other = map { r, c in Double(operation(x[r * columns + c], column[r])) }
      assertClose(z, other, errors: 0, name("\(what)Column"))
      var inPlace = x
      inPlace.withUnsafeMutableBufferPointer {
        withRow($0.baseAddress!, row, $0.baseAddress!, rows, columns)
      }
      XCTAssertEqual(inPlace, y, name("\(what)Row in place"))
    }
  }

  func checkTranspose() {
    let x = matrix(4)
    let y: [T] = makeVector(count) { k.transpose(x, $0, rows, columns) }
    var expected: [Double] = []
    for c in 0..<columns { for r in 0..<rows { expected.append(Double(x[r * columns + c])) } }
    assertClose(y, expected, errors: 0, name("transpose"))
  }

  func checkReductions() {
    var x = matrix(5)
    if count > 4 { x[count / 2] = .nan }
    func row(_ r: Int) -> [Double] { (0..<columns).map { Double(x[r * columns + $0]) } }
    func column(_ c: Int) -> [Double] { (0..<rows).map { Double(x[$0 * columns + c]) } }
    func extreme(_ v: [Double], _ combine: (Double, Double) -> Double) -> Double {
      v.dropFirst().reduce(v[0]) { $0.isNaN || $1.isNaN ? .nan : combine($0, $1) }
    }
    let alongRows = (0..<rows).map { row($0) }
    let alongColumns = (0..<columns).map { column($0) }
    let old: [T] = randomVector(max(rows, columns), seed: 6)

    for beta in [0, 0.5] as [T] {
      var y = beta == 0 ? [T](repeating: .nan, count: columns) : Array(old[..<columns])
      k.sumOfRows(x, beta, &y, rows, columns)
      assertClose(
        y,
        zip(alongColumns, old).map {
          $0.accurateSum + (beta == 0 ? 0 : Double(beta) * Double($1))
        }, errors: 16, scale: 4 * Double(rows).squareRoot(), name("sumOfRows"))
      y = beta == 0 ? [T](repeating: .nan, count: rows) : Array(old[..<rows])
      k.sumOfColumns(x, beta, &y, rows, columns)
      assertClose(
        y,
        zip(alongRows, old).map {
          $0.accurateSum + (beta == 0 ? 0 : Double(beta) * Double($1))
        }, errors: 16, scale: 4 * Double(columns).squareRoot(), name("sumOfColumns"))
    }
    for (what, overRows, overColumns, combine) in [
      ("max", k.maxOfRows, k.maxOfColumns, { max($0, $1) }),
      ("min", k.minOfRows, k.minOfColumns, { min($0, $1) }),
    ] as [(String, Kernels<T>.Rows, Kernels<T>.Rows, (Double, Double) -> Double)] {
      let y = makeVector(columns) { overRows(x, $0, rows, columns) }
      assertClose(y, alongColumns.map { extreme($0, combine) }, errors: 0, name("\(what)OfRows"))
      let z = makeVector(rows) { overColumns(x, $0, rows, columns) }
      assertClose(z, alongRows.map { extreme($0, combine) }, errors: 0, name("\(what)OfColumns"))
    }
    var places = [Int](repeating: -1, count: rows)
    k.argmaxOfColumns(x, &places, rows, columns)
    for r in 0..<rows {
      let values = alongRows[r]
      let expected =
        values.firstIndex { $0.isNaN } ?? values.firstIndex(of: values.max()!)
      XCTAssertEqual(places[r], expected, name("argmaxOfColumns"))
    }
  }

  /// The softmax of a row of doubles, and its logarithm.
  private func softmax(_ x: [T], _ r: Int) -> (probabilities: [Double], logs: [Double]) {
    let row = (0..<columns).map { Double(x[r * columns + $0]) }
    let greatest = row.max()!
    let exponentials = row.map { Foundation.exp($0 - greatest) }
    let sum = exponentials.accurateSum
    return (exponentials.map { $0 / sum }, row.map { $0 - greatest - Foundation.log(sum) })
  }

  func checkSoftmax() {
    let x = matrix(7, in: -20...20)
    let g = matrix(8)
    let expected = (0..<rows).map { softmax(x, $0) }
    let y: [T] = makeVector(count) { k.softmax(x, $0, rows, columns) }
    assertClose(y, expected.flatMap(\.probabilities), errors: 64, name("softmax"))
    let logs: [T] = makeVector(count) { k.logSoftmax(x, $0, rows, columns) }
    assertClose(logs, expected.flatMap(\.logs), errors: 4, scale: 40, name("logSoftmax"))
    for (kernel, result) in [(k.softmax, y), (k.logSoftmax, logs)] {
      var inPlace = x
      inPlace.withUnsafeMutableBufferPointer {
        kernel($0.baseAddress!, $0.baseAddress!, rows, columns)
      }
      XCTAssertEqual(inPlace, result, name("softmax in place"))
    }

    let dots = (0..<rows).map { r in
      (0..<columns).map { Double(y[r * columns + $0]) * Double(g[r * columns + $0]) }.accurateSum
    }
    let sums = (0..<rows).map { r in
      (0..<columns).map { Double(g[r * columns + $0]) }.accurateSum
    }
    let backward: [T] = makeVector(count) { k.softmaxBackward(y, g, $0, rows, columns) }
    assertClose(
      backward,
      map { r, c in Double(y[r * columns + c]) * (Double(g[r * columns + c]) - dots[r]) },
      scale: 3, name("softmaxBackward"))
    let logBackward: [T] = makeVector(count) { k.logSoftmaxBackward(logs, g, $0, rows, columns) }
    assertClose(
      logBackward,
      map { r, c in
        Double(g[r * columns + c]) - Foundation.exp(Double(logs[r * columns + c])) * sums[r]
      }, scale: 3 + 3 * Double(columns).squareRoot(), name("logSoftmaxBackward"))
  }

  func checkSpecialRows() {
    for special in [T.nan, T.infinity] {
      for c in Set([0, columns / 2, columns - 1]) {
        var x = matrix(9)
        x[c] = special
        for kernel in [k.softmax, k.logSoftmax] {
          let y: [T] = makeVector(count) { kernel(x, $0, rows, columns) }
          XCTAssertTrue(y[..<columns].allSatisfy(\.isNaN), name("softmax of \(special)"))
          XCTAssertFalse(y[columns...].contains(where: \.isNaN), name("softmax beside \(special)"))
        }
      }
    }
  }

  func checkLogLoss() {
    let epsilon: T = 0.0625
    let p = matrix(10, in: 0...1)
    var t = matrix(11, in: 0...1)
    for i in stride(from: 0, to: count, by: 3) { t[i] = 0 }
    let weights: [T] = randomVector(columns, in: 0...2, seed: 12)
    for w in [nil, weights] {
      func term(_ r: Int, _ c: Int, _ body: (Double, Double) -> Double) -> Double {
        let clamped = min(max(p[r * columns + c], epsilon), 1 - epsilon)
        return Double(w?[c] ?? 1) * body(Double(t[r * columns + c]), Double(clamped))
      }
      let expected = map { r, c in term(r, c) { -$0 * Foundation.log($1) } }.accurateSum
      let loss = k.logLoss(p, t, w, epsilon, rows, columns)
      assertClose([loss], [expected], name("logLoss"))
      let gradient: [T] = makeVector(count) {
        k.logLossBackward(p, t, w, epsilon, -0.5, $0, rows, columns)
      }
      assertClose(
        gradient, map { r, c in term(r, c) { -0.5 * $0 / $1 } }, name("logLossBackward"))
    }
    // Nothing is lost of a zero probability that was not expected, nor of NaN.
    XCTAssertEqual(k.logLoss([0, 1], [0, 1], nil, 0, 1, 2), 0)
    XCTAssertTrue(k.logLoss([.nan, 1], [0, 1], nil, 0.125, 1, 2).isNaN)
  }

  func checkCrossEntropy() {
    let x = matrix(13, in: -10...10)
    var t = matrix(14, in: 0...1)
    for i in stride(from: 0, to: count, by: 3) { t[i] = 0 }
    let indices = (0..<rows).map { T($0 * 7 % columns) }
    let oneHot = map { r, c in indices[r] == T(c) ? 1 : 0 }.map { T($0) }
    let weights: [T] = randomVector(columns, in: 0...2, seed: 15)
    let alpha: T = 0.5
    let softmaxes = (0..<rows).map { softmax(x, $0) }

    for (w, smoothing) in [(nil, 0), (weights, 0), (nil, 0.25), (weights, 0.25)] as [([T]?, T)] {
      func reference(_ t: [T]) -> (loss: Double, gradient: [Double]) {
        var terms: [Double] = []
        var gradient: [Double] = []
        for r in 0..<rows {
          let row = t[r * columns..<(r + 1) * columns].map { Double($0) }
          let share = Double(smoothing) * row.accurateSum / Double(columns)
          let v = row.indices.map {
            Double(w?[$0] ?? 1) * ((1 - Double(smoothing)) * row[$0] + share)
          }
          let sum = v.accurateSum
          for c in 0..<columns {
            terms.append(-v[c] * softmaxes[r].logs[c])
            gradient.append(Double(alpha) * (softmaxes[r].probabilities[c] * sum - v[c]))
          }
        }
        return (terms.accurateSum, gradient)
      }
      for (what, targets, kernel, given) in [
        ("crossEntropy", t, k.crossEntropy, t),
        ("crossEntropyIndices", oneHot, k.crossEntropyIndices, indices),
      ] {
        let (loss, gradient) = reference(targets)
        var actual: T = 0
        let y: [T] = makeVector(count) {
          actual = kernel(x, given, w, smoothing, alpha, $0, rows, columns)
        }
        let name = name("\(what) \(w == nil ? "" : "weighted ")\(smoothing)")
        assertClose([actual], [loss], errors: 16, scale: 1, name)
        assertClose(y, gradient, errors: 32, scale: Double(columns).squareRoot(), name)
        let alone = kernel(x, given, w, smoothing, alpha, nil, rows, columns)
        XCTAssertEqual(alone, actual, name)
      }
    }
  }
}
