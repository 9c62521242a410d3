/// The outputs of several modules side by side along the axis of the features, the second one, and the
/// parts of a gradient that belong to each.
struct JoinedFeatures<Scalar: BLASScalar> {
  /// The columns of a gradient, a tensor for each module.
  private(set) var parts: [Tensor<Scalar>] = []

  /// Joins the outputs of modules. Those that don't fit the first one are reported, with what was
  /// expected of them.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func join(
    _ modules: [Module<Scalar>], into output: inout Tensor<Scalar>,
    _ misfit: (_ module: Int, _ expected: String, _ shape: Shape) -> Never
  ) {
    var shape = modules[0].output.shape
    if shape.rank < 2 { misfit(0, "[batch, features, ...]", shape) }
    for index in 1..<max(1, modules.count) {
      let other = modules[index].output.shape
      if !Self.fits(other, beside: shape) { misfit(index, Self.pattern(shape), other) }
      shape[1] += other[1]
    }
    output.prepareToOverwrite(shape: shape)
    var column = 0
    for module in modules {
      output.setColumns(module.output, at: column)
      column += Self.columns(module.output.shape)
    }
  }

  /// Cuts a gradient with respect to the joined outputs into those of the modules.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  mutating func split(_ gradient: Tensor<Scalar>, by modules: [Module<Scalar>]) {
    while parts.count < modules.count { parts.append(Tensor()) }
    var column = 0
    for (index, module) in modules.enumerated() {
      parts[index].assignColumns(of: gradient, from: column, shape: module.output.shape)
      column += Self.columns(module.output.shape)
    }
  }

  /// The scalars of a row.
  private static func columns(_ shape: Shape) -> Int {
    var columns = 1
    for axis in 1..<shape.rank { columns *= shape[axis] }
    return columns
  }

  /// Whether a shape is the same but for the features.
  static func fits(_ shape: Shape, beside first: Shape) -> Bool {
    guard shape.rank == first.rank, shape.rank >= 2 else { return false }
    for axis in 0..<shape.rank where axis != 1 && shape[axis] != first[axis] { return false }
    return true
  }

  static func pattern(_ first: Shape) -> String {
    let extents = first.enumerated().map { axis, extent in axis == 1 ? "features" : "\(extent)" }
    return "[\(extents.joined(separator: ", "))], as the modules before"
  }
}

extension Container {
  /// The shape of outputs side by side, for an input of the container.
  ///
  /// - Throws: `ShapeError` if they don't fit.
  final func joinedShape(_ outputs: [Shape], for inputShape: Shape) throws -> Shape {
    var joined = outputs[0]
    func misfit(_ index: Int, _ expected: String) -> ShapeError {
      ShapeError(
        self,
        expected: "one of which module \(index) makes \(expected), and not \(outputs[index])",
        given: inputShape)
    }
    if joined.rank < 2 { throw misfit(0, "[batch, features, ...]") }
    for (index, shape) in outputs.enumerated().dropFirst() {
      guard JoinedFeatures<Scalar>.fits(shape, beside: joined) else {
        throw misfit(index, JoinedFeatures<Scalar>.pattern(joined))
      }
      joined[1] += shape[1]
    }
    return joined
  }
}
