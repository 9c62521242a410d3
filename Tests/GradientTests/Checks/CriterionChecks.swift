import Backprop
import LinearAlgebra

/// The checks of a criterion besides that of its gradient. Each returns what is wrong.
enum CriterionChecks {
  typealias Check = (CriterionEntry) -> [String]

  private static let shape: Shape = [6, 5]

  private static func lossDifference(
    _ what: String, _ left: Double, _ right: Double, tolerance: Double
  ) -> String? {
    let isClose = abs(left - right) <= tolerance * max(1, abs(right))
    return isClose ? nil : "\(what): loss \(left) instead of \(right)"
  }

  /// The loss of a batch is the sum of those of its rows, divided as the reduction says; and so is
  /// the gradient.
  static func rows(_ entry: CriterionEntry) -> [String] {
    [shape, [70, 5], [1, 5]].flatMap { shape -> [String] in
      let (input, target) = entry.sample(shape)
      let criterion = entry.double(shape)
      let loss = criterion.forward(input, target)
      let gradInput = criterion.backward(input, target)
      let divisor = entry.divisor(target, shape)
      var sum = 0.0
      var gradients: [Tensor<Double>] = []
      for row in 0..<shape[0] {
        let rows = row..<(row + 1)
        let (input, target) = (input.rows(rows), target.rows(rows))
        let factor = entry.divisor(target, input.shape) / divisor
        sum += criterion.forward(input, target) * factor
        gradients.append(criterion.backward(input, target) * factor)
      }
      return [
        lossDifference("\(shape) by rows", sum, loss, tolerance: 1e-13),
        difference(
          "gradient of \(shape) by rows", Tensor.concatenating(rows: gradients), gradInput,
          tolerance: 1e-13),
      ].compactMap { $0 }
    }
  }

  /// `Float` agrees with `Double` to 1e-4 of the scale.
  static func float(_ entry: CriterionEntry) -> [String] {
    [shape, [67, 3], [1, 1]].flatMap { shape -> [String] in
      let (input, target) = entry.sample(shape)
      let (wide, narrow) = (entry.double(shape), entry.float(shape))
      let narrowInput = input.converted(to: Float.self)
      let narrowTarget = target.converted(to: Float.self)
      let loss = Double(narrow.forward(narrowInput, narrowTarget))
      return [
        lossDifference("Float, \(shape)", loss, wide.forward(input, target), tolerance: 1e-4),
        difference(
          "Float gradient of \(shape)", narrow.backward(narrowInput, narrowTarget).converted(),
          wide.backward(input, target), tolerance: 1e-4),
      ].compactMap { $0 }
    }
  }

  /// The same bits at 1, 2 and 3 threads, of inputs large enough to be cut: many rows, and long
  /// ones.
  static func threads(_ entry: CriterionEntry) -> [String] {
    let threadCount = Parallel.threadCount
    defer { Parallel.threadCount = threadCount }
    return [[4000, 10], [12, 3000]].flatMap { (shape: Shape) -> [String] in
      let (input, target) = entry.sample(shape)
      func pass(_ threads: Int) -> (loss: Double, gradInput: Tensor<Double>) {
        Parallel.threadCount = threads
        let criterion = entry.double(shape)
        return (criterion.forward(input, target), criterion.backward(input, target))
      }
      let one = pass(1)
      return [2, 3].flatMap { count -> [String] in
        let other = pass(count)
        let bits = bitDifference("\(count) threads, \(shape)", other.gradInput, one.gradInput)
        let isSame = other.loss.bitPattern == one.loss.bitPattern
        return [bits, isSame ? nil : "\(count) threads, \(shape): another loss"].compactMap { $0 }
      }
    }
  }

  /// After one batch, one of another size gives what a new criterion gives; a gradient that was
  /// kept doesn't change; backward needs no forward, and adds nothing up.
  static func secondShape(_ entry: CriterionEntry) -> [String] {
    let criterion = entry.double(shape)
    let (input, target) = entry.sample(shape)
    criterion.forward(input, target)
    let kept = criterion.backward(input, target)
    let bits = kept.scalars
    var wrong: [String] = []
    for shape in [[3, 5], [9, 5], [1, 5], shape] as [Shape] {
      let (input, target) = entry.sample(shape)
      let (used, new) = (entry.double(shape), entry.double(shape))
      _ = used.forward(input, target)
      let losses = (criterion.forward(input, target), new.forward(input, target))
      if losses.0.bitPattern != losses.1.bitPattern {
        wrong.append("\(shape) after another shape: loss \(losses.0) instead of \(losses.1)")
      }
      wrong += [
        bitDifference(
          "gradient of \(shape) after another shape", criterion.backward(input, target),
          entry.double(shape).backward(input, target)),
        bitDifference(
          "second gradient of \(shape)", criterion.backward(input, target),
          used.backward(input, target)),
      ].compactMap { $0 }
    }
    if kept.scalars != bits { wrong.append("a gradient that was kept changed") }
    return wrong
  }

  /// An empty batch has loss 0 and an empty gradient.
  static func emptyBatch(_ entry: CriterionEntry) -> [String] {
    let empty: Shape = [0, 5]
    let (input, target) = entry.sample(shape)
    let criterion = entry.double(shape)
    criterion.forward(input, target)
    let loss = criterion.forward(Tensor.zeros(empty), target.rows(0..<0))
    let gradInput = criterion.backward(Tensor.zeros(empty), target.rows(0..<0))
    return [
      loss == 0 ? nil : "the loss of an empty batch is \(loss)",
      gradInput.shape == empty ? nil : "the gradient of an empty batch is \(gradInput.shape)",
    ].compactMap { $0 }
  }

  /// Indices, the same as `[Int]`, and the one-hot rows they stand for give the same.
  static func kindsOfTargets(_ entry: CriterionEntry) -> [String] {
    guard entry.target == .indices, entry.takesOneHot else { return [] }
    return [shape, [67, 3], [1, 1]].flatMap { shape -> [String] in
      let (input, target) = entry.sample(shape)
      let indices = target.scalars.map { Int($0) }
      let criterion = entry.double(shape)
      let loss = criterion.forward(input, target)
      let gradInput = criterion.backward(input, target)
      let oneHot = CriterionEntry.oneHot(indices, shape[1])
      return [
        lossDifference("one-hot", criterion.forward(input, oneHot), loss, tolerance: 1e-14),
        difference(
          "one-hot, gradient", criterion.backward(input, oneHot), gradInput, tolerance: 1e-14),
        lossDifference("[Int]", criterion.forward(input, indices), loss, tolerance: 0),
        bitDifference("[Int], gradient", criterion.backward(input, indices), gradInput),
      ].compactMap { $0 }
    }
  }

  /// All checks but that of the gradient, with names for messages.
  static var all: [(name: String, check: Check)] {
    [
      ("rows", rows), ("float", float), ("threads", threads), ("second shape", secondShape),
      ("empty batch", emptyBatch), ("kinds of targets", kindsOfTargets),
    ]
  }
}
