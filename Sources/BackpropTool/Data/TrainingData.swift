import Backprop

/// The two parts of a data set, brought to scale.
struct TrainingData<Scalar: BLASScalar> {
  let training: Tensor<Scalar>
  let trainingClasses: [Int]
  let heldOut: Tensor<Scalar>
  let heldOutClasses: [Int]

  init(_ dataSet: DataSet, _ split: Split) {
    var training = dataSet.features.rows(at: split.training)
    var heldOut = dataSet.features.rows(at: split.heldOut)
    switch dataSet.scaling {
    case .factor(let factor):
      training *= factor
      heldOut *= factor
    case .standardized:
      // What the held-out part looks like must not be known before.
      let standardization = Standardization(of: training)
      standardization.apply(to: &training)
      standardization.apply(to: &heldOut)
    }
    self.training = training.converted()
    self.heldOut = heldOut.converted()
    trainingClasses = split.training.map { dataSet.classes[$0] }
    heldOutClasses = split.heldOut.map { dataSet.classes[$0] }
  }
}
