import BackpropTraining
import TensorFormats
import XCTest

final class CheckpointTests: XCTestCase {
  private struct Interruption: Error {}

  private let epochs = 4

  /// Trains with everything that remembers something; interrupted after a batch, if one is given.
  private func train<Scalar: BLASScalar>(
    _ setup: Setup<Scalar>, _ path: String? = nil, every interval: Checkpointing<Scalar>.Interval,
    from checkpoint: Checkpoint<Scalar>? = nil, interruptedAfter batches: Int? = nil
  ) throws {
    let schedule = Schedule(setup.optimizer, .cosine(steps: 28))
    var callbacks: [TrainingCallback<Scalar>] = [
      ScheduleStepping(schedule, each: .batch), EarlyStopping(patience: 2, margin: 0.02),
    ]
    if let path { callbacks.append(Checkpointing(path, every: interval)) }
    let hooks = Hooks<Scalar>()
    var count = 0
    hooks.onGradients = { _ in
      if count == batches { throw Interruption() }
      count += 1
    }
    callbacks.append(hooks)
    do {
      try setup.trainer.fit(
        setup.loader, epochs: epochs, validation: setup.validation,
        metrics: [Accuracy(), LogLoss(of: .logits)], callbacks: callbacks,
        resumingFrom: checkpoint)
    } catch is Interruption {}
  }

  private func checkResuming<Scalar: BLASScalar>(_: Scalar.Type) throws {
    let whole = try Setup<Scalar>()
    try train(whole, every: .epochs(1))
    XCTAssertEqual(whole.trainer.epoch, epochs)
    for interval in [Checkpointing<Scalar>.Interval.batches(1), .batches(3), .epochs(1)] {
      for batches in [1, 7, 8, 27] {
        let path = try temporaryPath("run.checkpoint")
        let first = try Setup<Scalar>()
        try train(first, path, every: interval, interruptedAfter: batches)
        let second = try Setup<Scalar>()
        // Nothing of its own beginning must be left.
        for parameter in second.network.getParameters() { parameter.value = parameter.value * 3 }
        let checkpoint = try Checkpoint<Scalar>(ifPresentAt: path)
        if case .batches(1) = interval { XCTAssertNotNil(checkpoint) }
        guard let checkpoint else { continue }
        XCTAssertEqual(checkpoint.epoch, batches / 7)
        try train(second, path, every: interval, from: checkpoint)
        XCTAssertEqual(second.weights, whole.weights, "\(interval), \(batches)")
        for (record, other) in zip(second.trainer.history, whole.trainer.history) {
          XCTAssertEqual(record.entries.dropLast(), other.entries.dropLast())
        }
        XCTAssertEqual(second.trainer.epoch, epochs)
        XCTAssertEqual(second.optimizer.learningRate, whole.optimizer.learningRate)
        // What is over stays over.
        let third = try Setup<Scalar>()
        try train(third, path, every: interval, from: Checkpoint(contentsOf: path))
        XCTAssertEqual(third.trainer.epoch, epochs)
        XCTAssertEqual(third.weights, whole.weights)
      }
    }
  }

  func testResumedBitsInDouble() throws { try checkResuming(Double.self) }
  func testResumedBitsInFloat() throws { try checkResuming(Float.self) }

  // MARK: Files that are not as they were written

  private func written() throws -> (path: String, bytes: [UInt8]) {
    let path = try temporaryPath("run.checkpoint")
    let setup = try Setup<Double>()
    try train(setup, path, every: .batches(1), interruptedAfter: 9)
    return (path, try bytes(of: path))
  }

  func testTruncatedFilesAreRefused() throws {
    let (path, whole) = try written()
    for count in Array(stride(from: 0, to: whole.count, by: 97)) + [whole.count - 1] {
      try write(Array(whole[..<count]), to: path)
      XCTAssertThrowsError(try Checkpoint<Double>(contentsOf: path), "\(count)") {
        XCTAssertTrue("\($0)".contains(path), "\($0)")
        XCTAssertTrue("\($0)".hasSuffix("; the checkpoint before it is \(path).previous"), "\($0)")
      }
    }
    XCTAssertNoThrow(try Checkpoint<Double>(contentsOf: path + ".previous"))
  }

