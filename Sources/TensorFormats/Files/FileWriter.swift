#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where `AtomicFile.write(to:_:)` takes bytes from its caller.
///
/// Small pieces are gathered before they go to the system. If the name of the file ends in `.gz`, the
/// bytes are compressed on the way.
public struct FileWriter: ~Copyable {
  /// The file, as it was named.
  public let path: String
  /// The number of bytes written so far, before compression.
  public private(set) var count = 0
  private let descriptor: Int32
  private var gathered: [UInt8] = []

  private static let block = 1 << 16

  private let deflater: Deflater?

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
    deflater = path.isNameOfGzip ? Deflater(.gzip) : nil
  }

  /// Writes the bytes that follow.
  public mutating func write(_ bytes: [UInt8]) throws(FormatError) {
    try write(bytes[...])
  }

  /// Writes the bytes that follow.
  public mutating func write(_ bytes: ArraySlice<UInt8>) throws(FormatError) {
    count += bytes.count
    if let deflater {
      // In pieces: what comes out is gathered before it goes to the system.
      var rest = bytes
      while !rest.isEmpty {
        deflater.append(rest.prefix(Self.block), isLast: false, to: &gathered)
        rest = rest.dropFirst(Self.block)
        if gathered.count > Self.block { try flush() }
      }
      return
    }
    if gathered.count + bytes.count > Self.block { try flush() }
    if bytes.count >= Self.block {
      try bytes.withUnsafeBufferPointer { buffer throws(FormatError) in
        try send(UnsafeRawBufferPointer(buffer))
      }
    } else {
      gathered += bytes
    }
  }

  /// Sends what is gathered.
  mutating func finish() throws(FormatError) {
    deflater?.append([], isLast: true, to: &gathered)
    try flush()
  }

  private mutating func flush() throws(FormatError) {
    try gathered.withUnsafeBufferPointer { buffer throws(FormatError) in
      try send(UnsafeRawBufferPointer(buffer))
    }
    gathered.removeAll(keepingCapacity: true)
  }

  private func send(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Glibc)
        let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      #elseif canImport(Musl)
        let written = Musl.write(descriptor, rest.baseAddress, rest.count)
      #else
        let written = Darwin.write(descriptor, rest.baseAddress, rest.count)
      #endif
      if written < 0 {
        let reason = errno
        guard reason == EINTR else { throw failure(reason) }
      } else {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      }
    }
  }

  /// The system's reason as an error.
  func failure(_ number: Int32) -> FormatError {
    FormatError(.unwritable(reason: String(cString: strerror(number))), file: path)
  }
}
