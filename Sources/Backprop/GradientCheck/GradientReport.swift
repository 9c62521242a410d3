/// What a gradient check found: the worst element of the input and of the parameters.
///
/// ```swift
/// let report = GradientCheck.check(Linear<Double>(4, 8), input: x)
/// print(report)
/// // Linear 4 -> 8: 60 elements, worst error 9.7e-11
/// //   input[2, 3]: analytic 0.1934..., numeric 0.1934..., error 9.7e-11
/// //   weight[0, 1]: analytic -0.2570..., numeric -0.2570..., error 9.6e-11
/// precondition(report.passes(tolerance: 1e-6))
/// ```
public struct GradientReport: Sendable, CustomStringConvertible {
  /// The module or criterion that was checked, in words.
  public let subject: String
  /// The element of the input with the largest error; none for an empty input.
  public internal(set) var worstOfInput: Element?
  /// The element of the parameters with the largest error; none without parameters.
  public internal(set) var worstOfParameters: Element?
  /// The number of elements compared, of input and parameters.
  public internal(set) var elementCount = 0
  /// How many of them were compared with a difference on one side, because of a kink on the other.
  public internal(set) var oneSidedCount = 0
  /// Elements in a declared kink or clamped zone, compared with the documented gradient.
  public internal(set) var elementsInKinks: [Element] = []
  /// What can't be said by an error of an element: a gradient of the wrong shape, a forward pass
  /// that can't be repeated, an element that stands on the kink of a hidden layer.
  public internal(set) var problems: [String] = []

  init(subject: String) {
    // Of a container the first line.
    self.subject = subject.split(separator: "\n").first.map(String.init) ?? subject
  }

  /// The element with the largest error.
  public var worst: Element? {
    guard let worstOfInput, let worstOfParameters else { return worstOfInput ?? worstOfParameters }
    return worstOfInput.error >= worstOfParameters.error ? worstOfInput : worstOfParameters
  }

  /// The largest error, |analytic - numeric| / max(1, |analytic|, |numeric|); infinite if there are
  /// problems.
  public var worstError: Double { problems.isEmpty ? worst?.error ?? 0 : .infinity }

  /// Whether no error is larger than the tolerance, and there are no problems.
  public func passes(tolerance: Double = 1e-6) -> Bool { worstError <= tolerance }

  /// The report in a few lines.
  public var description: String {
    var text = "\(subject): \(elementCount) elements, worst error \((worst?.error ?? 0).scientific)"
    if oneSidedCount > 0 { text += ", \(oneSidedCount) compared one-sidedly" }
    if !elementsInKinks.isEmpty { text += ", \(elementsInKinks.count) in declared kinks" }
    for element in [worstOfInput, worstOfParameters] {
      if let element { text += "\n  \(element)" }
    }
    for problem in problems { text += "\n  problem: \(problem)" }
    return text
  }

  mutating func add(_ element: Element, isParameter: Bool) {
    elementCount += 1
    if case .forward = element.comparison { oneSidedCount += 1 }
    if case .backward = element.comparison { oneSidedCount += 1 }
    if case .documented = element.comparison { elementsInKinks.append(element) }
    if isParameter {
      if element.error >= worstOfParameters?.error ?? 0 { worstOfParameters = element }
    } else {
      if element.error >= worstOfInput?.error ?? 0 { worstOfInput = element }
    }
  }
}
