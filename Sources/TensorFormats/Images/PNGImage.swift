internal import CZlib

/// A picture in grey or in colour, as a PNG file (ISO/IEC 15948).
///
/// ```swift
/// let image = PNGImage(width: 28, height: 28, channels: 1, pixels: bytes)
/// try image.write(to: "digit.png")
/// ```
public struct PNGImage: Sendable, Equatable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// The rows from the top, each from the left; 0 is dark.
  public let pixels: [UInt8]

  /// Makes a picture of `width * height * channels` bytes.
  public init(width: Int, height: Int, channels: Int = 1, pixels: [UInt8]) {
    guard width > 0, height > 0, width <= Self.mostPixels, height <= Self.mostPixels,
      channels == 1 || channels == 3, pixels.count == width * height * channels
    else {
      fatalError(
        "PNGImage: \(pixels.count) bytes for \(width)x\(height) pixels of \(channels) channels")
    }
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// A side may be that long.
  public static var mostPixels: Int { 1 << 20 }

  /// The bytes of the file.
  public var file: [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let depth: UInt8 = 8
    let colour: UInt8 = channels == 1 ? 0 : 2
    Self.append(
      "IHDR", Self.bytes(width) + Self.bytes(height) + [depth, colour, 0, 0, 0], to: &file)
    Self.append("IDAT", Self.compressed(rows), to: &file)
    Self.append("IEND", [], to: &file)
    return file
  }

  /// Writes the file.
  ///
  /// - Throws: `FormatError` if it can't be written; then what was there before still is.
  public func write(to path: String) throws(FormatError) { try AtomicFile.write(file, to: path) }

  /// Each row after the number of its filter: none.
  private var rows: [UInt8] {
    let length = width * channels
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (length + 1))
    for row in 0..<height {
      rows.append(0)
      rows += pixels[(row * length)..<((row + 1) * length)]
    }
    return rows
  }

  private static func append(_ name: String, _ data: [UInt8], to file: inout [UInt8]) {
    let named = Array(name.utf8) + data
    file += bytes(data.count)
    file += named
    file += bytes(Int(CRC32(named).value))
  }

  /// Four bytes, the most significant first.
  private static func bytes(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(compressBound(uLong(bytes.count)))) { buffer, count in
      var length = uLongf(buffer.count)
      // It can fail only for want of room, and the bound leaves none to want.
      let status = compress(buffer.baseAddress, &length, bytes, uLong(bytes.count))
      precondition(status == Z_OK, "zlib: \(status)")
      count = Int(length)
    }
  }
}
