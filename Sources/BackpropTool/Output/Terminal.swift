import Glibc

/// What standard output is connected to.
enum Terminal {
  /// Whether it is a terminal that can redraw a line.
  static let isInteractive = isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb"

  /// Whether to use colours (https://no-color.org).
  static let usesColor = isInteractive && environment("NO_COLOR") == nil

  /// The number of characters in a line, at the moment; 80 if that is unknown.
  static var width: Int {
    var size = winsize()
    guard isInteractive, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// The most characters in a line that isn't redrawn: longer ones are hard to read.
  static var textWidth: Int { min(80, width) }

  static func bold(_ text: String) -> String { styled(text, "1") }
  static func green(_ text: String) -> String { styled(text, "32") }
  static func red(_ text: String) -> String { styled(text, "31") }

  private static func styled(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  /// The value of a variable of the environment that is set to something.
  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }
}
