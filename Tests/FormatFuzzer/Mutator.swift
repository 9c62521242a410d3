import LinearAlgebra

/// Makes damaged files of good ones: the same ones for the same seed.
struct Mutator {
  let seeds: [[UInt8]]
  private var generator: PhiloxGenerator

  /// Bytes and words at which readers may take a wrong turn.
  private static let bytes: [UInt8] =
    Array("{}[]\":,\\'()<>|=\n\r\t .+-eE0189Lu".utf8) + [0, 1, 0x7f, 0x80, 0xff, 0xfe, 0x1f, 0x8b]
  private static let words: [UInt64] = [
    0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
    0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, .max, 0x0201_4b50, 0x0403_4b50, 0x0605_4b50,
    0x0606_4b50, 0x0706_4b50,
  ]
  private static let texts: [[UInt8]] = [
    "18446744073709551616", "9223372036854775807", "4294967296", "4294967295", "-1", "0", "1e999",
    "nan", "\"\"", "\\ud800", "__metadata__", "\"dtype\":\"F64\"", "'descr': '>f8'", "True",
    "False",
    "NUMPY", "\u{feff}", "PK\u{5}\u{6}",
  ].map { Array($0.utf8) }

  init(_ seeds: [[UInt8]], seed: UInt64, stream: UInt64) {
    self.seeds = seeds
    generator = PhiloxGenerator(seed: seed, stream: stream)
  }

  mutating func below(_ bound: Int) -> Int { generator.next(below: bound) }

  /// The next damaged file.
  mutating func next() -> [UInt8] {
    var file = seeds[below(seeds.count)]
    for _ in 0...below(4) { mutate(&file) }
    return file
  }

  private mutating func mutate(_ file: inout [UInt8]) {
    guard !file.isEmpty else {
      file = seeds[below(seeds.count)]
      return
    }
    let position = below(file.count)
    switch below(10) {
    case 0: file[position] ^= 1 << UInt8(below(8))
    case 1: file[position] = UInt8(truncatingIfNeeded: generator.next())
    case 2: file[position] = Self.bytes[below(Self.bytes.count)]
    case 3: file.insert(Self.bytes[below(Self.bytes.count)], at: position)
    case 4: file.removeSubrange(position..<min(file.count, position + 1 + below(8)))
    case 5: file.removeSubrange(position...)
    case 6:
      // A word in either byte order.
      let word = Self.words[below(Self.words.count)]
      let size = [2, 4, 8][below(3)]
      let isBig = below(2) == 0
      for index in 0..<min(size, file.count - position) {
        let shift = UInt64(8 * (isBig ? size - 1 - index : index))
        file[position + index] = UInt8(truncatingIfNeeded: word >> shift)
      }
    case 7:
      let text = Self.texts[below(Self.texts.count)]
      if below(2) == 0 {
        file.insert(contentsOf: text, at: position)
      } else {
        file.replaceSubrange(position..<min(file.count, position + text.count), with: text)
      }
    case 8:
      let end = min(file.count, position + 1 + below(64))
      file.insert(contentsOf: file[position..<end], at: below(file.count))
    default:
      // The end of another file.
      let other = seeds[below(seeds.count)]
      file.replaceSubrange(position..., with: other[below(other.count + 1)...])
    }
    // Doubling must not make them large.
    if file.count > 1 << 16 { file.removeSubrange((1 << 16)...) }
  }
}
