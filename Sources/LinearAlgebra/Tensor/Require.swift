/// Stops the program with a message unless the condition holds: for mistakes in the calling code.
///
/// Unlike `precondition`, which drops its message in release builds, it says what was wrong there
/// too: that is where people train.
@inlinable @inline(__always)
package func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition { stop(message(), file, line) }
}

@inline(never) @usableFromInline
func stop(_ message: String, _ file: StaticString, _ line: UInt) -> Never {
  fatalError(message, file: file, line: line)
}
