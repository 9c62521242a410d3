import TensorFormats

extension Preprocessing {
  /// As it stands in the metadata of a file; numbers are written with the digits that give them back.
  var json: JSONValue {
    func numbers(_ tensor: Tensor<Double>) -> JSONValue {
      .array(tensor.scalars.map(JSONValue.number))
    }
    switch self {
    case .none: return .object([.init("kind", .string("none"))])
    case .factor(let factor):
      return .object([.init("kind", .string("factor")), .init("factor", .number(factor))])
    case .standardization(let standardization):
      return .object([
        .init("kind", .string("standardization")), .init("mean", numbers(standardization.mean)),
        .init("deviation", numbers(standardization.deviation)),
      ])
    case .minMax(let scaling):
      return .object([
        .init("kind", .string("minMax")), .init("minimum", numbers(scaling.minimum)),
        .init("maximum", numbers(scaling.maximum)), .init("low", .number(scaling.low)),
        .init("high", .number(scaling.high)),
      ])
    }
  }

  /// What JSON stands for, if it stands for any.
  init?(_ json: JSONValue) {
    func number(_ name: String) -> Double? {
      json[name]?.double.flatMap { $0.isFinite ? $0 : nil }
    }
    func vector(_ name: String) -> Tensor<Double>? {
      guard let values = json[name]?.array else { return nil }
      let numbers = values.compactMap(\.double)
      guard numbers.count == values.count, numbers.allSatisfy(\.isFinite) else { return nil }
      return Tensor(numbers)
    }
    switch json["kind"]?.string {
    case "none": self = .none
    case "factor":
      guard let factor = number("factor"), factor != 0 else { return nil }
      self = .factor(factor)
    case "standardization":
      guard let mean = vector("mean"), let deviation = vector("deviation"),
        mean.shape == deviation.shape
      else { return nil }
      self = .standardization(Standardization(mean: mean, deviation: deviation))
    case "minMax":
      guard let minimum = vector("minimum"), let maximum = vector("maximum"),
        minimum.shape == maximum.shape, let low = number("low"), let high = number("high"),
        low < high
      else { return nil }
      self = .minMax(MinMaxScaling(minimum: minimum, maximum: maximum, low: low, high: high))
    default: return nil
    }
  }
}
