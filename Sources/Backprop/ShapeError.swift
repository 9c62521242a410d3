/// A module can't take an input of a shape.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
  /// The module, and where it stands in its container.
  public let module: String
  /// The shapes that it takes: `[batch, 4]`.
  public let expected: String
  /// The shape that it was asked about.
  public let given: Shape

  /// Describes a shape that doesn't fit.
  public init<Scalar>(_ module: Module<Scalar>, expected: String, given: Shape) {
    self.module = module.label
    self.expected = expected
    self.given = given
  }

  /// The error in words.
  public var description: String { "\(module): the input has shape \(given), expected \(expected)" }
}
