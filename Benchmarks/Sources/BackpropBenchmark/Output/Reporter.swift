import Foundation

/// Writes results in a format, and keeps them for the chart.
final class Reporter {
  private let format: OutputFormat
  private var group: [ResultRow] = []
  private(set) var rows: [ResultRow] = []

  init(_ format: OutputFormat) { self.format = format }

  func add(_ result: WorkloadResult) throws {
    let rows = result.rows
    self.rows += rows
    group += rows
    guard format == .json else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    for row in rows { print(String(decoding: try encoder.encode(row), as: UTF8.self)) }
  }

  /// Writes the table of a group of workloads.
  func endOfGroup() {
    defer { group = [] }
    guard !group.isEmpty else { return }
    switch format {
    case .text: print(ResultTable.text(group))
    case .markdown: print(MarkdownTable.text(group))
    case .json: break
    }
  }

  /// Says what is going on, beside the results.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Shows what is being measured, where somebody looks on.
  static func progress(_ text: String) {
    guard isatty(FileHandle.standardError.fileDescriptor) == 1 else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }
}
