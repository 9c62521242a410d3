import TensorFormats

/// A sample that a network was wrong about.
public struct WorstMistake: Sendable {
  /// Which sample it is: `row 17`.
  public var sample: String
  /// What it is.
  public var truth: String
  /// What it was taken for.
  public var predicted: String
  /// What else to say: `98% sure`.
  public var detail: String
  /// The sample as a picture.
  public var image: PNGImage?

  /// A mistake.
  public init(
    sample: String, truth: String, predicted: String, detail: String, image: PNGImage? = nil
  ) {
    self.sample = sample
    self.truth = truth
    self.predicted = predicted
    self.detail = detail
    self.image = image
  }

  func add(to html: inout HTML) {
    html.element("figure") { figure in
      if let image {
        figure.raw(
          "<img alt=\"\(HTML.escaped("\(sample): \(truth)"))\" "
            + "src=\"data:image/png;base64,\(Base64.encoded(image.file))\"/>")
      }
      figure.element("figcaption") { caption in
        caption.element("b") { $0.text(truth) }
        caption.element("span") { $0.text("taken for \(predicted)") }
        caption.element("small") { $0.text([sample, detail].joined(separator: ", ")) }
      }
    }
  }
}
