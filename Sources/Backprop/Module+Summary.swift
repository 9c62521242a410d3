extension Module {
  /// The network as a table: a line for each module with the shape of its output and its number of
  /// parameters, and the totals below.
  ///
  /// ```swift
  /// print(net.summary(inputShape: [1, 64]))
  /// ```
  ///
  /// ```
  /// path  module             output   parameters
  /// --------------------------------------------
  ///       Sequential         [1, 10]       2,410
  /// 0       Linear 64 -> 32  [1, 32]       2,080
  /// 1       ReLU             [1, 32]           0
  /// 2       Linear 32 -> 10  [1, 10]         330
  /// --------------------------------------------
  /// 2,410 parameters (Double, 19,280 bytes)
  /// ```
  ///
  /// The line of a container counts all that is below it; parameters that are shared are counted
  /// where they come first. If the input doesn't fit a module, the shapes end before it and the
  /// last line tells why.
  ///
  /// - Parameters:
  ///   - inputShape: The shape of an input, with its batch.
  ///   - width: The most characters in a line; descriptions are shortened to fit.
  /// - Returns: The table, without a line's end after the last line.
  public final func summary(inputShape: Shape, width: Int = 80) -> String {
    var table = SummaryTable<Scalar>()
    let failure = table.add(self, inputShape: inputShape)
    return table.text(width: width, failure: failure)
  }
}

/// The lines of a summary.
private struct SummaryTable<Scalar: BLASScalar> {
  private var rows: [[String]] = [["path", "module", "output", "parameters"]]
  private var seen = Set<ObjectIdentifier>()
  private var total = 0

  /// Adds a module and all below it; returns why the input doesn't fit, if it doesn't.
  mutating func add(_ root: Module<Scalar>, inputShape: Shape) -> String? {
    let problem = add(root, path: "", depth: 0, inputShape: inputShape).problem
    total = root.getParameters().reduce(0) { $0 + $1.count }
    return problem
  }

  /// `inputShape` is nil where it is unknown: behind a module that it doesn't fit, or inside one that
  /// is no container.
  @discardableResult
  private mutating func add(
    _ module: Module<Scalar>, path: String, depth: Int, inputShape: Shape?
  ) -> (outputShape: Shape?, problem: String?) {
    let children = module.children
    let name = children.isEmpty ? module.description : module.typeName
    let row = rows.count
    rows.append([path, String(repeating: "  ", count: depth) + oneLine(name), "", ""])

    let countBefore = counted
    counted += module.ownParameters.reduce(0) { sum, parameter in
      seen.insert(ObjectIdentifier(parameter)).inserted ? sum + parameter.count : sum
    }
    var problem: String?
    var previous: Shape?
    for (index, (childName, child)) in zip(module.childNames, children).enumerated() {
      var current: Shape?
      if let inputShape, problem == nil, let container = module as? Container<Scalar> {
        do {
          current = try container.inputShape(ofChild: index, for: inputShape, after: previous)
        } catch { problem = "\(error)" }
      }
      let childPath = path.isEmpty ? childName : path + "." + childName
      let result = add(child, path: childPath, depth: depth + 1, inputShape: current)
      problem = problem ?? result.problem
      previous = result.outputShape
    }
    var output: Shape?
    if let inputShape, problem == nil {
      do { output = try module.outputShape(for: inputShape) } catch { problem = "\(error)" }
    }
    rows[row][2] = output.map { "\($0)" } ?? "-"
    rows[row][3] = (counted - countBefore).grouped
    return (output, problem)
  }

  private var counted = 0

  private func oneLine(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: " ")
  }

  func text(width: Int, failure: String?) -> String {
    var widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    // What is too much comes off the descriptions first, then off the paths.
    for column in [1, 0] {
      let excess = widths.reduce(6, +) - width
      if excess > 0 { widths[column] = max(8, widths[column] - excess) }
    }
    var lines = rows.map { row in
      let cells = (0..<3).map { row[$0].shortened(to: widths[$0]).padded(to: widths[$0]) }
      return (cells + [row[3].padded(to: -widths[3])]).joined(separator: "  ")
    }
    lines.insert(String(repeating: "-", count: widths.reduce(6, +)), at: 1)
    lines.append(lines[1])
    let bytes = total * MemoryLayout<Scalar>.stride
    let parameters = "\(total.grouped) parameter\(total == 1 ? "" : "s")"
    let inBytes = " (\(Scalar.self), \(bytes.grouped) bytes)"
    lines.append(parameters + (parameters.count + inBytes.count <= width ? inBytes : ""))
    if let failure { lines.append("does not fit: " + failure) }
    return lines.joined(separator: "\n")
  }
}

extension Int {
  /// The digits in groups of three: `12,345`.
  fileprivate var grouped: String {
    var text = ""
    for (position, digit) in String(magnitude).reversed().enumerated() {
      if position > 0, position.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}

extension String {
  /// Filled with blanks to a width: at the end, or if the width is negative at the beginning.
  fileprivate func padded(to width: Int) -> String {
    let blanks = String(repeating: " ", count: Swift.max(0, abs(width) - count))
    return width < 0 ? blanks + self : self + blanks
  }

  fileprivate func shortened(to width: Int) -> String {
    count <= width ? self : String(prefix(Swift.max(0, width - 3))) + "..."
  }
}
