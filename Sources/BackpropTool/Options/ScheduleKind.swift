import ArgumentParser
import Backprop

/// How the learning rate changes while a network trains.
enum ScheduleKind: String, CaseIterable, ExpressibleByArgument {
  case constant
  case cosine
  case oneCycle = "one-cycle"

  /// The curve over so many steps; none where the rate stays.
  func curve(steps: Int) -> ScheduleCurve? {
    switch self {
    case .constant: nil
    case .cosine: .cosine(steps: max(1, steps))
    case .oneCycle: .oneCycle(steps: max(2, steps))
    }
  }
}
