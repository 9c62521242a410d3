/// A saved state does not fit what it was to be restored to: an optimizer, a schedule or an average.
///
/// Nothing has been changed when it is thrown.
public struct StateError: Error, Equatable, CustomStringConvertible {
  /// What doesn't fit, with both values.
  public let description: String

  init(_ kind: String, _ message: String) {
    description = "state of \(kind): \(message)"
  }
}
