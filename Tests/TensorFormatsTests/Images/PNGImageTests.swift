import Foundation
import TensorFormats
import XCTest

final class PNGImageTests: XCTestCase {
  func testTheChunksOfAFile() {
    let image = PNGImage(width: 3, height: 2, channels: 1, pixels: [0, 127, 255, 1, 2, 3])
    let file = image.file
    XCTAssertEqual(Array(file.prefix(8)), [137, 80, 78, 71, 13, 10, 26, 10])
    var offset = 8
    var chunks: [(name: String, data: [UInt8])] = []
    while offset + 12 <= file.count {
      let length = number(file, offset)
      let name = String(decoding: file[(offset + 4)..<(offset + 8)], as: UTF8.self)
      let data = Array(file[(offset + 8)..<(offset + 8 + length)])
      chunks.append((name, data))
      XCTAssertEqual(
        UInt32(number(file, offset + 8 + length)),
        crc(Array(file[(offset + 4)..<(offset + 8 + length)])))
      offset += 12 + length
    }
    XCTAssertEqual(offset, file.count)
    XCTAssertEqual(chunks.map(\.name), ["IHDR", "IDAT", "IEND"])
    XCTAssertEqual(chunks[0].data, [0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])
    XCTAssertEqual(chunks[2].data, [])
  }

  private func number(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }

  /// The check sum of the standard's annex, bit by bit.
  private func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
    }
    return ~crc
  }

  /// The file that Python's standard library makes of the same pixels by the same steps:
  /// zlib.compress at its default level.
  func testAKnownFile() {
    let image = PNGImage(width: 1, height: 1, channels: 3, pixels: [255, 0, 128])
    XCTAssertEqual(Data(image.file).base64EncodedString(), Self.known)
  }

  private static let known =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z9AAAAOBAYCirZaBAAAAAElFTkSuQmCC"
}
