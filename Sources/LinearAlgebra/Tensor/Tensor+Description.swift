extension Tensor: CustomStringConvertible {
  /// The scalars in nested brackets, a row a line; long axes are abbreviated.
  public var description: String {
    describe(axis: 0, offset: 0, indent: 1)
  }

  private func describe(axis: Int, offset: Int, indent: Int) -> String {
    guard axis < rank else { return "\(pointer[offset])" }
    let extent = shape[axis]
    let stride = shape.count(from: axis + 1)
    let edge = 4
    let isLong = extent > 3 * edge
    let shown = isLong ? Array(0..<edge) + Array((extent - edge)..<extent) : Array(0..<extent)
    var parts = shown.map {
      describe(axis: axis + 1, offset: offset + $0 * stride, indent: indent + 1)
    }
    if isLong { parts.insert("...", at: edge) }
    let isInnermost = axis == rank - 1
    let separator = isInnermost ? ", " : ",\n" + String(repeating: " ", count: indent)
    return "[" + parts.joined(separator: separator) + "]"
  }
}
