import BackpropTraining
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

  /// What a sample is.
  enum Contents {
    /// A row of features, as numbers.
    case table(Tensor<Double>, Scaling)
    /// An image, as bytes; perhaps with others to test with.
    case images(MNISTFolder.Part, test: MNISTFolder.Part?)
  }

  /// What the data is: `iris.csv`.
  let name: String
  /// What a sample is, in the plural: `images of 8x8 pixels`.
  let samples: String
  /// Who made it and under which licence it is passed on.
  let attribution: String?
  let contents: Contents
  /// The class of each sample that isn't set apart for testing, an index into the labels.
  let classes: [Int]
  let labels: ClassLabels
  /// The names of the features, where they have some.
  var featureNames: [String]?
  /// The rows and columns of a sample that is an image.
  var imageSize: (height: Int, width: Int)?

  var classNames: [String] { labels.names }

  /// The number of samples, those to test with included.
  var count: Int {
    if case .images(_, let test?) = contents { return classes.count + test.count }
    return classes.count
  }

  var featureCount: Int {
    switch contents {
    case .table(let features, _): features.shape[1]
    case .images(let part, _): part.height * part.width
    }
  }
}
