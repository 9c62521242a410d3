import TensorFormats

extension Trainer {
  /// What the training needs to go on from here, bit for bit. Callbacks ask for it within `fit`;
  /// between two calls of `fit` it has what callbacks remembered in neither.
  public func checkpoint() -> Checkpoint<Scalar> {
    var file = Safetensors()
    file.metadata["format"] = Checkpoint<Scalar>.format
    file.metadata["scalar"] = "\(Scalar.self)"

    let tensors = NamedTensors.of(network)
    for name in tensors.keys.sorted() { file[name] = tensors[name].map { StoredTensor($0) } }
    network.visit { module, path in
      guard let generator = module.ownGenerator else { return }
      file.metadata["generator." + path] = Self.joined([
        generator.seed, generator.stream, generator.position, generator.splitCount,
      ])
    }

    let state = optimizer.state()
    file.metadata["optimizer"] = state.kind
    Self.write(state.tensors, state.scalars, "optimizer.", &file)

    for (key, callback) in keyedCallbacks() {
      let state = callback.state
      guard !state.scalars.isEmpty || !state.tensors.isEmpty else { continue }
      file.metadata["callbacks." + key] = callback.kind
      Self.write(state.tensors, state.scalars, "callback.\(key).", &file)
    }

    if let loader {
      let state = loader.state
      file.metadata["data.seed"] = "\(state.seed)"
      file.metadata["data"] = Self.joined([
        state.epoch, state.position, state.sampleCount, state.batchSize,
      ])
    }
    file.metadata["epoch"] = "\(sumOfLosses),\(samples)"
    file.metadata["metrics"] = metrics.map(\.name).joined(separator: "\n")
    for (index, metric) in metrics.enumerated() {
      file.metadata["metric.\(index)"] = Self.joined(metric.state)
    }
    write(history, to: &file)
    return Checkpoint(file, file: nil)
  }

  private static func write(
    _ tensors: [String: Tensor<Scalar>], _ scalars: [String: Double], _ prefix: String,
    _ file: inout Safetensors
  ) {
    for name in tensors.keys.sorted() {
      file[prefix + name] = tensors[name].map { StoredTensor($0) }
    }
    for (name, value) in scalars { file.metadata[prefix + name] = "\(value)" }
  }

  private func write(_ history: [EpochRecord], to file: inout Safetensors) {
    guard !history.isEmpty else { return }
    var names: [String] = []
    for entry in history.flatMap(\.entries) where !names.contains(entry.name) {
      names.append(entry.name)
    }
    let rows = history.map { record in
      [Double(record.epoch)] + names.map { record[$0] ?? Checkpoint<Scalar>.missing }
    }
    file["history"] = StoredTensor(Tensor<Double>(rows: rows))
    file.metadata["history"] = names.joined(separator: "\n")
  }

  private static func joined(_ numbers: [some CustomStringConvertible]) -> String {
    numbers.map(\.description).joined(separator: ",")
  }

  /// The callbacks by kind and by their position among those of one kind: others may come and go.
  private func keyedCallbacks() -> [(key: String, callback: TrainingCallback<Scalar>)] {
    var counts: [String: Int] = [:]
    return callbacks.map { callback in
      let index = counts[callback.kind, default: 0]
      counts[callback.kind] = index + 1
      return ("\(callback.kind).\(index)", callback)
    }
  }

  /// Goes to where the checkpoint was made.
  ///
  /// - Throws: `TrainingError`, `StateError` or `FormatError` that names what doesn't fit. Sizes are
  ///   compared before anything is changed; after another error training must not go on.
  func restore(_ checkpoint: Checkpoint<Scalar>, _ loader: DataLoader<Scalar>) throws {
    var learned: [String: Tensor<Scalar>] = [:]
    for kind in ["parameter.", "buffer."] {
      for (name, tensor) in try checkpoint.tensors(kind) { learned[kind + name] = tensor }
    }
    let history = try checkpoint.history()
    let names = try checkpoint.text("metrics").split(separator: "\n").map(String.init)
    guard names == metrics.map(\.name) else {
      throw checkpoint.error("its metrics are \(names), expected \(metrics.map(\.name))")
    }
    let keyed = keyedCallbacks()
    let prefix = "callbacks."
    for key in checkpoint.contents.metadata.keys.sorted() where key.hasPrefix(prefix) {
      guard keyed.contains(where: { prefix + $0.key == key }) else {
        throw checkpoint.error("it has the state of a callback \(try checkpoint.text(key))")
      }
    }
    let sums: [Double] = try checkpoint.numbers("epoch", count: 2)
    let order: [Int] = try checkpoint.numbers("data", count: 4)
    let dataState = DataLoader<Scalar>.State(
      seed: try checkpoint.numbers("data.seed", count: 1)[0], epoch: order[0], position: order[1],
      sampleCount: order[2], batchSize: order[3])

    do {
      try loader.restore(dataState)
      try NamedTensors.restore(learned, to: network)
    } catch {
      throw checkpoint.error(error.description)
    }
    try optimizer.restore(
      OptimizerState(
        kind: checkpoint.text("optimizer"), tensors: checkpoint.tensors("optimizer."),
        scalars: checkpoint.scalars("optimizer.")))
    try restoreGenerators(checkpoint)
    for (key, callback) in keyed where checkpoint.contents.metadata[prefix + key] != nil {
      try callback.restore(
        TrainingCallback.State(
          scalars: checkpoint.scalars("callback.\(key)."),
          tensors: checkpoint.tensors("callback.\(key).")))
    }
    for (index, metric) in metrics.enumerated() {
      metric.state = try checkpoint.numbers("metric.\(index)")
    }
    self.history = history
    (sumOfLosses, samples) = (sums[0], Int(sums[1]))
  }

  private func restoreGenerators(_ checkpoint: Checkpoint<Scalar>) throws {
    var failure: TrainingError?
    network.visit { module, path in
      guard module.ownGenerator != nil else { return }
      do throws(TrainingError) {
        let numbers: [UInt64] = try checkpoint.numbers("generator." + path, count: 4)
        module.ownGenerator = PhiloxGenerator(
          seed: numbers[0], stream: numbers[1], position: numbers[2], splitCount: numbers[3])
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }
}
