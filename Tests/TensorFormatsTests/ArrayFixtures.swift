import Foundation
import TensorFormats
import XCTest

/// The files that NumPy wrote: see `Fixtures/make_array_fixtures.py`.
enum ArrayFixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/arrays")

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// The numbers 0, 1, 2, ...; the truth values false, true, false, ...
  static func numbers(_ type: ElementType, _ shape: Shape) throws -> StoredTensor {
    let values = (0..<shape.count).map { Double(type == .bool ? $0 % 2 : $0) }
    return try StoredTensor(Tensor(shape: shape, values), as: type)
  }

  /// Whatever a byte is altered to, and wherever the file ends, it is read or refused.
  static func assertSafe(
    _ bytes: [UInt8], file: StaticString = #filePath, line: UInt = #line,
    _ read: ([UInt8]) throws(FormatError) -> Void
  ) {
    for count in bytes.indices {
      XCTAssertThrowsError(try read(Array(bytes.prefix(count))), "\(count)", file: file, line: line)
    }
    for index in bytes.indices {
      for value in [0, 0x20, 0x31, 0x7f, 0x80, 0xff, bytes[index] ^ 1] {
        var altered = bytes
        altered[index] = value
        try? read(altered)
      }
    }
  }
}
