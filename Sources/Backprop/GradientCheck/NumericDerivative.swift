/// The derivative of a loss along one element, from differences, without a look at the analytic
/// one.
///
/// Write d(t) = L(x + t) - L(x). With the step h,
///
/// ```
/// central      C(h) = (d(h) - d(-h)) / 2h        = L' + c2 h^2 + c4 h^4 + ...
/// curvature    S(h) = (d(h) + d(-h)) / h         = s1 h + s3 h^3 + ...
/// to one side  Q(h) = d(h) / h, h of either sign  = L' + q1 h + q2 h^2 + ...
/// ```
///
/// of which linear combinations at h, h/2, h/4, ... leave out the first terms (Richardson):
/// C'(h) = (4 C(h/2) - C(h)) / 3 and Q'(h) = (8 Q(h/4) - 6 Q(h/2) + Q(h)) / 3, with errors of h^4
/// and h^3. When estimates at h and h/2 agree, the derivative is known.
///
/// **Kinks.** A kink of height J at the distance a = r h, r < 1/4, changes C'(h) - C'(h/2) by
/// 7/6 r J, and S(h) - 10 S(h/2) + 16 S(h/4), which is of the order of h^5 for a smooth L, by
/// (7 - 45 r) J. Both are small together only if J is; for larger r it is alike. So a kink of any
/// consequence is found. Then the derivative is taken on the side that has none: Q'(h), Q'(h/2) and
/// Q'(h/4) agree there and disagree on the other side, however close the kink is, down to about
/// 1e-8 h. When both sides disagree, the step is divided by 8. When both sides are smooth but
/// differ, the element stands on the kink: no difference tells what the gradient should be.
///
/// **Step.** h is a power of two near 1e-5 max(1, |x|), so that x + h is exact or nearly so; the
/// difference that was really made, (x + h) - x, is what is divided by. Where rounding of the loss
/// would show, h is raised to the floor at which it doesn't.
struct NumericDerivative {
  enum Result {
    case value(Double, GradientReport.Comparison)
    /// The element stands on a kink.
    case kink(left: Double, right: Double)
    /// No step was found at which differences agree.
    case unresolved
  }

  /// d(t), and how much of it may be rounding, for an element moved to a value.
  typealias Difference = (_ value: Double) -> (difference: Double, rounding: Double)

  /// How far estimates may be apart that should agree, relative to max(1, |L'|): the second is for
  /// losses that round too coarsely for the first. An overlooked kink falsifies the derivative by
  /// at most 3.5 times as much.
  private static let agreements = [5e-8, 2.5e-7]
  /// How many times the rounding of d(t), divided by h, may show in the estimates compared.
  private static let amplification = 40.0

  private let x: Double
  private let room: (left: Double, right: Double)
  private let difference: Difference

  /// `room` is how far the element may be moved.
  static func at(
    _ x: Double, room: (left: Double, right: Double), _ difference: @escaping Difference
  ) -> Result {
    let derivative = NumericDerivative(x: x, room: room, difference: difference)
    for agreement in agreements {
      let result = derivative.result(agreement)
      if case .unresolved = result { continue }
      return result
    }
    return .unresolved
  }

  private func result(_ agreement: Double) -> Result {
    let binade = max(1, abs(x)).exponent
    func powerOfTwo(_ exponent: Int) -> Double {
      Double(sign: .plus, exponent: max(-1000, exponent), significand: 1)
    }
    var step = powerOfTwo(binade - 17)  // 7.6e-6
    let largest = powerOfTwo(binade - 2)
    var isFirst = true
    for _ in 0..<24 {
      var samples = Samples(x: x, room: room, difference: difference)
      guard let slope = samples.slope(step) else {
        // Neither side has room for the step.
        step /= 8
        continue
      }
      // Where the rounding of the loss would be seen among estimates.
      let scale = agreement * max(1, abs(slope))
      let floor = Self.amplification * samples.rounding / scale
      if step < floor {
        // Smaller steps will not do either.
        guard isFirst, step < largest, floor.isFinite else { return .unresolved }
        step = min(largest, powerOfTwo(floor.exponent + 1))
        isFirst = false
        continue
      }
      isFirst = false
      if let value = samples.central(step, tolerance: scale) { return .value(value, .central) }
      let right = samples.oneSided(step, tolerance: scale)
      let left = samples.oneSided(-step, tolerance: scale)
      switch (left, right) {
      case (let left?, let right?):
        if abs(left - right) <= 2 * scale { return .value((left + right) / 2, .central) }
        return .kink(left: left, right: right)
      case (nil, let right?): return .value(right, .forward)
      case (let left?, nil): return .value(left, .backward)
      case (nil, nil): step /= 8
      }
    }
    return .unresolved
  }

  /// The differences at the steps of one round, each made once.
  private struct Samples {
    let x: Double
    let room: (left: Double, right: Double)
    let difference: Difference
    private(set) var rounding = 0.0
    private var made: [Double: (t: Double, d: Double)] = [:]

    init(
      x: Double, room: (left: Double, right: Double), difference: @escaping Difference
    ) {
      (self.x, self.room, self.difference) = (x, room, difference)
    }

    private func fits(_ step: Double) -> Bool {
      step < 0 ? -step < room.left : step < room.right
    }

    /// d at a step, and the step as it was really made.
    private mutating func sample(_ step: Double) -> (t: Double, d: Double) {
      if let known = made[step] { return known }
      let value = x + step
      let (d, error) = difference(value)
      rounding = max(rounding, error)
      let sample = (t: value - x, d: d)
      made[step] = sample
      return sample
    }

    /// A first idea of the derivative.
    mutating func slope(_ step: Double) -> Double? {
      if fits(step) && fits(-step) {
        let (right, left) = (sample(step), sample(-step))
        return (right.d - left.d) / (right.t - left.t)
      }
      guard fits(step) || fits(-step) else { return nil }
      let side = sample(fits(step) ? step : -step)
      return side.d / side.t
    }

    mutating func central(_ step: Double, tolerance: Double) -> Double? {
      guard fits(step) && fits(-step) else { return nil }
      func estimates(_ h: Double, _ self: inout Samples) -> (slope: Double, curvature: Double) {
        let (right, left) = (self.sample(h), self.sample(-h))
        return ((right.d - left.d) / (right.t - left.t), (right.d + left.d) / h)
      }
      let whole = estimates(step, &self)
      let half = estimates(step / 2, &self)
      let quarter = estimates(step / 4, &self)
      let coarse = (4 * half.slope - whole.slope) / 3
      let fine = (4 * quarter.slope - half.slope) / 3
      let jump = (whole.curvature - 10 * half.curvature + 16 * quarter.curvature) / 7
      guard abs(coarse - fine) <= tolerance, abs(jump) <= tolerance else { return nil }
      return (16 * fine - coarse) / 15
    }

    mutating func oneSided(_ step: Double, tolerance: Double) -> Double? {
      guard fits(step) else { return nil }
      var quotients: [Double] = []
      for power in [1.0, 2, 4, 8, 16] {
        let (t, d) = sample(step / power)
        quotients.append(d / t)
      }
      let estimates: [Double] = (0..<3).map { first in
        let (q1, q2, q4) = (quotients[first], quotients[first + 1], quotients[first + 2])
        return (8 * q4 - 6 * q2 + q1) / 3
      }
      guard abs(estimates[0] - estimates[1]) <= tolerance,
        abs(estimates[1] - estimates[2]) <= tolerance
      else { return nil }
      // The first has the least rounding, and the error of the second is an eighth of its own.
      return (8 * estimates[1] - estimates[0]) / 7
    }
  }
}
