/// A chart of what was predicted over what was true.
public struct ScatterChart: Sendable {
  /// The samples: what is true, and what was predicted.
  public var points: [(truth: Double, prediction: Double)]
  /// What is predicted: the name of a column, perhaps.
  public var name: String

  /// More points than these would be a blot: then so many are shown, evenly chosen.
  private static let mostPoints = 1000

  /// A chart of some points.
  public init(name: String, points: [(truth: Double, prediction: Double)]) {
    self.name = name
    self.points = points
  }

  var svg: String {
    let finite = points.filter { $0.truth.isFinite && $0.prediction.isFinite }
    guard let low = finite.map({ min($0.truth, $0.prediction) }).min(),
      let high = finite.map({ max($0.truth, $0.prediction) }).max()
    else { return "" }
    let frame = ChartFrame(
      title: "predicted \(name)", horizontalTitle: "true \(name)",
      horizontal: ChartAxis(from: low, to: high), vertical: ChartAxis(from: low, to: high))
    var marks = SVG()
    marks.line(frame.point(low, low), frame.point(high, high), class: "grid")
    let step = max(1, (finite.count + Self.mostPoints - 1) / Self.mostPoints)
    for index in stride(from: 0, to: finite.count, by: step) {
      marks.circle(
        frame.point(finite[index].truth, finite[index].prediction), radius: 2.5, class: "s0 dot")
    }
    return frame.svg(containing: marks.content)
  }
}
