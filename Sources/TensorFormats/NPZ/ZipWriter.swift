/// Makes zip files: the headers of the members, and the directory at the end.
struct ZipWriter {
  /// What 32 bits don't hold takes zip64.
  static let most = 0xffff_ffff

  private let most: Int
  private var entries: [[UInt8]] = []
  private var offset = 0

  init(zip64From most: Int = Self.most) { self.most = most }

  /// The bytes of the next member, header and data.
  mutating func member(_ name: String, _ data: [UInt8], isDeflated: Bool) -> [UInt8] {
    let stored = isDeflated ? Deflater.compressed(data, .none) : data
    let checksum = Int(CRC32(data).value)
    let isWide = max(data.count, stored.count) >= most
    // Version, flags (names are UTF-8), method, time and date (1980-01-01: the same arrays make the
    // same file), checksum, sizes.
    func common(_ isWide: Bool) -> [UInt8] {
      Self.bytes(
        (2, isWide ? 45 : 20), (2, 0x800), (2, isDeflated ? 8 : 0), (2, 0), (2, 0x21),
        (4, checksum),
        (4, isWide ? Self.most : stored.count), (4, isWide ? Self.most : data.count),
        (2, name.utf8.count))
    }
    let sizes = isWide ? Self.bytes((8, data.count), (8, stored.count)) : []
    let extra = sizes.isEmpty ? [] : Self.bytes((2, 1), (2, sizes.count)) + sizes
    let member =
      Self.bytes((4, 0x0403_4b50)) + common(isWide) + Self.bytes((2, extra.count))
      + Array(name.utf8) + extra + stored

    let isFar = offset >= most
    let places = sizes + (isFar ? Self.bytes((8, offset)) : [])
    let placesExtra = places.isEmpty ? [] : Self.bytes((2, 1), (2, places.count)) + places
    entries.append(
      Self.bytes((4, 0x0201_4b50), (2, 45)) + common(isWide)
        + Self.bytes(
          (2, placesExtra.count), (2, 0), (2, 0), (2, 0), (4, 0), (4, isFar ? Self.most : offset))
        + Array(name.utf8) + placesExtra)
    offset += member.count
    return member
  }

  /// The directory, after the last member.
  func directory() -> [UInt8] {
    let directory = entries.flatMap { $0 }
    let (count, size) = (entries.count, directory.count)
    var end: [UInt8] = []
    let isWide = offset >= most || size >= most || count >= 0xffff
    if isWide {
      end += Self.bytes(
        (4, 0x0606_4b50), (8, 44), (2, 45), (2, 45), (4, 0), (4, 0), (8, count), (8, count),
        (8, size),
        (8, offset))
      end += Self.bytes((4, 0x0706_4b50), (4, 0), (8, offset + size), (4, 1))
    }
    end += Self.bytes(
      (4, 0x0605_4b50), (2, 0), (2, 0), (2, isWide ? 0xffff : count), (2, isWide ? 0xffff : count),
      (4, isWide ? Self.most : size), (4, isWide ? Self.most : offset), (2, 0))
    return directory + end
  }

  /// Numbers, little-endian, in so many bytes each.
  private static func bytes(_ fields: (size: Int, value: Int)...) -> [UInt8] {
    fields.flatMap { field in
      (0..<field.size).map { UInt8(truncatingIfNeeded: field.value >> (8 * $0)) }
    }
  }
}
