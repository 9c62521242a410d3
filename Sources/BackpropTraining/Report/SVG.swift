/// The content of an SVG element, piece by piece. What it looks like stands in the page's style.
struct SVG {
  typealias Point = (x: Double, y: Double)

  private(set) var content = ""

  mutating func raw(_ text: String) { content += text }

  mutating func line(_ from: Point, _ to: Point, class style: String) {
    content +=
      "<line class=\"\(style)\" x1=\"\(from.x.fixed(1))\" y1=\"\(from.y.fixed(1))\" "
      + "x2=\"\(to.x.fixed(1))\" y2=\"\(to.y.fixed(1))\"/>"
  }

  mutating func polyline(_ points: [Point], class style: String) {
    let text = points.map { "\($0.x.fixed(1)),\($0.y.fixed(1))" }.joined(separator: " ")
    content += "<polyline class=\"\(style)\" points=\"\(text)\"/>"
  }

  mutating func circle(_ center: Point, radius: Double, class style: String) {
    content +=
      "<circle class=\"\(style)\" cx=\"\(center.x.fixed(1))\" cy=\"\(center.y.fixed(1))\" "
      + "r=\"\(radius.fixed(1))\"/>"
  }

  /// A square, with a text that shows when it is pointed at.
  mutating func square(
    _ corner: Point, side: Double, class style: String, opacity: Double, tip: String
  ) {
    content +=
      "<rect class=\"\(style)\" x=\"\(corner.x.fixed(1))\" y=\"\(corner.y.fixed(1))\" "
      + "width=\"\(side.fixed(1))\" height=\"\(side.fixed(1))\" "
      + "fill-opacity=\"\(opacity.fixed(2))\"><title>\(HTML.escaped(tip))</title></rect>"
  }

  mutating func text(_ text: String, _ at: Point, class style: String, degrees: Int? = nil) {
    let (x, y) = (at.x.fixed(1), at.y.fixed(1))
    let turned = degrees.map { " transform=\"rotate(\($0) \(x) \(y))\"" } ?? ""
    content +=
      "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\"\(turned)>\(HTML.escaped(text))</text>"
  }

  /// All of it as an element that is as wide as the page allows, and at most its own width.
  func element(width: Double, height: Double, label: String) -> String {
    "<svg role=\"img\" aria-label=\"\(HTML.escaped(label))\" "
      + "viewBox=\"0 0 \(width.fixed(0)) \(height.fixed(0))\" "
      + "style=\"max-width:\(width.fixed(0))px\">\(content)</svg>"
  }
}
