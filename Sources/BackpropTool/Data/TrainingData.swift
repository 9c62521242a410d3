import Backprop
import BackpropTraining

/// The two parts of a data set, brought to scale.
struct TrainingData<Scalar: BLASScalar> {
  let training: any Dataset<Scalar>
  let heldOut: any Dataset<Scalar>
  /// How the features were brought to scale, for a model that is kept.
  let preprocessing: Preprocessing
  /// Which samples are held out: positions in the data set, or in its part to test with.
  let heldOutPositions: [Int]
  /// Whether those are in the part to test with.
  let hasTestPart: Bool

  init(_ dataSet: DataSet) throws {
    switch dataSet.contents {
    case .table(let features, let scaling):
      let split = try Split(classes: dataSet.classes)
      var training = features.rows(at: split.training)
      var heldOut = features.rows(at: split.heldOut)
      preprocessing =
        switch scaling {
        case .factor(let factor): .factor(factor)
        // What the held-out part looks like must not be known before.
        case .standardized: .standardization(Standardization(of: training))
        }
      preprocessing.apply(to: &training)
      preprocessing.apply(to: &heldOut)
      self.training = TensorDataset<Scalar>(
        inputs: training.converted(), classes: split.training.map { dataSet.classes[$0] })
      self.heldOut = TensorDataset<Scalar>(
        inputs: heldOut.converted(), classes: split.heldOut.map { dataSet.classes[$0] })
      heldOutPositions = split.heldOut
      hasTestPart = false
    case .images(let images, let test):
      preprocessing = .factor(1.0 / 255)
      let all: ByteDataset<Scalar> = images.dataset()
      if let test {
        training = all
        heldOut = test.dataset() as ByteDataset<Scalar>
        heldOutPositions = Array(0..<test.count)
        hasTestPart = true
      } else {
        let split = try Split(classes: dataSet.classes)
        training = all.subset(split.training)
        heldOut = all.subset(split.heldOut)
        heldOutPositions = split.heldOut
        hasTestPart = false
      }
    }
  }
}
