/// Where a function has no derivative, or a documented gradient that isn't its derivative: a kink,
/// or a clamped zone.
///
/// Differences say nothing about the gradient there, so the caller of `GradientCheck` says what it
/// should be:
///
/// ```swift
/// GradientKink(at: 0, slope: 0)  // ReLU: dx = 0 dy where x is exactly 0
/// GradientKink(in: 1...(.infinity), "x > 1 counts as 1") { x, gradOutput, index in 0 }
/// ```
///
/// An element of the input that lies in the zone must have the documented gradient. One that lies
/// beside it, closer than the step of the differences, is compared with a difference on its own
/// side.
///
/// A kink is one of the module's own input. Those of layers inside a network, whose input nobody
/// sees, are found by `GradientCheck` itself.
public struct GradientKink: Sendable, CustomStringConvertible {
  /// The values of an input element that belong to the zone: a single one for a kink.
  public let zone: ClosedRange<Double>
  /// The kink in words: `x = 0: dx = 0 dy`.
  public let description: String
  let gradient: @Sendable (_ x: Double, _ gradOutput: Double, _ index: Int) -> Double

  /// A kink of a module that works element by element: where x is exactly `location`,
  /// dx = `slope` dy.
  public init(at location: Double, slope: Double) {
    self.init(
      in: location...location, "x = \(location.shortest): dx = \(slope.shortest) dy"
    ) { _, gradOutput, _ in slope * gradOutput }
  }

  /// A zone with a documented gradient: a function of the element, of the element of gradOutput at
  /// the same index (1 for a criterion), and of its index in row-major order.
  public init(
    in zone: ClosedRange<Double>, _ description: String,
    gradient: @escaping @Sendable (_ x: Double, _ gradOutput: Double, _ index: Int) -> Double
  ) {
    self.zone = zone
    self.description = description
    self.gradient = gradient
  }

  /// How far an element that lies in none of the zones may move to the left and to the right before
  /// it meets one.
  static func room(
    around x: Double, _ kinks: [GradientKink]
  ) -> (left: Double, right: Double) {
    var room = (left: Double.infinity, right: Double.infinity)
    for kink in kinks {
      if kink.zone.upperBound < x { room.left = min(room.left, x - kink.zone.upperBound) }
      if kink.zone.lowerBound > x { room.right = min(room.right, kink.zone.lowerBound - x) }
    }
    return room
  }
}
