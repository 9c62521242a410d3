import TensorFormats

/// Something is wrong with what the user gave: the tool says so and exits with status 1.
struct InputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// Something is wrong at a place in a file.
  init(file: String, line: Int?, column: Int? = nil, _ message: String) {
    let place = [line, column].compactMap { $0 }.reduce(file) { "\($0):\($1)" }
    description = place + ": " + message
  }
}
