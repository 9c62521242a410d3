// Text for a terminal.

extension String {
  /// Filled with blanks at the end.
  func left(_ width: Int) -> String { self + blanks(width) }

  /// Filled with blanks at the beginning.
  func right(_ width: Int) -> String { blanks(width) + self }

  private func blanks(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count))
  }

  /// The beginning, if it is longer.
  func shortened(to width: Int) -> String {
    count <= width ? self : String(prefix(max(0, width - 2))) + ".."
  }

  /// Broken at blanks into lines of at most `width` characters, all but the first indented.
  func wrapped(to width: Int, indent: Int = 0) -> String {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += line.isEmpty ? String(word) : " " + word
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
