import BackpropTraining
import Foundation

/// The files in `Fixtures`, found by the path of this source file.
enum Fixtures {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// A file that holds one JSON value.
  static func json<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(
      Value.self, from: Data(contentsOf: folder.appendingPathComponent(path)))
  }
}

/// A tensor written as `{"shape": [...], "data": [...]}`.
struct TensorRecord: Decodable {
  let shape: [Int]
  let data: [Double]

  var tensor: Tensor<Double> { Tensor(shape: Shape(shape), data) }
}

/// What scikit-learn computed: see `make_sklearn_fixtures.py`.
struct ScikitLearn: Decodable {
  struct Classification: Decodable {
    let probabilities: TensorRecord
    let classes: [Int]
    let accuracy: Double
    let top2: Double
    let confusion: TensorRecord
    let logLoss: Double
    let balanced: TensorRecord
    /// Rows: precision, recall, F1.
    let each: TensorRecord
    let macro: TensorRecord
    let weighted: TensorRecord
  }

  struct Regression: Decodable {
    let outputs: TensorRecord
    let targets: TensorRecord
    let mse: Double
    let mae: Double
    let r2: Double
  }

  struct Scaling: Decodable {
    let x: TensorRecord
    let rows: [Int]
    let standard: TensorRecord
    let minMax: TensorRecord
  }

  let classification: [Classification]
  let regression: [Regression]
  let scaling: Scaling

  static func load() throws -> ScikitLearn {
    try Fixtures.json("sklearn.json", as: ScikitLearn.self)
  }
}

/// The largest difference of two tensors of the same shape.
func distance<Scalar>(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Scalar {
  x.isEmpty ? 0 : abs(x - y).max()
}

/// The number 0, 1, 2, ... in each row, and its class: the number modulo 3.
func countedData(_ count: Int) -> TensorDataset<Double> {
  TensorDataset(
    inputs: Tensor(shape: Shape(count, 1), (0..<count).map(Double.init)),
    classes: (0..<count).map { $0 % 3 })
}
