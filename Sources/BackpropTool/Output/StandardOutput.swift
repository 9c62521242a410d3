import Glibc

/// Standard output and standard error, written at once: what a killed process has said is there.
enum StandardOutput {
  static func write(_ text: String) {
    guard !write(text, to: STDOUT_FILENO) else { return }
    // Whoever read a pipe has gone: that is no failure to speak of.
    if errno == EPIPE { exit(128 + SIGPIPE) }
    let reason = String(cString: strerror(errno))
    StandardError.writeLine("backprop: can't write the output: \(reason)")
    exit(EXIT_FAILURE)
  }

  static func writeLine(_ line: String = "") { write(line + "\n") }

  /// Writes all of a text; returns false, with the reason in `errno`, if that fails.
  fileprivate static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return true
    }
  }
}

/// Standard error.
enum StandardError {
  static func writeLine(_ line: String) {
    // There is nowhere left to tell of a failure.
    _ = StandardOutput.write(line + "\n", to: STDERR_FILENO)
  }
}
