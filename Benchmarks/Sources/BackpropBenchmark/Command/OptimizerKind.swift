import ArgumentParser

/// The rule of a training step.
enum OptimizerKind: String, ExpressibleByArgument, CaseIterable, Encodable {
  case sgd, adam

  /// The learning rate with which variants are compared.
  var rateOfAgreement: Double { self == .sgd ? 0.01 : 0.001 }

  /// The learning rate with which they are timed. Hundreds of thousands of steps on the same batch
  /// follow: at a larger rate Adam's gradients reach 0, and its means become denormal numbers, on
  /// which processors are slow.
  var rateOfTiming: Double { self == .sgd ? 0.01 : 1e-6 }
}
