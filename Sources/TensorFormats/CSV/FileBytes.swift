#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads files by the system's own calls, without Foundation.
enum FileBytes {
  /// All bytes of a file, or of a pipe.
  static func read(_ path: String) throws(CSVError) -> [UInt8] {
    // What memory can't hold is refused: to allocate it would end the process.
    let most = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2
    // A C string would end there, and name another file.
    guard !path.utf8.contains(0) else {
      throw CSVError(.unreadable(reason: "its name contains a NUL"), file: "file")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path) }
    guard status.st_size <= most else { throw failure(path, EFBIG) }
    var bytes: [UInt8] = []
    // One more than the size lets a file that doesn't grow end in the first block.
    var block = max(1 << 16, Int(status.st_size) + 1)
    while true {
      var (count, reason) = (0, Int32(0))
      let part = [UInt8](unsafeUninitializedCapacity: block) { buffer, initialized in
        repeat {
          count = Self.read(descriptor, buffer)
          reason = errno
        } while count < 0 && reason == EINTR
        initialized = max(0, count)
      }
      if count < 0 { throw failure(path, reason) }
      if count == 0 { return bytes }
      if bytes.isEmpty { bytes = part } else { bytes += part }
      guard bytes.count <= most else { throw failure(path, EFBIG) }
      block = 1 << 20
    }
  }

  private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int
  {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }

  private static func failure(_ path: String, _ number: Int32 = errno) -> CSVError {
    let reason = String(cString: strerror(number))
    return CSVError(.unreadable(reason: reason), file: path.isEmpty ? "\"\"" : path)
  }
}
