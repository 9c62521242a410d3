import TensorFormats

/// A page about a training run: learning curves, confusion matrix, the worst mistakes.
///
/// One HTML file that needs nothing else: charts are inline SVG, images are embedded. It follows the
/// reader's light or dark mode and the width of a phone.
///
/// ```swift
/// var report = TrainingReport(title: "Fashion-MNIST")
/// report.facts = [("test accuracy", "0.8912"), ("epochs", "10")]
/// report.curves = [LearningCurve(title: "Loss", series: [("training", losses)])]
/// try report.write(to: "run.html")
/// ```
public struct TrainingReport: Sendable {
  /// The heading.
  public var title: String
  /// What stands at the top: names and values, the most important first.
  public var facts: [(name: String, value: String)] = []
  /// The charts over the epochs.
  public var curves: [LearningCurve] = []
  /// For classification: how often each class was taken for each.
  public var confusion: ConfusionChart?
  /// For classification: precision and recall of each class.
  public var classes: [ClassScores] = []
  /// For regression: what was predicted beside what was true.
  public var predictions: ScatterChart?
  /// The samples that the network was most wrong about, the worst first.
  public var mistakes: [WorstMistake] = []

  /// What is known of a class.
  public struct ClassScores: Sendable {
    /// The label of the class.
    public var label: String
    /// The share of the samples taken for this class that are of it.
    public var precision: Double
    /// The share of the samples of this class that were taken for it.
    public var recall: Double
    /// The harmonic mean of both.
    public var f1: Double
    /// The number of samples of this class.
    public var support: Int

    /// The scores of a class.
    public init(label: String, precision: Double, recall: Double, f1: Double, support: Int) {
      self.label = label
      self.precision = precision
      self.recall = recall
      self.f1 = f1
      self.support = support
    }
  }

  /// An empty report.
  public init(title: String) {
    self.title = title
  }

  /// The page.
  ///
  /// - Complexity: Linear in the size of its parts.
  public var html: String {
    var body = HTML()
    body.element("h1") { $0.text(title) }
    if !facts.isEmpty { addFacts(to: &body) }
    if !curves.isEmpty {
      body.section("Learning curves") { section in
        section.element("div", class: "charts") { charts in
          for curve in curves { charts.raw(curve.svg) }
        }
      }
    }
    if let predictions {
      body.section("Predictions") { $0.raw(predictions.svg) }
    }
    if let confusion {
      body.section("Confusion matrix") { section in
        section.element("p", class: "note") {
          $0.text("Rows are the true classes, columns the predicted ones.")
        }
        section.element("div", class: "wide") { $0.raw(confusion.svg) }
      }
    }
    if !classes.isEmpty { addClasses(to: &body) }
    if !mistakes.isEmpty { addMistakes(to: &body) }
    return HTML.page(title: title, body: body)
  }

  /// Writes the page.
  ///
  /// - Throws: `FormatError` if it can't be written; then what was there before still is.
  public func write(to path: String) throws(FormatError) {
    try AtomicFile.write(Array(html.utf8), to: path)
  }

  private func addFacts(to body: inout HTML) {
    body.element("dl", class: "facts") { list in
      for (name, value) in facts {
        list.element("div") { fact in
          fact.element("dt") { $0.text(name) }
          fact.element("dd") { $0.text(value) }
        }
      }
    }
  }

  private func addClasses(to body: inout HTML) {
    body.section("Classes") { section in
      section.element("div", class: "wide") { wide in
        wide.element("table") { table in
          table.element("tr") { row in
            for heading in ["class", "precision", "recall", "F1", "samples"] {
              row.element("th") { $0.text(heading) }
            }
          }
          for scores in classes {
            table.element("tr") { row in
              row.element("td") { $0.text(scores.label) }
              for value in [scores.precision, scores.recall, scores.f1] {
                row.element("td") { $0.text(value.fixed(3)) }
              }
              row.element("td") { $0.text(String(scores.support)) }
            }
          }
        }
      }
    }
  }

  private func addMistakes(to body: inout HTML) {
    body.section("Worst mistakes") { section in
      section.element("div", class: "mistakes") { grid in
        for mistake in mistakes { mistake.add(to: &grid) }
      }
    }
  }
}
