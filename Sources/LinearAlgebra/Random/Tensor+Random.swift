extension Tensor {
  /// Scalars distributed uniformly on `range`, whose upper bound is not reached but by rounding.
  public static func uniform(
    _ shape: Shape, in range: Range<Scalar> = 0..<1, using generator: inout PhiloxGenerator
  ) -> Tensor {
    var tensor = Tensor(uninitialized: shape)
    tensor.fillUniform(in: range, using: &generator)
    return tensor
  }

  /// Scalars distributed normally.
  public static func normal(
    _ shape: Shape, mean: Scalar = 0, standardDeviation: Scalar = 1,
    using generator: inout PhiloxGenerator
  ) -> Tensor {
    var tensor = Tensor(uninitialized: shape)
    tensor.fillNormal(mean: mean, standardDeviation: standardDeviation, using: &generator)
    return tensor
  }

  /// Scalars distributed normally, given that they lie in `range`.
  ///
  /// Drawn by inversion, so every scalar takes one draw, however narrow the range. `range` must
  /// meet what the distribution can reach in `Double`: about 38 standard deviations.
  public static func truncatedNormal(
    _ shape: Shape, mean: Scalar = 0, standardDeviation: Scalar = 1, in range: ClosedRange<Scalar>,
    using generator: inout PhiloxGenerator
  ) -> Tensor {
    require(
      standardDeviation > 0,
      "truncatedNormal: standard deviation \(standardDeviation) is not above 0")
    let deviation = standardDeviation.asDouble
    var low = (range.lowerBound.asDouble - mean.asDouble) / deviation
    var high = (range.upperBound.asDouble - mean.asDouble) / deviation
    // The upper tail is drawn as the lower one: near 1 a probability has too few digits.
    let isMirrored = low > 0
    if isMirrored { (low, high) = (-high, -low) }
    let lowest = NormalDistribution.cumulative(low)
    let highest = NormalDistribution.cumulative(high)
    require(highest > 0, "truncatedNormal: \(range) is out of reach")
    let uniform = Tensor<Double>.uniform(shape, using: &generator)
    var values = uniform * (highest - lowest) + lowest
    values.withUnsafeMutableScalars { buffer in
      if let start = buffer.baseAddress { NormalDistribution.quantiles(start, buffer.count) }
    }
    values *= (isMirrored ? -1 : 1) * deviation
    values += mean.asDouble
    return values.converted(to: Scalar.self).clamped(to: range)
  }

  /// Scalars that are `value` with the given probability, else 0.
  public static func bernoulli(
    _ shape: Shape, probability: Double, value: Scalar = 1, using generator: inout PhiloxGenerator
  ) -> Tensor {
    var tensor = Tensor(uninitialized: shape)
    tensor.fillBernoulli(probability: probability, value: value, using: &generator)
    return tensor
  }

  /// Overwrites all scalars with ones distributed uniformly on `range`.
  public mutating func fillUniform(
    in range: Range<Scalar> = 0..<1, using generator: inout PhiloxGenerator
  ) {
    let position = generator.reserve(count, wordsEach: Scalar.wordsPerUniform)
    prepareToOverwrite(shape: shape)
    let target = mutablePointer()
    Scalar.philoxUniform(generator.seed, generator.stream, position, target, count)
    guard range != 0..<1 else { return }
    Scalar.affine(target, range.upperBound - range.lowerBound, range.lowerBound, target, count)
  }

  /// Overwrites all scalars with ones distributed normally.
  public mutating func fillNormal(
    mean: Scalar = 0, standardDeviation: Scalar = 1, using generator: inout PhiloxGenerator
  ) {
    let position = generator.reserve(count, wordsEach: 2)
    prepareToOverwrite(shape: shape)
    let target = mutablePointer()
    Scalar.philoxNormal(generator.seed, generator.stream, position, target, count)
    guard mean != 0 || standardDeviation != 1 else { return }
    Scalar.affine(target, standardDeviation, mean, target, count)
  }

  /// Overwrites all scalars with `value` with the given probability, else with 0.
  public mutating func fillBernoulli(
    probability: Double, value: Scalar = 1, using generator: inout PhiloxGenerator
  ) {
    require(
      probability >= 0 && probability <= 1, "bernoulli: \(probability) is not a probability")
    let position = generator.reserve(count, wordsEach: 1)
    prepareToOverwrite(shape: shape)
    Scalar.philoxBernoulli(
      generator.seed, generator.stream, position, probability: probability, value: value,
      mutablePointer(), count)
  }
}
