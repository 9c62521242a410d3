/// A running average of the weights, which often predicts better than the weights of the last step.
///
/// ```
/// a = p                                  in the first update
/// a = decay a + (1 - decay) p            later
/// a = a + (1 - decay) / (1 - decay^n) (p - a)   in update n, with bias correction
/// ```
///
/// Without bias correction the first weights count as much as all updates before them would have, as in
/// PyTorch's `swa_utils.get_ema_multi_avg_fn`; with it, a is the exponentially weighted mean of the
/// weights that there were, as if started from 0 and divided by 1 - decay^n. Buffers such as running
/// statistics are not averaged.
///
/// By default decay is 0.999, as in PyTorch, and there is no bias correction.
///
/// State: one number a parameter.
///
/// Paper: Polyak and Juditsky, *Acceleration of stochastic approximation by averaging*, 1992.
///
/// ```swift
/// let average = ExponentialMovingAverage(net.getParameters(), decay: 0.99)
/// optimizer.step()
/// average.update()                      // after each step
/// let loss = average.withAverages { validationLoss(net) }
/// ```
public final class ExponentialMovingAverage<Scalar: BLASScalar> {
  /// The parameters, as one vector.
  public let vector: ParameterVector<Scalar>
  /// How much of the average is kept from update to update.
  @exclusivity(unchecked) public var decay: Scalar
  /// Whether the first weights count no more than later ones.
  public let correctsBias: Bool
  /// The number of updates.
  @exclusivity(unchecked) public private(set) var updateCount = 0
  /// Whether the parameters hold the averages at present, and the averages are kept for the weights.
  public private(set) var isSwapped = false
  /// The averages; the weights while they are swapped.
  @exclusivity(unchecked) private var averaged: Tensor<Scalar>

  /// Makes an average; the decay lies in [0, 1). Before the first update it is the weights.
  public init(_ parameters: [Parameter<Scalar>], decay: Scalar = 0.999, correctsBias: Bool = false)
  {
    if !(decay >= 0 && decay < 1) {
      fatalError("ExponentialMovingAverage: decay \(decay) is not in [0, 1)")
    }
    vector = ParameterVector(parameters)
    self.decay = decay
    self.correctsBias = correctsBias
    averaged = vector.parameters.isEmpty ? Tensor() : vector.values
  }

  /// The averages, in the order of `vector`.
  ///
  /// - Complexity: O(1), or O(`vector.count`) while they are swapped.
  public var values: Tensor<Scalar> { isSwapped ? vector.values : averaged }

  /// Takes the weights into the average: after each step of the optimizer.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func update() {
    if isSwapped {
      fatalError("ExponentialMovingAverage: update while the averages are in the parameters")
    }
    updateCount += 1
    let share = share()
    let average = averaged.mutablePointer()
    for segment in vector.segments {
      Scalar.axpby(share, segment.value, 1 - share, average + segment.offset, segment.count)
    }
  }

  /// The share of the weights in the present update.
  private func share() -> Scalar {
    if updateCount == 1 { return 1 }
    if !correctsBias { return 1 - decay }
    let decay = decay.asDouble
    return Scalar((1 - decay) / (1 - power(decay, updateCount)))
  }

  /// Exchanges the weights with the averages: once to use these, and again to go on training.
  public func swap() {
    let kept = averaged
    averaged = vector.parameters.isEmpty ? Tensor() : vector.values
    if !vector.parameters.isEmpty { vector.values = kept }
    isSwapped.toggle()
  }

  /// Calls `body` while the parameters hold the averages, and puts the weights back.
  public func withAverages<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if isSwapped { return try body() }
    swap()
    defer { swap() }
    return try body()
  }

  /// Overwrites other parameters with the averages: those of a second network made like the first. (A
  /// replica shares the parameters of its original.)
  public func copy(to parameters: [Parameter<Scalar>]) {
    let shapes = vector.parameters.map(\.shape)
    if parameters.map(\.shape) != shapes {
      fatalError(
        "ExponentialMovingAverage: averages of shapes \(shapes) can't be copied to parameters of "
          + "shapes \(parameters.map(\.shape))")
    }
    let values = values
    var offset = 0
    for parameter in parameters {
      let part = values.rows(offset..<(offset + parameter.count))
      parameter.value = part.reshaped(to: parameter.shape)
      offset += parameter.count
    }
  }

  // MARK: State

  /// What the average remembers. Later updates don't change it.
  public func state() -> OptimizerState<Scalar> {
    StateCoder.save(kind: Self.kind, vectorCount: vector.count, codeState)
  }

  /// Goes on from a state.
  /// - Throws: `StateError`, which names what does not fit; then nothing has changed.
  public func restore(_ state: OptimizerState<Scalar>) throws {
    try StateCoder.restore(state, kind: Self.kind, vectorCount: vector.count, codeState)
  }

  private static var kind: String { "ExponentialMovingAverage" }

  private func codeState(_ coder: inout StateCoder<Scalar>) throws {
    try coder.constant("parameterCount", vector.count)
    try coder.flag("correctsBias", correctsBias)
    try coder.count("stepCount", &updateCount)
    try coder.option("decay", &decay, in: .unit)
    try coder.flag("isSwapped", isSwapped)
    try coder.vector("average", &averaged)
    if averaged.isEmpty, !vector.parameters.isEmpty { averaged = vector.values }
  }
}
