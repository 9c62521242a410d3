import BackpropTraining
import XCTest

final class DataTests: XCTestCase {
  // MARK: Loaders

  /// The inputs of an epoch, batch by batch.
  private func epoch(_ loader: DataLoader<Double>) throws -> [[Double]] {
    var batches: [[Double]] = []
    while try loader.nextBatch() {
      batches.append(loader.input.scalars)
      XCTAssertEqual(loader.target.scalars, loader.input.scalars.map { Double(Int($0) % 3) })
    }
    return batches
  }

  func testEpochsHaveEachSampleOnce() throws {
    let loader = DataLoader(countedData(10), batchSize: 4, seed: 7)
    XCTAssertEqual(loader.batchCount, 3)
    var orders: [[Double]] = []
    for _ in 0..<3 {
      let batches = try epoch(loader)
      XCTAssertEqual(batches.map(\.count), [4, 4, 2])
      orders.append(batches.flatMap { $0 })
      XCTAssertEqual(orders.last?.sorted(), (0..<10).map(Double.init))
    }
    XCTAssertEqual(Set(orders).count, 3, "each epoch has an order of its own")
    // An order is a function of seed and epoch.
    var generator = PhiloxGenerator(seed: 7, stream: 2)
    XCTAssertEqual(orders[2], generator.permutation(of: 10).map(Double.init))
  }

  func testLastBatchDroppedAndNoShuffling() throws {
    let loader = DataLoader(countedData(10), batchSize: 4, shuffled: false, lastBatch: .drop)
    XCTAssertEqual(loader.batchCount, 2)
    XCTAssertEqual(try epoch(loader), [[0, 1, 2, 3], [4, 5, 6, 7]])
    XCTAssertEqual(loader.state.epoch, 1)
  }

  func testAnEmptyDataSet() throws {
    let loader = DataLoader(countedData(0), batchSize: 4)
    XCTAssertFalse(try loader.nextBatch())
    XCTAssertEqual(loader.epoch, 1)
  }

  func testResumesAtAnyBatch() throws {
    let whole = DataLoader(countedData(10), batchSize: 4, seed: 3)
    var states = [whole.state]
    var batches: [[Double]] = []
    for _ in 0..<3 {
      while try whole.nextBatch() {
        batches.append(whole.input.scalars)
        states.append(whole.state)
      }
    }
    for (index, state) in states.dropLast().enumerated() {
      let loader = DataLoader(countedData(10), batchSize: 4, seed: 99)
      try loader.restore(state)
      if try !loader.nextBatch() { XCTAssertTrue(try loader.nextBatch()) }
      XCTAssertEqual(loader.input.scalars, batches[index])
    }
    let other = DataLoader(countedData(11), batchSize: 4)
    XCTAssertThrowsError(try other.restore(states[0])) {
      XCTAssertTrue("\($0)".contains("10 samples in batches of 4, expected 11"), "\($0)")
    }
    var wrong = states[1]
    wrong.position = 3
    XCTAssertThrowsError(try whole.restore(wrong))
  }

  func testSubsetsAndBytes() throws {
    let subset = countedData(10).subset([7, 2, 5])
    let loader = DataLoader(subset, batchSize: 2, shuffled: false)
    XCTAssertEqual(try epoch(loader), [[7, 2], [5]])

    let bytes = ByteDataset<Double>(
      bytes: Array(0...255) + Array(0...255), width: 256, classes: [4, 9])
    var (input, target) = (Tensor<Double>(), Tensor<Double>())
    bytes.fill(&input, &target, at: [1, 0])
    XCTAssertEqual(target.scalars, [9, 4])
    XCTAssertEqual(input.row(1).scalars, (0...255).map { Double($0) / 255 })
    let scaled = ByteDataset<Float>(bytes: [3, 5], width: 1, classes: [0, 0], factor: 0.3)
    var (floats, classes) = (Tensor<Float>(), Tensor<Float>())
    scaled.fill(&floats, &classes, at: [0, 1])
    XCTAssertEqual(floats.scalars, [Float(3 * 0.3), Float(1.5)])
  }

  // MARK: Splits

  func testRandomSplit() throws {
    let split = try DataSplit.random(count: 100, validation: 0.2, test: 0.1, seed: 1)
    XCTAssertEqual(split.validation.count, 18 + 2)
    XCTAssertEqual(split.test.count, 10)
    XCTAssertEqual((split.training + split.validation + split.test).sorted(), Array(0..<100))
    XCTAssertEqual(split, try DataSplit.random(count: 100, validation: 0.2, test: 0.1, seed: 1))
    XCTAssertNotEqual(split, try DataSplit.random(count: 100, validation: 0.2, test: 0.1, seed: 2))
    XCTAssertEqual(try DataSplit.random(count: 3, validation: 0).training, [0, 1, 2])
    XCTAssertThrowsError(try DataSplit.random(count: 2, validation: 0.2))
  }

