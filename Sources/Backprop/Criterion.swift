/// A loss: how far outputs are from their targets, as one number, and its gradient.
///
/// ```swift
/// let loss = criterion.forward(output, target)
/// net.backward(input, criterion.backward(output, target))
/// ```
///
/// To write one of your own, override `updateOutput`, which writes `output`, and `updateGradInput`,
/// which writes `gradInput`. Criterions are the only place where anything is divided by the batch
/// size. An empty batch has loss 0.
///
/// Torch7: `nn.Criterion`.
open class Criterion<Scalar: BLASScalar>: CustomStringConvertible {
  /// The loss computed last.
  @exclusivity(unchecked) public final var output: Scalar = 0
  /// The gradient with respect to the input, computed last.
  @exclusivity(unchecked) public final var gradInput = Tensor<Scalar>()
  private var indices = Tensor<Scalar>()

  /// Makes a criterion.
  public init() {}

  /// Computes the loss.
  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public final func forward(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Scalar {
    updateOutput(input, target)
    return output
  }

  /// Computes the gradient of the loss with respect to the input.
  @discardableResult
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public final func backward(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) -> Tensor<Scalar> {
    updateGradInput(input, target)
    return gradInput
  }

  /// Computes the loss for class indices, counted from 0.
  @discardableResult
  public final func forward(_ input: Tensor<Scalar>, _ target: [Int]) -> Scalar {
    indices.assign(integers: target)
    return forward(input, indices)
  }

  /// Computes the gradient for class indices, counted from 0.
  @discardableResult
  public final func backward(_ input: Tensor<Scalar>, _ target: [Int]) -> Tensor<Scalar> {
    indices.assign(integers: target)
    return backward(input, indices)
  }

  /// Computes the loss and writes it to `output`. Every criterion overrides it.
  open func updateOutput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    fatalError("\(Self.self) does not override updateOutput")
  }

  /// Computes the gradient and writes it to `gradInput`. Every criterion overrides it.
  open func updateGradInput(_ input: Tensor<Scalar>, _ target: Tensor<Scalar>) {
    fatalError("\(Self.self) does not override updateGradInput")
  }

  /// What the criterion is, in a few words.
  open var description: String {
    String(String(describing: type(of: self)).prefix { $0 != "<" })
  }

  /// Stops the program with a message that names the criterion and both shapes, unless the
  /// condition holds.
  @inline(__always)
  public final func require(
    _ condition: Bool, input: Shape, target: Shape, expected: @autoclosure () -> String
  ) {
    if !condition {
      fatalError(
        "\(description): input has shape \(input), target \(target), expected \(expected())")
    }
  }
}