  func testAlteredFilesAreRefused() throws {
    let (path, whole) = try written()
    for index in stride(from: 0, to: whole.count, by: 41) {
      for bit in [0, 5] {
        var altered = whole
        altered[index] ^= 1 << bit
        try write(altered, to: path)
        XCTAssertThrowsError(try Checkpoint<Double>(contentsOf: path), "byte \(index), bit \(bit)")
      }
    }
    var altered = whole
    altered[whole.count - 5] ^= 1
    try write(altered, to: path)
    XCTAssertThrowsError(try Checkpoint<Double>(contentsOf: path)) {
      XCTAssertTrue("\($0)".contains("the checksum is not that of the contents"), "\($0)")
    }
  }

  func testOtherFilesAreRefused() throws {
    let (path, _) = try written()
    XCTAssertThrowsError(try Checkpoint<Float>(contentsOf: path)) {
      XCTAssertTrue(
        "\($0)".contains("expected a checkpoint of Float, found one of Double"), "\($0)")
    }
    let other = try temporaryPath("model.safetensors")
    try Safetensors().write(to: other)
    XCTAssertThrowsError(try Checkpoint<Float>(contentsOf: other)) {
      XCTAssertTrue("\($0)".contains("a safetensors file of another kind"), "\($0)")
    }
    XCTAssertNil(try Checkpoint<Float>(ifPresentAt: other + ".none"))
    XCTAssertThrowsError(try Checkpoint<Float>(contentsOf: other + ".none"))
  }

  func testWhatDoesNotFitIsNamed() throws {
    let (path, _) = try written()
    let checkpoint = try Checkpoint<Double>(contentsOf: path)

    func message(_ body: (Setup<Double>) throws -> Void) throws -> String {
      let setup = try Setup<Double>()
      do {
        try body(setup)
        return "nothing was thrown"
      } catch { return "\(error)" }
    }
    let network = Sequential<Double>(Identity(), Linear(4, 9), Tanh(), Dropout(), Linear(9, 3))
    let trainer = Trainer(network, CrossEntropyCriterion(), Adam(network.getParameters()))
    let metrics: [Metric<Double>] = [Accuracy(), LogLoss(of: .logits)]
    XCTAssertEqual(
      try message { setup in
        let schedule = ScheduleStepping(Schedule(trainer.optimizer, .constant), each: .batch)
        try trainer.fit(
          setup.loader, epochs: 4, metrics: metrics,
          callbacks: [schedule, EarlyStopping(patience: 2)], resumingFrom: checkpoint)
      },
      "\(path): the checkpoint doesn't fit: the tensor parameter.1.weight has shape [4, 12], "
        + "that of the network [4, 9]")
    XCTAssertEqual(
      try message { try $0.trainer.fit($0.loader, epochs: 4, resumingFrom: checkpoint) },
      "\(path): the checkpoint doesn't fit: its metrics are [\"accuracy\", \"log-loss\"], "
        + "expected []")
    XCTAssertEqual(
      try message {
        try $0.trainer.fit($0.loader, epochs: 4, metrics: metrics, resumingFrom: checkpoint)
      },
      "\(path): the checkpoint doesn't fit: it has the state of a callback EarlyStopping")
    XCTAssertTrue(
      try message { _ in
        try train(Setup(batch: 8), every: .epochs(1), from: checkpoint)
      }.hasSuffix(
        "the order of the data is that of 105 samples in batches of 16, expected 105 samples in "
          + "batches of 8"))
    XCTAssertTrue(
      try message {
        let optimizer = SGD($0.network.getParameters(), learningRate: 1)
        let other = Trainer($0.network, CrossEntropyCriterion(), optimizer)
        try other.fit(
          $0.loader, epochs: 4, metrics: metrics,
          callbacks: [
            ScheduleStepping(Schedule(optimizer, .constant), each: .batch),
            EarlyStopping(patience: 2),
          ], resumingFrom: checkpoint)
      }.contains("SGD"))
  }

  // MARK: Disks

