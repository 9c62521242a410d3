extension Module {
  /// The name of the class without its scalar: `Linear`.
  final var typeName: String {
    let name = String(describing: type(of: self))
    return String(name.prefix { $0 != "<" })
  }

  /// The module and where it stands: `Linear 4 -> 8 (module 2 of Sequential)`.
  public final var label: String {
    // A container's description has a line for each child.
    let name = children.isEmpty ? description : typeName
    return place.map { "\(name) (\($0))" } ?? name
  }

  /// Stops the program with a message that names the module, what it expected and the shape it
  /// got, unless the condition holds.
  @inline(__always)
  public final func require(
    _ condition: Bool, _ argument: StaticString, expected: @autoclosure () -> String,
    got shape: Shape
  ) {
    if !condition { stop(argument, expected(), shape) }
  }

  /// Requires the gradient given to `backward` to have the shape of the output.
  @inline(__always)
  public final func requireGradOutput(_ gradOutput: Tensor<Scalar>) {
    require(
      gradOutput.shape == output.shape, "gradOutput", expected: "\(output.shape), as its output",
      got: gradOutput.shape)
  }

  /// Requires the gradient given to `backward` to have the shape of the input, for layers that compute
  /// with both side by side.
  @inline(__always)
  public final func requireGradOutput(
    _ gradOutput: Tensor<Scalar>, shapedAs input: Tensor<Scalar>
  ) {
    require(
      gradOutput.shape == input.shape, "gradOutput", expected: "\(input.shape), as its input",
      got: gradOutput.shape)
  }

  @inline(never)
  private func stop(_ argument: StaticString, _ expected: String, _ shape: Shape) -> Never {
    fatalError("\(label): \(argument) has shape \(shape), expected \(expected)")
  }
}
