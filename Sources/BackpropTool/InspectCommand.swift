import ArgumentParser
import BackpropTraining
import TensorFormats

/// Shows what is in a file of tensors.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show the tensors of a file: names, types, shapes, and what their numbers are like.",
    discussion: """
      Formats are told by their names: .npy, .npz, -ubyte or .idx; all others are safetensors. Each \
      may be compressed by gzip.

      EXAMPLES:
        backprop inspect model.safetensors
        backprop inspect train-images-idx3-ubyte.gz
        backprop inspect model.safetensors --format json | tail -1
      """)

  @Argument(help: ArgumentHelp("A safetensors, npz, npy or IDX file.", valueName: "file"))
  var file: String

  @Option(help: "For people, or for programs: a JSON object a line.")
  var format = OutputFormat.text

  func run() throws {
    let contents = try TensorFile(contentsOf: file)
    let rows = try contents.tensors.map { name, tensor in
      Row(
        name: name, tensor: tensor,
        statistics: TensorStatistics(try tensor.tensor(as: Double.self)))
    }
    switch format {
    case .text: writeText(contents, rows)
    case .json: writeJSON(contents, rows)
    }
  }

  private struct Row {
    let name: String
    let tensor: StoredTensor
    let statistics: TensorStatistics
  }

  private func writeText(_ contents: TensorFile, _ rows: [Row]) {
    let bytes = rows.reduce(0) { $0 + $1.tensor.count * $1.tensor.type.size }
    let count = rows.reduce(0) { $0 + $1.tensor.count }
    StandardOutput.writeLine(
      "\(file): \(contents.format), \(rows.count.grouped) \(rows.count == 1 ? "tensor" : "tensors"), \(count.grouped) elements, "
        + "\(bytes.grouped) bytes")
    for (key, value) in contents.metadata.sorted(by: { $0.key < $1.key }) {
      let line = (key + ": " + value.printable).shortened(to: Terminal.textWidth)
      StandardOutput.writeLine(line)
    }
    guard !rows.isEmpty else { return }
    StandardOutput.writeLine("")
    let cells = rows.map { row in
      [row.name.printable, row.tensor.type.rawValue, row.tensor.shape.description]
        + numbers(row.statistics)
    }
    let table = [["tensor", "type", "shape", "min", "max", "mean", "deviation", ""]] + cells
    let widths = (0..<table[0].count).map { column in table.map { $0[column].count }.max() ?? 0 }
    // Long names give way, so that the numbers stay on the line.
    let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
    let nameWidth = min(widths[0], max(12, Terminal.textWidth - others))
    for line in table {
      var text = line[0].shortened(to: nameWidth).left(nameWidth)
      for (column, cell) in line.enumerated().dropFirst() {
        text += "  " + (column < 3 ? cell.left(widths[column]) : cell.right(widths[column]))
      }
      while text.last == " " { text.removeLast() }
      StandardOutput.writeLine(text)
    }
  }

  private func numbers(_ statistics: TensorStatistics) -> [String] {
    let note = statistics.nonFinite == 0 ? "" : "\(statistics.nonFinite.grouped) not finite"
    guard !statistics.isEmpty else { return ["", "", "", "", note] }
    return [
      statistics.minimum, statistics.maximum, statistics.mean, statistics.deviation,
    ].map(\.asLoss) + [note]
  }

  private func writeJSON(_ contents: TensorFile, _ rows: [Row]) {
    for row in rows {
      var members: [(key: String, value: JSON)] = [
        ("tensor", .string(row.name)),
        ("type", .string(row.tensor.type.rawValue)),
        ("shape", .array(row.tensor.shape.map(JSON.integer))),
      ]
      let statistics = row.statistics
      if !statistics.isEmpty {
        members += [
          ("min", .number(statistics.minimum)), ("max", .number(statistics.maximum)),
          ("mean", .number(statistics.mean)), ("deviation", .number(statistics.deviation)),
        ]
      }
      members.append(("not_finite", .integer(statistics.nonFinite)))
      StandardOutput.writeLine(JSON.object(members).description)
    }
    StandardOutput.writeLine(
      JSON.object([
        ("file", .string(file)), ("format", .string(contents.format)),
        ("tensors", .integer(rows.count)),
        (
          "metadata",
          .object(
            contents.metadata.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) })
        ),
      ]).description)
  }
}
