/// Sets each element to zero at random while training, against overfitting.
///
/// ```
/// training:    y = x * mask,  dx = dy * mask,  mask = 1/keep with probability keep, else 0
/// evaluation:  y = x,         dx = dy
/// ```
///
/// - Input and output have the same shape, whichever it is.
/// - A mask is drawn for every forward pass in training, from a generator of the module's own.
/// - Scaling by 1/keep makes the expected output the input; with `rescale: false` the mask is 0 or
///   1, as in the notebook.
/// - NaN stays NaN, also where it is dropped.
///
/// Paper: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, *Dropout: a simple way to prevent
/// neural networks from overfitting*, 2014. Torch7: `nn.Dropout(drop)`.
///
/// ```swift
/// let net = Sequential<Double>(Linear(64, 32), ReLU(), Dropout(drop: 0.2), Linear(32, 10))
/// net.evaluate()  // nothing is dropped
/// ```
public final class Dropout<Scalar: BLASScalar>: Module<Scalar> {
  /// The probability with which an element is kept.
  public let keep: Double
  /// Whether what is kept is scaled by 1/keep.
  public let rescale: Bool
  /// The mask of the last forward pass in training.
  public private(set) var mask = Tensor<Scalar>()
  /// A mask to use in training instead of drawing one, as it is multiplied (already scaled).
  public var fixedMask: Tensor<Scalar>?
  /// The generator that masks are drawn from.
  public var generator: PhiloxGenerator
  private var wasTraining = false

  /// Keeps each element with probability `keep`.
  public init(keep: Double = 0.5, rescale: Bool = true, using generator: PhiloxGenerator? = nil) {
    if !(keep >= 0 && keep <= 1) { fatalError("Dropout: keep \(keep) is not a probability") }
    self.keep = keep
    self.rescale = rescale
    self.generator = generator ?? RandomSource.split()
    super.init()
  }

  /// Drops each element with probability `drop`.
  public convenience init(
    drop: Double, rescale: Bool = true, using generator: PhiloxGenerator? = nil
  ) {
    if !(drop >= 0 && drop <= 1) { fatalError("Dropout: drop \(drop) is not a probability") }
    self.init(keep: 1 - drop, rescale: rescale, using: generator)
  }

  public override var ownGenerator: PhiloxGenerator? {
    get { generator }
    set { if let newValue { generator = newValue } }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateOutput(_ input: Tensor<Scalar>) {
    wasTraining = isTraining
    guard isTraining else {
      output.assignCopy(of: input)
      return
    }
    if let fixedMask {
      require(
        fixedMask.shape == input.shape, "input", expected: "\(fixedMask.shape), as its fixed mask",
        got: input.shape)
      mask = fixedMask
    } else {
      mask.prepareToOverwrite(shape: input.shape)
      // With keep = 0 nothing is kept, and nothing scaled.
      let value = rescale && keep > 0 ? Scalar(1 / keep) : 1
      mask.fillBernoulli(probability: keep, value: value, using: &generator)
    }
    output.assign(.multiply, input, mask)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public override func updateGradInput(_ input: Tensor<Scalar>, _ gradOutput: Tensor<Scalar>) {
    requireGradOutput(gradOutput, shapedAs: input)
    if wasTraining {
      gradInput.assign(.multiply, gradOutput, mask)
    } else {
      gradInput.assignCopy(of: gradOutput)
    }
  }

  public override func makeReplica() -> Module<Scalar> {
    // The replica draws other numbers: the same masks twice would not be independent.
    let replica = Dropout(keep: keep, rescale: rescale, using: generator.split())
    replica.fixedMask = fixedMask
    return replica
  }

  public override var description: String {
    "Dropout (keep \(keep)\(rescale ? "" : ", not rescaled"))"
  }
}
