/// A range of values and where to put marks on it.
package struct ChartAxis {
  package let low: Double
  package let high: Double

  /// An axis of a little more than the range; some room around a single value.
  package init(from low: Double, to high: Double) {
    let room = high > low ? 0 : max(0.5, abs(low) * 0.1)
    self.low = low - room
    self.high = high + room
  }

  /// Round numbers in the range, some five of them: multiples of 1, 2 or 5 times a power of ten.
  package var marks: [Double] {
    let step = Self.roundStep(atLeast: (high - low) / 6)
    guard step > 0, step.isFinite else { return [low] }
    var marks: [Double] = []
    var index = (low / step).rounded(.up)
    while index * step <= high * (1 + 1e-12) + step * 1e-9, marks.count < 12 {
      marks.append(index * step)
      index += 1
    }
    return marks
  }

  /// The marks in words: as short as tells them apart.
  package var labels: [String] {
    let step = Self.roundStep(atLeast: (high - low) / 6)
    var (decimals, scale) = (0, 1.0)
    while decimals < 15, abs((step * scale).rounded() - step * scale) > 1e-6 * step * scale {
      decimals += 1
      scale *= 10
    }
    if decimals > 5 {
      let short = marks.map(\.asLoss)
      if Set(short).count == short.count { return short }
    }
    return marks.map { $0.fixed(decimals) }
  }

  private static func roundStep(atLeast least: Double) -> Double {
    guard least > 0, least.isFinite else { return 0 }
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-12) } ?? 10 * power
  }
}

/// The frame of a chart: title, axes, and where a value stands.
struct ChartFrame {
  let title: String
  let horizontalTitle: String
  let horizontal: ChartAxis
  let vertical: ChartAxis
  /// Whether only whole numbers are marked below.
  var horizontalIsWhole = false

  private let width = 480.0
  private let height = 300.0
  let left = 62.0
  private let right = 462.0
  private let top = 60.0
  private let bottom = 254.0

  func point(_ x: Double, _ y: Double) -> (Double, Double) {
    (
      left + (x - horizontal.low) / (horizontal.high - horizontal.low) * (right - left),
      bottom - (y - vertical.low) / (vertical.high - vertical.low) * (bottom - top)
    )
  }

  func svg(containing content: String) -> String {
    var svg = SVG()
    svg.text(title, (left, 22), class: "title")
    for (mark, label) in zip(vertical.marks, vertical.labels) {
      let (_, y) = point(horizontal.low, mark)
      svg.line((left, y), (right, y), class: "grid")
      svg.text(label, (left - 8, y + 4), class: "end label")
    }
    for (mark, label) in zip(horizontal.marks, horizontal.labels)
    where !horizontalIsWhole || mark == mark.rounded() {
      let (x, _) = point(mark, vertical.low)
      svg.text(label, (x, bottom + 20), class: "middle label")
    }
    svg.line((left, bottom), (right, bottom), class: "axis")
    svg.text(horizontalTitle, ((left + right) / 2, height - 8), class: "middle label")
    svg.raw(content)
    return svg.element(width: width, height: height, label: title)
  }
}
