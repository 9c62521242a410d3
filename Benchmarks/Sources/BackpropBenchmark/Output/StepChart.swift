import Foundation

/// The training steps as a chart, a panel for each precision: for each case and variant, how many
/// times as long as the matrix products of the step it takes, on a logarithmic axis from 1.
struct StepChart {
  private let panels: [(title: String, groups: [Group])]
  private let largest: Double

  private struct Group {
    let title: String
    let rows: [ResultRow]
  }

  private static let panelWidth = 490.0
  private static let axisWidth = 300.0
  private static let labelWidth = 74.0
  private static let barPitch = 14.0
  private static let headingHeight = 22.0
  private static let top = 74.0

  init(_ rows: [ResultRow]) {
    let rows = rows.filter { $0.suite == .steps && $0.ratioToFloor != nil }
    panels = Precision.allCases.compactMap { precision in
      let rows = rows.filter { $0.precision == precision }
      guard !rows.isEmpty else { return nil }
      let groups = OptimizerKind.allCases.flatMap { optimizer in
        NetworkCase.steps.compactMap { network -> Group? in
          let rows = rows.filter { $0.case == network.name && $0.optimizer == optimizer }
          guard let floor = rows.first(where: { $0.variant == "floor" }) else { return nil }
          return Group(
            title: "\(network.name) \(network.architecture), batch \(network.batch), "
              + "\(optimizer.rawValue): products \(formatSeconds(floor.medianSeconds))",
            rows: rows.filter { $0.variant != "floor" })
        }
      }
      return (precision == .f64 ? "Double" : "Float", groups)
    }
    let most = rows.reduce(10) { max($0, $1.ratioToFloor ?? 1) }
    largest = pow(10, log10(most).rounded(.up))
  }

  var svg: String {
    let heights = panels.map { panel in
      panel.groups.reduce(0) { $0 + Self.headingHeight + Double($1.rows.count) * Self.barPitch + 6 }
    }
    let (width, height) = (
      Self.panelWidth * Double(max(1, panels.count)), Self.top + (heights.max() ?? 0) + 16
    )
    let drawn = panels.enumerated().map { index, panel in
      "<g transform=\"translate(\(Self.panelWidth * Double(index)) 0)\">\n"
        + draw(panel.title, panel.groups, height: heights[index]) + "</g>\n"
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)" role="img">
      <title>Training steps, as multiples of the time of their matrix products</title>
      <style>
      \(Self.style)
      </style>
      <rect class="ground" width="\(width)" height="\(height)"/>
      <text class="title" x="16" y="26">A training step, in multiples of its matrix products \
      (logarithmic; shorter is better)</text>
      \(drawn.joined())</svg>

      """
  }

  /// Where a multiple lies on the axis.
  private func x(_ ratio: Double) -> Double {
    Self.labelWidth + 16 + log10(ratio) / log10(largest)
      * Self.axisWidth
  }

  private func draw(_ title: String, _ groups: [Group], height: Double) -> String {
    var lines = "<text class=\"title\" x=\"16\" y=\"50\">\(title)</text>\n"
    var tick = 1.0
    while tick <= largest {
      let x = round(x(tick))
      lines += """
        <line class="\(tick == 1 ? "axis" : "grid")" x1="\(x)" x2="\(x)" y1="\(Self.top)" \
        y2="\(Self.top + height)"/>
        <text class="small" text-anchor="middle" x="\(x)" y="\(Self.top - 6)">\(Int(tick))</text>

        """
      tick *= 10
    }
    var y = Self.top
    for group in groups {
      y += Self.headingHeight
      lines += "<text class=\"heading\" x=\"16\" y=\"\(y - 7)\">\(group.title)</text>\n"
      for row in group.rows {
        lines += draw(row, y: y)
        y += Self.barPitch
      }
      y += 6
    }
    return lines
  }

  private func draw(_ row: ResultRow, y: Double) -> String {
    let ratio = row.ratioToFloor ?? 1
    let (from, to) = (min(x(1), x(ratio)), max(x(1), x(ratio)))
    let label = "\(formatSignificant(ratio)) = \(formatSeconds(row.medianSeconds))"
    return """
      <text class="small" text-anchor="end" x="\(Self.labelWidth - 6)" y="\(y + 9)">\
      \(row.variant)</text>
      <rect class="\(row.variant)" x="\(round(from))" y="\(y + 1)" \
      width="\(round(max(1.5, to - from)))" height="\(Self.barPitch - 4)" rx="1.5"/>
      <text class="small" x="\(round(to + 5))" y="\(y + 9)">\(label)</text>

      """
  }

  private func round(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// Rules rather than variables: not every viewer knows those.
  private static let style = """
    text { font-family: system-ui, sans-serif; fill: #24292f }
    .title { font-size: 14px; font-weight: 600 } .heading { font-size: 11px; font-weight: 600 }
    .small { font-size: 10px } .ground { fill: #ffffff }
    .heading { paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
    .grid { stroke: #d8dee4 } .axis { stroke: #57606a }
    .naive { fill: #8c959f } .library { fill: #0969da } .numpy { fill: #9a6700 }
    .torch { fill: #cf4a22 } .jax { fill: #8250df }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 } .ground { fill: #0d1117 } .heading { stroke: #0d1117 }
      .grid { stroke: #30363d } .axis { stroke: #8b949e }
      .naive { fill: #6e7681 } .library { fill: #58a6ff } .numpy { fill: #d29922 }
      .torch { fill: #f0743e } .jax { fill: #a371f7 }
    }
    """
}
