/// Copies of what a criterion's forward pass saw, so that the backward pass can tell whether it is
/// given the same.
///
/// Copies, because a network overwrites its output in place: the same tensor may hold other numbers
/// by then. Only small arguments are kept; for large ones copying would cost as much as it saves.
struct RememberedArguments<Scalar: BLASScalar> {
  private var input = Tensor<Scalar>()
  private var target = Tensor<Scalar>()
  private var isValid = false

  private static var maximumCount: Int { 1 << 14 }

  /// Keeps copies, if the arguments are small enough, and says whether it did.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  mutating func keep(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Bool {
    isValid = input.count <= Self.maximumCount
    if isValid {
      self.input.assignCopy(of: input)
      self.target.assignCopy(of: target)
    }
    return isValid
  }

  /// Whether the arguments are the kept ones, to the bit. Says so once.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  mutating func takeIfEqual(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Bool {
    defer { isValid = false }
    return isValid && self.input.isBitIdentical(to: input) && self.target.isBitIdentical(to: target)
  }
}
