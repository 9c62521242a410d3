#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes files so that, whatever happens, either the old or the new one stands there, whole.
///
/// The bytes go to a file beside the one that is meant (`.name.partial`), are brought to the disk
/// (`fsync`), and take the name at the very end; then the folder is brought to the disk, so that a
/// power cut undoes nothing. A full disk is a thrown error and leaves the old file. A process that is
/// killed leaves the partial file, which the next writing takes over. Several processes that write
/// the same file wait for one another.
///
/// A symbolic link stays one: what it points at is replaced. The new file has the permissions of the
/// old one. What is no file (`/dev/stdout`, a pipe) is written to as it is. If the name ends in `.gz`,
/// the bytes are compressed on the way.
///
/// ```swift
/// try AtomicFile.write(to: "notes.txt") { file throws(FormatError) in
///   try file.write(Array("first\n".utf8))
///   try file.write(Array("second\n".utf8))
/// }
/// ```
public enum AtomicFile {
  /// Writes all bytes of a file.
  public static func write(_ bytes: [UInt8], to path: String) throws(FormatError) {
    try write(to: path) { file throws(FormatError) in try file.write(bytes) }
  }

  /// Writes a file piece by piece; if `body` throws, the old file stays.
  public static func write(
    to path: String, _ body: (inout FileWriter) throws(FormatError) -> Void
  ) throws(FormatError) {
    let target = try Target(path)
    guard target.isReplaceable else { return try writeInPlace(target, body) }
    let partial = target.folder + "/." + target.name + ".partial"
    let descriptor = try openLocked(partial, for: path)
    // Closing lets go of the lock: after the renaming, so that nobody writes into our file.
    defer { close(descriptor) }
    do throws(FormatError) {
      var writer = FileWriter(descriptor: descriptor, path: path)
      guard ftruncate(descriptor, 0) == 0 else { throw writer.failure(errno) }
      if let mode = target.mode { fchmod(descriptor, mode) }
      try body(&writer)
      try writer.finish()
      guard fsync(descriptor) == 0 else { throw writer.failure(errno) }
      guard rename(partial, target.folder + "/" + target.name) == 0 else {
        throw writer.failure(errno)
      }
    } catch {
      unlink(partial)
      throw error
    }
    try syncFolder(target.folder, for: path)
  }

  private static func writeInPlace(
    _ target: Target, _ body: (inout FileWriter) throws(FormatError) -> Void
  ) throws(FormatError) {
    let descriptor = open(target.path, O_WRONLY | O_CLOEXEC)
    var writer = FileWriter(descriptor: descriptor, path: target.path)
    guard descriptor >= 0 else { throw writer.failure(errno) }
    defer { close(descriptor) }
    try body(&writer)
    try writer.finish()
  }

  /// Opens the partial file and locks it.
  private static func openLocked(_ partial: String, for path: String) throws(FormatError) -> Int32 {
    func failure() -> FormatError {
      FormatError(.unwritable(reason: String(cString: strerror(errno))), file: path)
    }
    while true {
      let descriptor = open(partial, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else { throw failure() }
      var locked: Int32
      repeat { locked = flock(descriptor, LOCK_EX) } while locked != 0 && errno == EINTR
      // A file system without locks: then nobody waits.
      guard locked == 0 else { return descriptor }
      // The one who had the lock has renamed or removed the file by now: there may be another.
      var (ours, there) = (stat(), stat())
      guard fstat(descriptor, &ours) == 0 else {
        close(descriptor)
        throw failure()
      }
      if lstat(partial, &there) == 0, ours.st_ino == there.st_ino, ours.st_dev == there.st_dev {
        return descriptor
      }
      close(descriptor)
    }
  }

  private static func syncFolder(_ folder: String, for path: String) throws(FormatError) {
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written to but not read can't be synchronized; nothing is lost by it
    // but the certainty after a power cut.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems don't know it for folders.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw FormatError(.unwritable(reason: String(cString: strerror(errno))), file: path)
    }
  }
}

/// What a path names, and where the file beside it goes.
private struct Target {
  let path: String
  /// Without the last slash.
  private(set) var folder = "."
  private(set) var name: String
  /// The permissions of the file that stands there.
  private(set) var mode: mode_t?
  /// Whether it is a file, or nothing yet.
  private(set) var isReplaceable = true

  init(_ path: String) throws(FormatError) {
    self.path = path
    func unwritable(_ reason: String) -> FormatError {
      FormatError(.unwritable(reason: reason), file: path)
    }
    guard !path.utf8.contains(0) else { throw unwritable("its name contains a NUL") }
    guard !path.isEmpty else { throw unwritable(String(cString: strerror(ENOENT))) }
    var full = path
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw unwritable(String(cString: strerror(EISDIR)))
      }
      isReplaceable = status.st_mode & S_IFMT == S_IFREG
      mode = status.st_mode & 0o7777
      // A link keeps pointing where it does.
      if isReplaceable, let resolved = realpath(path, nil) {
        full = String(cString: resolved)
        free(resolved)
      }
    }
    if let slash = full.lastIndex(of: "/") {
      folder = String(full[..<slash])
      name = String(full[full.index(after: slash)...])
    } else {
      name = full
    }
    guard !name.isEmpty else { throw unwritable(String(cString: strerror(EISDIR))) }
  }
}
