import Glibc
import Synchronization

/// The cursor of the terminal: hidden while a line is redrawn, and shown again however the process
/// ends.
enum Cursor {
  private static let isHidden = Atomic<Bool>(false)

  static func hide() {
    guard !isHidden.exchange(true, ordering: .relaxed) else { return }
    StandardOutput.write("\u{1b}[?25l")
  }

  /// Ends the line that was redrawn, and shows the cursor again.
  static func show() {
    guard isHidden.exchange(false, ordering: .relaxed) else { return }
    StandardOutput.write("\u{1b}[?25h\n")
  }

  /// Makes signals that end or stop the process leave the terminal in order.
  static func restoreOnSignals() {
    // Handlers may not be the first to touch it.
    _ = isHidden.load(ordering: .relaxed)
    signal(SIGINT, leave)
    signal(SIGQUIT, leave)
    signal(SIGTERM, leave)
    // With `nohup` it is ignored, and stays so.
    if let previous = signal(SIGHUP, leave), unsafeBitCast(previous, to: Int.self) == ignored {
      signal(SIGHUP, SIG_IGN)
    }
    if Terminal.isInteractive {
      signal(SIGTSTP, pause)
      signal(SIGCONT, resume)
    }
  }

  private static var ignored: Int { 1 }

  // In handlers: only what is safe there, so no strings are made.

  private static let leave: @convention(c) (Int32) -> Void = { signal in
    if isHidden.load(ordering: .relaxed) { put("\u{1b}[0m\u{1b}[?25h\n") }
    _exit(128 + signal)
  }

  private static let pause: @convention(c) (Int32) -> Void = { _ in
    if isHidden.load(ordering: .relaxed) { put("\u{1b}[0m\u{1b}[?25h\n") }
    kill(getpid(), SIGSTOP)
  }

  private static let resume: @convention(c) (Int32) -> Void = { _ in
    if isHidden.load(ordering: .relaxed) { put("\u{1b}[?25l") }
  }

  private static func put(_ text: StaticString) {
    _ = write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }
}
