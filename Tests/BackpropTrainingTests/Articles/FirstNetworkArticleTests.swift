import BackpropTraining
import Foundation
import TensorFormats
import XCTest

/// The program of the article "Train your first network", as it stands there.
final class FirstNetworkArticleTests: XCTestCase {
  func testTrainYourFirstNetwork() throws {
    let csv = try temporaryPath("iris.csv")
    let file = try temporaryPath("iris.safetensors")
    var generator = PhiloxGenerator(seed: 6)
    var text = "sepal length,sepal width,petal length,petal width,species\n"
    for (species, length) in [("setosa", 1.5), ("versicolor", 4.3), ("virginica", 5.8)] {
      let noise = Tensor<Double>.normal([40, 4], using: &generator) * 0.3
      for row in 0..<40 {
        let values = [
          5 + noise[row, 0], 3 + noise[row, 1], length + noise[row, 2], length / 3 + noise[row, 3],
        ]
        text += values.map { "\($0)" }.joined(separator: ",") + ",\(species)\n"
      }
    }
    try write(Array(text.utf8), to: csv)

    let table = try CSVTable<Double>(contentsOf: csv, labels: .last)
    let labels = ClassLabels(of: table.labels)
    let classes = try labels.encode(table.labels)

    let split = try DataSplit.stratified(classes: classes, validation: 0.2, test: 0.2, seed: 1)
    let standardization = Standardization(of: table.values, rows: split.training)
    var features = table.values
    standardization.apply(to: &features)
    let data = TensorDataset(inputs: features, classes: classes)

    RandomSource.seed(1)
    let network = Sequential<Double>(Linear(4, 16), ReLU(), Linear(16, labels.count))
    let optimizer = Adam(network.getParameters(), learningRate: 0.01)
    let trainer = Trainer(network, CrossEntropyCriterion(), optimizer)
    let loader = DataLoader(data.subset(split.training), batchSize: 16, seed: 1)
    var reports = 0
    try trainer.fit(
      loader, epochs: 100, validation: data.subset(split.validation), metrics: [Accuracy()],
      callbacks: [EarlyStopping(patience: 10), TrainingProgress { _ in reports += 1 }])
    XCTAssertGreaterThan(reports, 0)

    let score = ClassificationScore<Double>(.f1, classCount: labels.count)
    let test = try trainer.evaluate(data.subset(split.test), metrics: [Accuracy(), score])
    XCTAssertGreaterThan(test.metrics["accuracy"] ?? 0, 0.9)
    XCTAssertEqual(score.matrix.samples, 24)

    var model = ModelFile(
      network, preprocessing: .standardization(standardization), labels: labels)
    model.featureNames = table.columnNames
    try model.write(to: file)

    let read = try ModelFile<Double>(contentsOf: file)
    let outputs = read.predict(Tensor(rows: [[5.1, 3.5, 1.4, 0.2]]))
    XCTAssertEqual(read.labels?.decode(outputs.argmaxOfRows()), ["setosa"])
    XCTAssertEqual(
      read.featureNames, ["sepal length", "sepal width", "petal length", "petal width"])
  }
}
