import TensorFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is asked of files here, without Foundation.
enum Files {
  /// Whether there is something at a path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Gives a file, if there is one, a second name, which takes the place of what had that name. At any
  /// time there is a whole file under the first name, and under the second once there was one.
  ///
  /// File systems without hard links keep no second name; replacing the file is safe there too.
  static func keep(_ path: String, as other: String) throws(FormatError) {
    let partial = other + ".partial"
    unlink(partial)
    guard link(path, partial) == 0 else {
      let reason = errno
      if [ENOENT, EPERM, ENOSYS, EOPNOTSUPP, EMLINK, EXDEV].contains(reason) { return }
      throw failure(other, reason)
    }
    guard rename(partial, other) == 0 else {
      let reason = errno
      unlink(partial)
      throw failure(other, reason)
    }
    // Two names of one file: renaming does nothing, and leaves both.
    unlink(partial)
  }

  private static func failure(_ path: String, _ number: Int32) -> FormatError {
    FormatError(.unwritable(reason: String(cString: strerror(number))), file: path)
  }
}