  func testStratifiedSplit() throws {
    let classes = [Int](repeating: 0, count: 50) + [Int](repeating: 1, count: 30) + [2, 3, 3]
    let split = try DataSplit.stratified(classes: classes, validation: 0.2, test: 0.2, seed: 5)
    func counts(_ part: [Int]) -> [Int] {
      (0..<4).map { index in part.filter { classes[$0] == index }.count }
    }
    XCTAssertEqual(counts(split.test).prefix(2), [10, 6])
    XCTAssertEqual(counts(split.validation).prefix(2), [10, 6])
    XCTAssertEqual((split.training + split.validation + split.test).sorted(), Array(0..<83))
    XCTAssertTrue(counts(split.training).allSatisfy { $0 > 0 }, "each class is learned")
  }

  // MARK: Scales

  func testScalesAgreeWithScikitLearn() throws {
    let fixture = try ScikitLearn.load().scaling
    let x = fixture.x.tensor
    for (preprocessing, expected) in [
      (Preprocessing.standardization(Standardization(of: x, rows: fixture.rows)), fixture.standard),
      (.minMax(MinMaxScaling(of: x, rows: fixture.rows, low: -1, high: 1)), fixture.minMax),
    ] {
      var scaled = x
      preprocessing.apply(to: &scaled)
      // Columns of deviation 0.01 about 5: 500 roundings.
      XCTAssertLessThan(distance(scaled, expected.tensor), 1e-12)
      preprocessing.invert(&scaled)
      XCTAssertLessThan(distance(scaled, x), 1e-12)
    }
    var factored = x
    Preprocessing.factor(0.25).apply(to: &factored)
    XCTAssertEqual(factored, x * 0.25)
    Preprocessing.factor(0.25).invert(&factored)
    XCTAssertEqual(factored, x)
    Preprocessing.none.apply(to: &factored)
    XCTAssertEqual(factored, x)
  }

  func testColumnsThatDoNotVaryAndExtremeOnes() {
    var x = Tensor<Double>(rows: [[0.1, 1e300, 1e-300], [0.1, -1e300, 3e-300], [0.1, 0, 2e-300]])
    let standardization = Standardization(of: x)
    let original = x
    standardization.apply(to: &x)
    XCTAssertEqual(x.sum(axis: 0)[0], 0)
    let unit = 1.5.squareRoot()
    XCTAssertLessThan(
      distance(x, Tensor(rows: [[0, unit, -unit], [0, -unit, unit], [0, 0, 0]])), 1e-12)
    standardization.invert(&x)
    XCTAssertLessThan(distance(x * 1e-300, original * 1e-300), 1e-12)
    var other = Tensor<Double>(rows: [[7, 0, 0]])
    standardization.apply(to: &other)
    XCTAssertEqual(other[0, 0], 0, "nothing was learned about it")
    var constant = Tensor<Float>(rows: [[3], [3]])
    let scaling = MinMaxScaling(of: constant, low: 2, high: 3)
    scaling.apply(to: &constant)
    XCTAssertEqual(constant.scalars, [2, 2])
    scaling.invert(&constant)
    XCTAssertEqual(constant.scalars, [3, 3])
  }

  // MARK: Labels

  func testLabels() throws {
    let text = ClassLabels(of: ["dog", "cat", "dog"])
    XCTAssertEqual(text.names, ["cat", "dog"])
    XCTAssertEqual(try text.encode(["dog", "cat"]), [1, 0])
    XCTAssertEqual(text.decode([1, 0]), ["dog", "cat"])
    XCTAssertEqual(text.oneHot([1, 0]), Tensor<Double>(rows: [[0, 1], [1, 0]]))
    XCTAssertThrowsError(try text.encode(["cat", "cow"])) {
      XCTAssertEqual("\($0)", "row 2: the label \"cow\" is none of the 2 classes")
    }
    let numbers = ClassLabels(of: ["10", "9", "1.5", "9.0", "-0", "0"])
    XCTAssertEqual(numbers.names, ["0", "1.5", "9", "10"])
    XCTAssertEqual(try numbers.encode(["09", "10.0", "-0"]), [2, 3, 0])
    XCTAssertEqual(ClassLabels(names: numbers.names), numbers)
    XCTAssertEqual(ClassLabels(names: ["2", "1"]).index(of: "1.0"), 1, "in the order given")
    XCTAssertFalse(ClassLabels(of: ["1", "0x1"]).areNumbers)
    XCTAssertFalse(ClassLabels(of: ["1", "nan"]).areNumbers)
    XCTAssertEqual(ClassLabels(of: ["9007199254740993", "9007199254740992"]).count, 2)
  }
}
