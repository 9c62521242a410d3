import LinearAlgebra

/// Samples with their classes.
struct DataSet {
  /// How features are brought to a common scale.
  enum Scaling {
    /// To mean 0 and standard deviation 1 over the training samples.
    case standardized
    /// By a factor.
    case factor(Double)
  }

  /// What the data is: `iris.csv`.
  let name: String
  /// What a sample is, in the plural: `images of 8x8 pixels`.
  let samples: String
  /// Who made it and under which licence it is passed on.
  let attribution: String?
  /// A row for each sample.
  let features: Tensor<Double>
  let scaling: Scaling
  /// The class of each sample, an index into `classNames`.
  let classes: [Int]
  let classNames: [String]

  var count: Int { classes.count }
  var featureCount: Int { features.shape[1] }
}
