import BackpropTraining
import CAllocationCounter
import XCTest

final class TrainerTests: XCTestCase {
  private var threadCount = 1

  override func setUp() { threadCount = Parallel.threadCount }
  override func tearDown() { Parallel.threadCount = threadCount }

  func testLearnsAndKeepsAHistory() throws {
    let setup = try Setup<Double>()
    let accuracy = Accuracy<Double>()
    let history = try setup.trainer.fit(
      setup.loader, epochs: 30, validation: setup.validation, metrics: [accuracy])
    XCTAssertEqual(history.count, 30)
    XCTAssertEqual(
      history[0].entries.map(\.name),
      ["loss", "accuracy", "validation loss", "validation accuracy", "learning rate", "seconds"])
    XCTAssertEqual(history.map(\.epoch), Array(1...30))
    XCTAssertLessThan(history[29].loss, history[0].loss / 4)
    let evaluation = try setup.trainer.evaluate(setup.validation, metrics: [accuracy])
    XCTAssertGreaterThan(evaluation.metrics["accuracy"] ?? 0, 0.9)
    XCTAssertEqual(evaluation.samples, 45)
    XCTAssertEqual(evaluation.loss, history[29].validationLoss)
    XCTAssertEqual(evaluation.metrics["accuracy"], history[29]["validation accuracy"])
    XCTAssertTrue(setup.network.isTraining)
    XCTAssertTrue(setup.network.computesGradInput)
    // In parts it is the same.
    let parts = try setup.trainer.evaluate(setup.validation, batchSize: 7)
    XCTAssertEqual(parts.loss, evaluation.loss, accuracy: 1e-12)
  }

  /// What `fit` does is the loop that its documentation describes.
  func testIsThePlainLoop() throws {
    let setup = try Setup<Double>()
    let history = try setup.trainer.fit(setup.loader, epochs: 2)
    let plain = try Setup<Double>()
    let criterion = CrossEntropyCriterion<Double>()
    var losses: [Double] = []
    for _ in 0..<2 {
      var sum = 0.0
      while try plain.loader.nextBatch() {
        plain.optimizer.zeroGradParameters()
        let output = plain.network.forward(plain.loader.input)
        let count = Double(output.shape[0])
        sum += criterion.forward(output, plain.loader.target) * count
        plain.network.backward(
          plain.loader.input, criterion.backward(output, plain.loader.target))
        plain.optimizer.step()
      }
      losses.append(sum / 105)
    }
    XCTAssertEqual(setup.weights, plain.weights)
    XCTAssertEqual(history.map(\.loss), losses)
  }

  func testSameBitsAtAnyNumberOfThreads() throws {
    func train<Scalar: BLASScalar>(_: Scalar.Type, threads: Int) throws -> [[Scalar]] {
      Parallel.threadCount = threads
      let setup = try Setup<Scalar>()
      try setup.trainer.fit(setup.loader, epochs: 3, validation: setup.validation)
      return setup.weights
    }
    for threads in 2...3 {
      XCTAssertEqual(try train(Double.self, threads: 1), try train(Double.self, threads: threads))
      XCTAssertEqual(try train(Float.self, threads: 1), try train(Float.self, threads: threads))
    }
  }

  func testStoppingWithinAnEpochAndGoingOn() throws {
    let whole = try Setup<Double>()
    let expected = try whole.trainer.fit(
      whole.loader, epochs: 4, validation: whole.validation, metrics: [Accuracy()])
    for stops in [[1], [3, 7], [7, 8, 20, 28]] {
      let setup = try Setup<Double>()
      let hooks = Hooks<Double>()
      var batches = 0
      hooks.onBatch = { trainer in
        batches += 1
        if stops.contains(batches) { trainer.stop("as asked") }
      }
      let metrics = [Accuracy<Double>()]
      for _ in 0...stops.count {
        try setup.trainer.fit(
          setup.loader, epochs: 4, validation: setup.validation, metrics: metrics,
          callbacks: [hooks])
      }
      XCTAssertEqual(setup.weights, whole.weights)
      for (record, other) in zip(setup.trainer.history, expected) {
        XCTAssertEqual(record.entries.dropLast(), other.entries.dropLast())
      }
      XCTAssertEqual(batches, 28)
    }
  }

  func testFitGoesOnToMoreEpochs() throws {
    let setup = try Setup<Float>()
    try setup.trainer.fit(setup.loader, epochs: 2)
    try setup.trainer.fit(setup.loader, epochs: 2)
    XCTAssertEqual(setup.trainer.epoch, 2)
    try setup.trainer.fit(setup.loader, epochs: 5)
    let whole = try Setup<Float>()
    try whole.trainer.fit(whole.loader, epochs: 5)
    XCTAssertEqual(setup.weights, whole.weights)
  }

  func testPredict() throws {
    let setup = try Setup<Double>()
    let data = Setup<Double>.clouds(20)
    let all = setup.trainer.predict(data.inputs)
    XCTAssertEqual(all.shape, [20, 3])
    XCTAssertEqual(setup.trainer.predict(data.inputs, batchSize: 20), all)
    let parts = setup.trainer.predict(data.inputs, batchSize: 3)
    XCTAssertLessThan(distance(parts, all), 1e-14)
    XCTAssertEqual(try setup.trainer.predict(data, batchSize: 3), parts)
    XCTAssertEqual(setup.trainer.predict(data.inputs.rows(0..<0)).shape, [0, 3])
    setup.network.evaluate()
    XCTAssertEqual(setup.network.forward(data.inputs), all)
  }

  // MARK: Memory

  private func skipIfNotCountable() throws {
    #if DEBUG
      throw XCTSkip("a debug build allocates more: swift test -c release")
    #else
      try XCTSkipUnless(allocation_counter_is_available(), "a sanitizer has its own malloc")
    #endif
  }

  private func checkNoAllocations<Scalar: BLASScalar>(_: Scalar.Type) throws {
    try skipIfNotCountable()
    for threads in [1, 2] {
      Parallel.threadCount = threads
      let setup = try Setup<Scalar>()
      let hooks = Hooks<Scalar>()
      var counts: [Int] = []
      hooks.onBatch = { trainer in
        guard let loader = trainer.loader else { return }
        if loader.batch == loader.batchCount { counts.append(allocation_counter_stop()) }
        if loader.batch == 1 { allocation_counter_start() }
      }
      let schedule = Schedule(setup.optimizer, .cosine(steps: 28))
      try setup.trainer.fit(
        setup.loader, epochs: 4,
        metrics: [Accuracy(), TopKAccuracy(2), LogLoss(of: .logits)],
        callbacks: [ScheduleStepping(schedule, each: .batch), StopOnNaN(), hooks])
      XCTAssertEqual(counts.dropFirst(), [0, 0, 0], "\(Scalar.self), \(threads) threads")
      if counts.last != 0 { allocation_counter_print_first() }

      // A whole epoch of a loader, with its shuffling.
      while try setup.loader.nextBatch() {}
      allocation_counter_start()
      while try setup.loader.nextBatch() {}
      XCTAssertEqual(allocation_counter_stop(), 0, "\(Scalar.self)")
    }
  }

  func testNoAllocationsInDouble() throws { try checkNoAllocations(Double.self) }
  func testNoAllocationsInFloat() throws { try checkNoAllocations(Float.self) }
}
