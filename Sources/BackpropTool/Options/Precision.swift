import ArgumentParser

/// The type of the scalars that a network computes with.
enum Precision: String, EnumerableFlag {
  case double
  case float

  static func help(for value: Precision) -> ArgumentHelp? {
    switch value {
    case .double: "Compute in double precision."
    case .float: "Compute in single precision."
    }
  }
}
