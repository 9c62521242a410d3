#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads files by the system's own calls, without Foundation.
enum FileBytes {
  /// Half of the machine's memory: to allocate more would end the process rather than fail.
  static let defaultLimit = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2

  /// All bytes of a file or of a pipe, gunzipped if they are compressed: at most `limit`, or
  /// `defaultLimit` if it is `nil`.
  static func read(_ path: String, limit: Int? = nil) throws(FormatError) -> [UInt8] {
    let limit = limit ?? defaultLimit
    let file = try OpenFile(reading: path)
    let size = try file.size()
    guard size <= limit else { throw file.failure(EFBIG) }
    return try ByteSource(file).readAll(sizeHint: size, limit: limit)
  }
}

/// A file that is open for reading; it closes when nobody looks at it any more.
final class OpenFile {
  /// The file, as it was named.
  let path: String
  private let descriptor: Int32
  private let closes: Bool

  /// Opens a file or a named pipe.
  init(reading path: String) throws(FormatError) {
    self.path = path
    // A C string would end there, and name another file.
    guard !path.utf8.contains(0) else {
      throw FormatError(.unreadable(reason: "its name contains a NUL"), file: "file")
    }
    closes = true
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FormatError(.unreadable(reason: String(cString: strerror(errno))), file: path)
    }
  }

  /// Reads from a file that somebody else opened and closes: 0 is standard input.
  init(descriptor: Int32, named path: String) {
    self.descriptor = descriptor
    self.path = path
    closes = false
  }

  deinit { if closes { close(descriptor) } }

  /// The size of a file; 0 for pipes.
  func size() throws(FormatError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    return Int(status.st_size)
  }

  /// Reads as many bytes as come at once: 0 at the end only, unless the buffer is empty.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      let reason = errno
      guard reason == EINTR else { throw failure(reason) }
    }
  }

  /// The system's reason as an error.
  func failure(_ number: Int32) -> FormatError {
    FormatError(.unreadable(reason: String(cString: strerror(number))), file: path)
  }
}
