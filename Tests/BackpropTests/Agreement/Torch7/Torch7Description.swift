import Backprop

/// A module or a criterion of Torch7, as the golden vectors describe it: its class and the arguments
/// of its constructor, among which may be other modules.
struct Torch7Description {
  /// With the package: `nn.Linear`.
  let name: String
  /// Positions count from 1, as Torch7 has them.
  let args: [JSON]
  /// What Torch7 sets by method or field.
  let options: [String: JSON]
  /// What the module drew or kept: the noise of Dropout.
  let state: [String: JSON]

  init(
    name: String, args: [JSON], options: [String: JSON] = [:], state: [String: JSON] = [:]
  ) {
    self.name = name
    self.args = args
    self.options = options
    self.state = state
  }

  /// A child: an argument that has a class of its own.
  init(_ json: JSON) throws {
    guard let name = json["class"]?.string, let args = json["args"]?.array else {
      throw FixtureError("\(json) is not a module")
    }
    var options: [String: JSON] = [:]
    if case .object(let given) = json["options"] { options = given }
    self.init(name: name, args: args, options: options)
  }

  private func argument(_ position: Int) -> JSON? {
    position < args.count && args[position] != .null ? args[position] : nil
  }

  /// An argument that must be there: a size.
  func size(_ position: Int) throws -> Int {
    guard let number = number(position) else {
      throw FixtureError("\(name) has no number at argument \(position)")
    }
    return Int(number)
  }

  /// An argument that may be absent.
  func number(_ position: Int) -> Double? { argument(position)?.number }
  /// An argument that may be absent.
  func flag(_ position: Int) -> Bool? { argument(position)?.bool }
  /// An argument that may be absent.
  func tensor(_ position: Int) -> Tensor<Double>? { argument(position)?.tensor }
}