  func testAFullDiskLeavesTheOldCheckpoint() throws {
    let path = try temporaryPath("run.checkpoint")
    let setup = try Setup<Double>()
    try train(setup, path, every: .batches(1), interruptedAfter: 3)
    let old = try bytes(of: path)
    let hooks = Hooks<Double>()
    // A limit on the size of files: what a full disk does, for this process alone.
    var limit = rlimit()
    signal(SIGXFSZ, SIG_IGN)
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    defer {
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      signal(SIGXFSZ, SIG_DFL)
    }
    hooks.onBatch = { _ in
      var small = rlimit(rlim_cur: rlim_t(old.count / 2), rlim_max: limit.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small)
    }
    let other = try Setup<Double>()
    XCTAssertThrowsError(
      try other.trainer.fit(
        other.loader, epochs: 1, callbacks: [hooks, Checkpointing(path, every: .batches(1))])
    ) { error in
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      XCTAssertTrue("\(error)".contains("can't be written"), "\(error)")
      XCTAssertTrue("\(error)".contains(path), "\(error)")
    }
    XCTAssertEqual(try bytes(of: path), old)
    XCTAssertNoThrow(try Checkpoint<Double>(contentsOf: path))
    let folder = (path as NSString).deletingLastPathComponent
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted(),
      ["run.checkpoint", "run.checkpoint.previous"])
  }

  func testTheCheckpointBeforeIsKept() throws {
    let path = try temporaryPath("run.checkpoint")
    let setup = try Setup<Double>()
    try train(setup, path, every: .batches(1), interruptedAfter: 2)
    let first = try bytes(of: path)
    let resumed = try Setup<Double>()
    try train(
      resumed, path, every: .batches(1), from: Checkpoint(contentsOf: path), interruptedAfter: 1)
    XCTAssertEqual(try bytes(of: path + ".previous"), first)
    XCTAssertNotEqual(try bytes(of: path), first)
  }

  func testTheBestCheckpointAndTheLog() throws {
    let path = try temporaryPath("run.checkpoint")
    let (best, log) = (path + ".best", path + ".csv")
    let setup = try Setup<Double>()
    let hooks = Hooks<Double>()
    var weights: [[Double]] = []
    hooks.onEpoch = { trainer in
      if trainer.epoch <= 3 { weights = setup.weights }
    }
    // From the fourth epoch on it is worse, and stays so.
    hooks.onGradients = { trainer in
      guard trainer.epoch == 3, trainer.loader?.batch == 1 else { return }
      let weight = setup.network.getParameters()[2]
      weight.value = weight.value * -2
      setup.optimizer.learningRate = 0
    }
    let history = try setup.trainer.fit(
      setup.loader, epochs: 6, validation: setup.validation,
      metrics: [Accuracy(name: "right, in all")],
      callbacks: [Checkpointing(path, every: .epochs(4), best: best), hooks, CSVLog(log)])
    XCTAssertLessThan(try XCTUnwrap(history[2].validationLoss), history[1].validationLoss ?? 0)
    XCTAssertGreaterThan(try XCTUnwrap(history[5].validationLoss), history[2].validationLoss ?? 0)
    XCTAssertEqual(try Checkpoint<Double>(contentsOf: path).epoch, 6)
    XCTAssertEqual(try Checkpoint<Double>(contentsOf: best).history(), Array(history[...2]))
    let resumed = try Setup<Double>()
    try resumed.trainer.fit(
      resumed.loader, epochs: 3, metrics: [Accuracy(name: "right, in all")],
      callbacks: [Checkpointing(path)], resumingFrom: Checkpoint(contentsOf: best))
    XCTAssertEqual(resumed.weights, weights)

    let table = try CSVTable<Double>(contentsOf: log)
    XCTAssertEqual(
      table.columnNames,
      [
        "epoch", "loss", "right, in all", "validation loss", "validation right, in all",
        "learning rate", "seconds",
      ])
    XCTAssertEqual(table.values.shape, [6, 7])
    for (row, record) in history.enumerated() {
      XCTAssertEqual(
        table.values.row(row).scalars, [Double(row + 1)] + record.entries.map(\.value))
    }
  }
}
