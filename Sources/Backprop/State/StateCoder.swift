/// Goes through what an object remembers, to save it, to check a saved state against it, or to restore
/// it: one description serves all three, so none can be forgotten in one of them.
///
/// An optimizer of one's own that remembers something overrides `Optimizer.codeState`:
///
/// ```swift
/// override func codeState(_ coder: inout StateCoder<Scalar>) throws {
///   try super.codeState(&coder)
///   try coder.option("momentum", &momentum, in: .unit)
///   try coder.vector("velocity", &velocity)
/// }
/// ```
public struct StateCoder<Scalar: BLASScalar> {
  /// The values that an option may have.
  public enum Range: Sendable {
    /// At least 0.
    case nonNegative
    /// In [0, 1).
    case unit
    /// Any finite number.
    case finite

    func contains(_ value: Double) -> Bool {
      switch self {
      case .nonNegative: value >= 0
      case .unit: value >= 0 && value < 1
      case .finite: value.isFinite
      }
    }

    var words: String {
      switch self {
      case .nonNegative: "at least 0"
      case .unit: "in [0, 1)"
      case .finite: "finite"
      }
    }
  }

  private enum Mode { case save, check, restore }

  private let mode: Mode
  private let vectorCount: Int
  private var state: OptimizerState<Scalar>
  private var seen = Set<String>()

  private init(_ mode: Mode, _ state: OptimizerState<Scalar>, vectorCount: Int) {
    self.mode = mode
    self.state = state
    self.vectorCount = vectorCount
  }

  /// Whether values are read from a state rather than written to it.
  public var isRestoring: Bool { mode == .restore }

  static func save(
    kind: String, vectorCount: Int, _ body: (inout StateCoder) throws -> Void
  ) -> OptimizerState<Scalar> {
    var coder = StateCoder(.save, OptimizerState(kind: kind), vectorCount: vectorCount)
    do {
      try body(&coder)
    } catch {
      fatalError("saving the state of \(kind): \(error)")
    }
    return coder.state
  }

  /// Checks everything before anything is changed.
  static func restore(
    _ state: OptimizerState<Scalar>, kind: String, vectorCount: Int,
    _ body: (inout StateCoder) throws -> Void
  ) throws {
    guard state.kind == kind else {
      throw StateError(kind, "it is one of \(state.kind)")
    }
    var checker = StateCoder(.check, state, vectorCount: vectorCount)
    try body(&checker)
    let names = Array(state.scalars.keys) + Array(state.tensors.keys)
    if let unknown = names.filter({ !checker.seen.contains($0) }).min() {
      throw StateError(kind, "it holds \(unknown), which has no place here")
    }
    var restorer = StateCoder(.restore, state, vectorCount: vectorCount)
    try body(&restorer)
  }

  // MARK: Values

  /// A number that may have changed since the object was made.
  public mutating func option(
    _ name: String, _ value: inout Scalar, in range: Range = .finite
  ) throws {
    var double = value.asDouble
    try number(name, &double, in: range)
    if mode == .restore { value = Scalar(double) }
  }

  /// A number in double precision.
  public mutating func number(
    _ name: String, _ value: inout Double, in range: Range = .finite
  ) throws {
    switch mode {
    case .save: save(name, value)
    case .check:
      let saved = try saved(name)
      if !range.contains(saved) { throw error("\(name) is \(saved), not \(range.words)") }
    case .restore: value = try saved(name)
    }
  }

  /// A number that there may not be.
  public mutating func optional(
    _ name: String, _ value: inout Scalar?, in range: Range = .finite
  ) throws {
    switch mode {
    case .save:
      if let value { save(name, value.asDouble) }
    case .check:
      seen.insert(name)
      if let saved = state.scalars[name], !range.contains(saved) {
        throw error("\(name) is \(saved), not \(range.words)")
      }
    case .restore: value = state.scalars[name].map { Scalar($0) }
    }
  }

  /// A whole number, at least 0.
  public mutating func count(_ name: String, _ value: inout Int) throws {
    switch mode {
    case .save: save(name, Double(value))
    case .check:
      let saved = try saved(name)
      // Counts are saved as Double, which holds whole numbers exactly up to 2^53.
      if !(saved >= 0 && saved < 0x1p53 && saved == saved.rounded(.down)) {
        throw error("\(name) is \(saved), not a whole number from 0 on")
      }
    case .restore: value = Int(try saved(name))
    }
  }

  /// A number that must be the same in the state and in the object.
  public mutating func constant(_ name: String, _ value: Int) throws {
    if mode == .save {
      save(name, Double(value))
    } else {
      let saved = try saved(name)
      if saved != Double(value) { throw error("\(name) is \(saved), here it is \(value)") }
    }
  }

  /// A choice that can't change, and decides what else is remembered.
  public mutating func flag(_ name: String, _ value: Bool) throws {
    try constant(name, value ? 1 : 0)
  }

  /// A vector with a number for each parameter, empty before the first step. Unless it is optional, the
  /// state of an optimizer that took steps must hold it.
  public mutating func vector(
    _ name: String, _ value: inout Tensor<Scalar>, isOptional: Bool = false
  ) throws {
    switch mode {
    case .save:
      precondition(seen.insert(name).inserted, "\(name) is saved twice")
      if !value.isEmpty { state.tensors[name] = value }
    case .check:
      seen.insert(name)
      guard let saved = state.tensors[name] else {
        let hasSteps = (state.scalars["stepCount"] ?? 0) > 0
        if hasSteps && !isOptional && vectorCount > 0 { throw error("it holds no tensor \(name)") }
        return
      }
      if saved.shape != Shape(vectorCount) {
        throw error("\(name) has shape \(saved.shape), here it is \(Shape(vectorCount))")
      }
    case .restore: value = state.tensors[name] ?? Tensor()
    }
  }

  private mutating func save(_ name: String, _ value: Double) {
    precondition(seen.insert(name).inserted, "\(name) is saved twice")
    state.scalars[name] = value
  }

  private mutating func saved(_ name: String) throws -> Double {
    seen.insert(name)
    guard let value = state.scalars[name] else { throw error("it holds no number \(name)") }
    return value
  }

  private func error(_ message: String) -> StateError { StateError(state.kind, message) }
}
