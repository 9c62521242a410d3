/// A chart of values over the epochs.
public struct LearningCurve: Sendable {
  /// What is shown: `Loss`.
  public var title: String
  /// The lines: a value for each epoch, from the first. Values that aren't finite are left out.
  public var series: [(name: String, values: [Double])]

  /// A chart of some lines.
  public init(title: String, series: [(name: String, values: [Double])]) {
    self.title = title
    self.series = series
  }

  /// The chart as an SVG element.
  package var svg: String {
    let epochs = series.map(\.values.count).max() ?? 0
    let values = series.flatMap(\.values).filter(\.isFinite)
    guard epochs > 0, let low = values.min(), let high = values.max() else { return "" }
    let frame = ChartFrame(
      title: title, horizontalTitle: "epoch", horizontal: ChartAxis(from: 1, to: Double(epochs)),
      vertical: ChartAxis(from: low, to: high), horizontalIsWhole: true)
    var marks = SVG()
    var legend = SVG()
    for (index, line) in series.enumerated() {
      let style = "s\(index % 4)"
      for run in runs(of: line.values) {
        let points = run.map { epoch, value in frame.point(Double(epoch), value) }
        if points.count == 1 {
          marks.circle(points[0], radius: 3, class: style + " dot")
        } else {
          marks.polyline(points, class: style + " line")
        }
      }
      legend.line(
        (frame.left + 110 * Double(index), 42), (frame.left + 110 * Double(index) + 18, 42),
        class: style + " line")
      legend.text(line.name, (frame.left + 110 * Double(index) + 24, 46), class: "label")
    }
    return frame.svg(containing: legend.content + marks.content)
  }

  /// The stretches of finite values, each with its epoch.
  private func runs(of values: [Double]) -> [[(epoch: Int, value: Double)]] {
    var runs: [[(epoch: Int, value: Double)]] = []
    var current: [(epoch: Int, value: Double)] = []
    for (index, value) in values.enumerated() {
      if value.isFinite {
        current.append((index + 1, value))
      } else if !current.isEmpty {
        runs.append(current)
        current = []
      }
    }
    return current.isEmpty ? runs : runs + [current]
  }
}
