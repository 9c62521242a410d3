import Backprop
import Foundation

/// A file beside the tests does not hold what is expected of it.
struct FixtureError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The files in `Fixtures`. They are found by the path of this source file: the tests run where they
/// were compiled, and a bundle of resources would only copy them.
enum Fixtures {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// A file that holds one JSON value.
  static func json<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
    try decode(Data(contentsOf: folder.appendingPathComponent(path)), path)
  }

  /// A file of JSON Lines, after so many lines of heading.
  static func jsonLines<Value: Decodable>(
    _ path: String, skipping heading: Int = 0, as type: Value.Type
  ) throws -> [Value] {
    try Data(contentsOf: folder.appendingPathComponent(path)).split(separator: UInt8(ascii: "\n"))
      .dropFirst(heading).enumerated().map { index, line in
        try decode(line, "\(path), line \(heading + index + 1)")
      }
  }

  private static func decode<Value: Decodable>(_ data: Data, _ place: String) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: data)
    } catch {
      throw FixtureError("\(place): \(error)")
    }
  }
}

/// A tensor written as `{"shape": [...], "data": [...]}`.
struct TensorRecord: Decodable {
  let shape: [Int]
  let data: [Double]

  var tensor: Tensor<Double> { Tensor(shape: Shape(shape), data) }
}
