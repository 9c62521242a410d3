import ArgumentParser

/// For whom the output is.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// For programs: an object in JSON a line.
  case json
}
