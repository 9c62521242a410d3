/// A piece of HTML, element by element.
struct HTML {
  private(set) var content = ""

  /// Markup as it stands.
  mutating func raw(_ markup: String) { content += markup }

  /// Text, with what HTML would take for markup escaped.
  mutating func text(_ text: String) { content += Self.escaped(text) }

  mutating func element(
    _ name: String, class style: String? = nil, _ body: (inout HTML) -> Void
  ) {
    content += "<\(name)" + (style.map { " class=\"\($0)\"" } ?? "") + ">"
    body(&self)
    content += "</\(name)>\n"
  }

  mutating func section(_ title: String, _ body: (inout HTML) -> Void) {
    element("section") { section in
      section.element("h2") { $0.text(title) }
      body(&section)
    }
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      // Control characters may stand in no document.
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  static func page(title: String, body: HTML) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <title>\(escaped(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    <main>
    \(body.content)</main>
    </body>
    </html>

    """
  }

  private static let style = """
    :root { --ink: #1b1f24; --soft: #5c6670; --rule: #d9dee3; --back: #ffffff; --card: #f5f7f9;
      --s0: #1f6fd6; --s1: #d1620b; --s2: #2b8a3e; --s3: #9c36b5; --on: #ffffff; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6e9ec; --soft: #9aa5b1; --rule: #39424c; --back: #14181c; --card: #1d2329;
        --s0: #6aa9ff; --s1: #ff9d4d; --s2: #69db7c; --s3: #e599f7; --on: #14181c; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--ink);
      font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 1040px; margin: 0 auto; padding: 16px; }
    h1 { font-size: 1.6rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2rem 0 .75rem; }
    .note { color: var(--soft); margin: 0 0 .5rem; }
    .facts { display: grid; gap: 8px; margin: 0;
      grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); }
    .facts div { background: var(--card); border-radius: 8px; padding: 10px 12px; }
    dt { color: var(--soft); font-size: .8rem; }
    dd { margin: 0; font-size: 1.05rem; font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere; }
    .charts { display: grid; gap: 16px;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); }
    .wide { overflow-x: auto; }
    svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
    .wide svg { min-width: 420px; }
    svg text { fill: var(--ink); }
    svg .label { fill: var(--soft); }
    svg .title { font-size: 15px; font-weight: 600; }
    svg .middle, svg .count { text-anchor: middle; }
    svg .end { text-anchor: end; }
    svg .on { fill: var(--on); }
    svg .grid { stroke: var(--rule); }
    svg .axis { stroke: var(--soft); }
    svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
    svg .s0 { stroke: var(--s0); fill: var(--s0); }
    svg .s1 { stroke: var(--s1); fill: var(--s1); }
    svg .s2 { stroke: var(--s2); fill: var(--s2); }
    svg .s3 { stroke: var(--s3); fill: var(--s3); }
    svg .line { fill: none; }
    svg .dot { stroke: none; fill-opacity: .65; }
    svg .right { fill: var(--s0); }
    svg .wrong { fill: var(--s1); }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--rule); text-align: right; }
    th { color: var(--soft); font-weight: 500; }
    th:first-child, td:first-child { text-align: left; }
    .mistakes { display: grid; gap: 10px;
      grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); }
    figure { margin: 0; background: var(--card); border-radius: 8px; padding: 10px; }
    figure img { display: block; width: 100%; max-width: 168px; margin: 0 auto 8px;
      image-rendering: pixelated; background: #000; }
    figcaption { overflow-wrap: anywhere; font-size: .9rem; }
    figcaption span, figcaption small { display: block; }
    figcaption small { color: var(--soft); }
    """
}
