import ArgumentParser

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// A table for people.
  case text
  /// One object a line.
  case json
  /// Tables for a page of documentation, a case a row.
  case markdown
}
