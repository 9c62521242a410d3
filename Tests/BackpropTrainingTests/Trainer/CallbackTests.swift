import BackpropTraining
import XCTest

final class CallbackTests: XCTestCase {
  func testEarlyStoppingRestoresTheBest() throws {
    let setup = try Setup<Double>()
    let hooks = Hooks<Double>()
    var best: [[Double]] = []
    hooks.onEpoch = { trainer in
      // From the third epoch on it is worse, and stays so.
      guard trainer.epoch == 2 else { return }
      best = setup.weights
      let weight = setup.network.getParameters()[2]
      weight.value = weight.value * -2
      setup.optimizer.learningRate = 0
    }
    let stopping = EarlyStopping<Double>(patience: 3)
    // The hooks come after it, so it keeps what they are about to spoil.
    try setup.trainer.fit(
      setup.loader, epochs: 50, validation: setup.validation, callbacks: [stopping, hooks])
    XCTAssertEqual(setup.trainer.epoch, 5)
    XCTAssertEqual(stopping.bestEpoch, 2)
    XCTAssertEqual(stopping.best, setup.trainer.history[1].validationLoss)
    XCTAssertEqual(setup.weights, best)
    XCTAssertEqual(
      setup.trainer.stopReason, "validation loss has not got better for 3 epochs")
    // Once due, it stays due.
    try setup.trainer.fit(
      setup.loader, epochs: 50, validation: setup.validation, callbacks: [stopping])
    XCTAssertEqual(setup.trainer.epoch, 5)
  }

  func testEarlyStoppingNeedsANumber() throws {
    let setup = try Setup<Double>()
    XCTAssertThrowsError(
      try setup.trainer.fit(setup.loader, epochs: 1, callbacks: [EarlyStopping(patience: 1)])
    ) {
      XCTAssertTrue("\($0)".contains("\"validation loss\" can't be watched"), "\($0)")
    }
  }

  func testMonitor() {
    XCTAssertTrue(Monitor.loss.isBetter(1, than: nil))
    XCTAssertFalse(Monitor.loss.isBetter(.nan, than: nil))
    XCTAssertFalse(Monitor.loss.isBetter(.nan, than: 1))
    XCTAssertTrue(Monitor.loss.isBetter(0.5, than: 1))
    XCTAssertFalse(Monitor.loss.isBetter(0.5, than: 1, by: 0.6))
    XCTAssertTrue(Monitor.validation("accuracy", .higher).isBetter(2, than: 1))
  }

  func testSchedulesStepPerBatchAndPerEpoch() throws {
    let setup = try Setup<Double>(learningRate: 0.1)
    let schedule = Schedule(setup.optimizer, .exponential(factor: 0.5))
    let history = try setup.trainer.fit(
      setup.loader, epochs: 3, callbacks: [ScheduleStepping(schedule)])
    XCTAssertEqual(history.map { $0["learning rate"] }, [0.1, 0.05, 0.025])

    let perBatch = try Setup<Double>(learningRate: 0.1)
    let batches = Schedule(perBatch.optimizer, .exponential(factor: 0.5))
    try perBatch.trainer.fit(
      perBatch.loader, epochs: 2, callbacks: [ScheduleStepping(batches, each: .batch)])
    XCTAssertEqual(batches.stepCount, 14)

    let plateau = try Setup<Double>(learningRate: 0)
    plateau.optimizer.learningRate = 1e-300
    let reduction = ReduceOnPlateau(plateau.optimizer, patience: 1, smallestChange: 0)
    try plateau.trainer.fit(
      plateau.loader, epochs: 4, validation: plateau.validation,
      callbacks: [ScheduleStepping(reduction)])
    XCTAssertEqual(reduction.reductionCount, 1, "the second epoch without improvement reduces")
  }

  func testStopOnNaNNamesTheLayer() throws {
    let setup = try Setup<Double>()
    let hooks = Hooks<Double>()
    var before: [[Double]] = []
    hooks.onBatch = { trainer in
      before = setup.network.getParameters().map(\.value.scalars)
      guard trainer.loader?.batch == 2 else { return }
      let weight = setup.network.getParameters()[2]
      weight.value[0, 0] = .infinity
      before = setup.network.getParameters().map(\.value.scalars)
    }
    XCTAssertThrowsError(
      try setup.trainer.fit(setup.loader, epochs: 1, callbacks: [StopOnNaN(), hooks])
    ) {
      let message = "\($0)"
      XCTAssertTrue(message.hasPrefix("epoch 1, batch 3: the loss is "), message)
      XCTAssertTrue(message.contains("that of 4.0: Linear 12 -> 3 (row 0)"), message)
      XCTAssertTrue(message.hasSuffix("its weight is not finite"), message)
    }
    XCTAssertEqual(
      setup.network.getParameters().map(\.value.scalars), before, "the step was not taken")
  }

  func testStopOnNaNNamesTheInputs() throws {
    let setup = try Setup<Double>()
    var inputs = Setup<Double>.clouds(6).inputs
    inputs[4, 1] = .nan
    let data = TensorDataset(inputs: inputs, classes: [0, 1, 2, 0, 1, 2])
    let loader = DataLoader(data, batchSize: 3, shuffled: false)
    XCTAssertThrowsError(
      try setup.trainer.fit(loader, epochs: 1, callbacks: [StopOnNaN()])
    ) {
      XCTAssertEqual(
        "\($0)",
        "epoch 1, batch 2: the loss is nan; its inputs are not finite (row 1 of the batch)")
    }
  }

  func testProgress() throws {
    let setup = try Setup<Double>()
    var reports: [TrainingProgress<Double>.Report] = []
    try setup.trainer.fit(
      setup.loader, epochs: 2, callbacks: [TrainingProgress(every: .zero) { reports.append($0) }])
    XCTAssertEqual(reports.count, 14)
    XCTAssertEqual(reports.map(\.batch), Array(1...7) + Array(1...7))
    XCTAssertEqual(reports.map(\.share), reports.map(\.share).sorted())
    XCTAssertEqual(reports.last?.share, 1)
    XCTAssertEqual(reports.last?.secondsLeft, 0)
    XCTAssertTrue("\(reports[8])".hasPrefix("epoch 2/2, batch 2/7, loss "), "\(reports[8])")

    reports = []
    let other = try Setup<Double>()
    try other.trainer.fit(
      other.loader, epochs: 2,
      callbacks: [TrainingProgress(every: .seconds(3600)) { reports.append($0) }])
    XCTAssertEqual(reports.count, 2, "the first and the last")
    XCTAssertEqual(
      TrainingProgress<Double>.Report(
        epoch: 1, epochs: 2, batch: 3, batches: 4, loss: 0.123456, share: 0.2, seconds: 1,
        secondsLeft: 3723
      ).description, "epoch 1/2, batch 3/4, loss 0.1235, 1:02:03 left")
  }
}
