/// A piece of work in several variants that compute the same.
struct Workload {
  /// Which suite it belongs to.
  let suite: Suite
  /// What is computed: `Linear forward`, `mnist`.
  let name: String
  /// How large it is, where the name doesn't say it: `256`, `batch 32`.
  var detail = ""
  let precision: Precision
  /// The optimizer of a training step.
  var optimizer: OptimizerKind?
  /// Multiplications and additions of the matrix products of one run; for element-wise work, one
  /// operation an element.
  let operations: Double
  let variants: [Variant]
  /// Runs the variants and compares what they computed.
  let agreement: () throws -> [Agreement]

  var title: String {
    [name, detail, precision.rawValue, optimizer?.rawValue ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// Compares the variants; stops at the first that doesn't agree.
  func checkAgreement() throws {
    for agreement in try agreement() where !(agreement.deviation <= 1) {
      throw Disagreement(
        description: "\(title): \(agreement.variant) deviates by "
          + "\(formatSignificant(agreement.deviation)) times what rounding allows")
    }
  }
}
