/// Files compressed by gzip (RFC 1952).
///
/// All readers of this library gunzip on the fly what begins with gzip's magic bytes, whatever its
/// name is; all writers compress files whose name ends in `.gz`.
public enum Gzip {
  /// Bytes as a gzip file. The same bytes make the same file.
  public static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    Deflater.compressed(bytes, .gzip)
  }

  /// The bytes in a gzip file: those of all its members, checksums checked.
  ///
  /// Memory is taken as the data arrive, and at most about 1000 times the size of the file.
  ///
  /// - Parameters:
  ///   - bytes: The gzip file; bytes that aren't one are returned as they are.
  ///   - file: The name for errors.
  ///   - maximumBytes: How large the result may be; half of the machine's memory by default.
  /// - Returns: The decompressed bytes.
  /// - Throws: `FormatError` if the data are damaged or cut off, or the result is too large.
  public static func decompressed(
    _ bytes: [UInt8], file: String? = nil, maximumBytes: Int? = nil
  ) throws(FormatError) -> [UInt8] {
    guard isCompressed(bytes) else { return bytes }
    let source = ByteSource(bytes, file: file)
    return try source.readAll(sizeHint: 0, limit: maximumBytes ?? FileBytes.defaultLimit)
  }

  /// Whether bytes begin as a gzip file does.
  static func isCompressed(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: [0x1f, 0x8b])
  }
}

extension String {
  /// Whether a file of that name is to be compressed.
  var isNameOfGzip: Bool { utf8.count > 3 && hasSuffix(".gz") }
}
