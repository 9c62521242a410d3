import ArgumentParser

/// The numbers of units of the hidden layers: `64,32`, or `none`.
struct LayerSizes: ExpressibleByArgument, CustomStringConvertible {
  /// The most units in a layer.
  static let most = 65_536
  let sizes: [Int]

  init(_ sizes: [Int]) { self.sizes = sizes }

  init?(argument: String) {
    guard argument != "none" else {
      sizes = []
      return
    }
    var sizes: [Int] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let size = Int(part), size >= 1, size <= Self.most else { return nil }
      sizes.append(size)
    }
    self.sizes = sizes
  }

  var description: String {
    sizes.isEmpty ? "none" : sizes.map(String.init).joined(separator: ",")
  }

  var defaultValueDescription: String { description }
}
