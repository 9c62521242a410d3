/// Ends a training with an error when the loss is no longer a finite number, and names the layer that
/// made the first output that isn't. The step is not taken: the parameters are those before the batch
/// (running statistics have seen it).
///
/// ```swift
/// try trainer.fit(loader, epochs: 10, callbacks: [StopOnNaN()])
/// // epoch 3, batch 12: the loss is nan; the first output that is not finite is that of 2: Linear
/// // 64 -> 10 (row 5); its weight is not finite
/// ```
///
/// While losses are finite it costs one comparison a batch.
public final class StopOnNaN<Scalar: BLASScalar>: TrainingCallback<Scalar> {
  /// Makes a callback.
  public override init() {}

  public override func gradientsDidUpdate(_ trainer: Trainer<Scalar>) throws {
    guard !trainer.batchLoss.isFinite, let loader = trainer.loader else { return }
    throw TrainingError(
      "epoch \(trainer.epoch + 1), batch \(loader.batch): the loss is \(trainer.batchLoss); "
        + Self.cause(in: trainer.network, loader))
  }

  private static func cause(in network: Module<Scalar>, _ loader: DataLoader<Scalar>) -> String {
    if let index = loader.input.firstNonFiniteIndex() {
      return "its inputs are not finite (row \(row(index, loader.input)) of the batch)"
    }
    var found: String?
    network.visit { module, path in
      // Containers come before their children, whose outputs theirs are made of.
      guard found == nil, module.children.isEmpty else { return }
      guard let index = module.output.firstNonFiniteIndex() else { return }
      let name = path.isEmpty ? module.description : path + ": " + module.description
      found =
        "the first output that is not finite is that of \(name) (row "
        + "\(row(index, module.output)))"
      for parameter in module.ownParameters
      where parameter.withValue({ $0.firstNonFiniteIndex() }) != nil {
        found? += "; its \(parameter.name) is not finite"
      }
    }
    if let found { return found }
    return loader.target.firstNonFiniteIndex() == nil
      ? "all outputs are finite, so the criterion made it" : "its targets are not finite"
  }

  private static func row(_ index: Int, _ tensor: Tensor<Scalar>) -> Int {
    tensor.rank == 0 || tensor.shape[0] == 0 ? index : index / (tensor.count / tensor.shape[0])
  }
}
