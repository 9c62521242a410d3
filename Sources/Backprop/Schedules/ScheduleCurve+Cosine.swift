extension ScheduleCurve {
  /// Falls along half a cosine from the base to `minimum` over `steps` steps.
  ///
  /// ```
  /// rate = minimum + (base - minimum) (1 + cos(pi step / steps)) / 2
  /// ```
  ///
  /// Beyond `steps` it rises again, as the formula says. PyTorch: `CosineAnnealingLR`.
  ///
  /// Paper: Loshchilov and Hutter, *SGDR: stochastic gradient descent with warm restarts*, 2017.
  public static func cosine(steps: Int, minimum: Double = 0) -> ScheduleCurve {
    requireSteps(steps, "cosine")
    return ScheduleCurve("cosine to \(minimum) over \(steps) steps") { step, base in
      halfCosine(from: base, to: minimum, Double(step) / Double(steps))
    }
  }

  /// Falls along half a cosine, again and again: over `first` steps at first, then each time over
  /// `multiplier` times as many. PyTorch: `CosineAnnealingWarmRestarts`.
  ///
  /// Paper: Loshchilov and Hutter, *SGDR: stochastic gradient descent with warm restarts*, 2017.
  public static func cosineWithRestarts(
    first: Int, multiplier: Int = 1, minimum: Double = 0
  ) -> ScheduleCurve {
    requireSteps(first, "cosineWithRestarts")
    if multiplier < 1 {
      fatalError("ScheduleCurve.cosineWithRestarts: multiplier \(multiplier) is not at least 1")
    }
    let words = "cosine to \(minimum), restarted after \(first) steps, then times \(multiplier)"
    return ScheduleCurve(words) { step, base in
      var (length, rest) = (first, step)
      if multiplier == 1 {
        rest %= length
      } else {
        while rest >= length {
          rest -= length
          let (next, overflows) = length.multipliedReportingOverflow(by: multiplier)
          length = overflows ? .max : next
        }
      }
      return halfCosine(from: base, to: minimum, Double(rest) / Double(length))
    }
  }

  static func halfCosine(from start: Double, to end: Double, _ share: Double) -> Double {
    end + (start - end) * (1 + Backprop.cosine(.pi * share)) / 2
  }
}
