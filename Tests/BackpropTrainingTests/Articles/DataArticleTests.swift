import BackpropTraining
import Foundation
import TensorFormats
import XCTest

/// The programs of the articles on data and on resuming.
final class DataArticleTests: XCTestCase {
  private struct Squares: Dataset {
    let count = 1000

    func fill(
      _ input: inout Tensor<Float>, _ target: inout Tensor<Float>, at indices: ArraySlice<Int>
    ) {
      input.prepareToOverwrite(shape: [indices.count, 1])
      target.prepareToOverwrite(shape: [indices.count, 1])
      for (row, index) in indices.enumerated() {
        let x = Float(index) / Float(count)
        input[row, 0] = x
        target[row, 0] = x * x
      }
    }
  }

  private var folder = ""

  override func setUpWithError() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-articles-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

  func testYourOwnData() throws {
    try StoredTensor(Tensor<Float>(rows: [[1, 2], [3, 4]])).writeNPY(folder + "/x.npy")
    try StoredTensor(integers: [1, 0], shape: [2]).writeNPY(folder + "/y.npy")
    let x: Tensor<Float> = try NPY.read(folder + "/x.npy").tensor(as: Float.self)
    let y: [Int] = try NPY.read(folder + "/y.npy").integers(as: Int.self)
    let arrays = TensorDataset(inputs: x, classes: y)
    XCTAssertEqual(arrays.count, 2)
    XCTAssertEqual(y, [1, 0])

    let loader = DataLoader(Squares(), batchSize: 32, lastBatch: .drop, seed: 1)
    var batches = 0
    while try loader.nextBatch() {
      XCTAssertEqual(loader.input.shape, [32, 1])
      XCTAssertEqual(loader.target, loader.input * loader.input)
      batches += 1
    }
    XCTAssertEqual(batches, 31)
  }

  func testSaveAndResume() throws {
    /// A training of so many epochs, which goes on where a checkpoint stands.
    func train(_ path: String, epochs: Int) throws -> [Float] {
      RandomSource.seed(3)
      let network = Sequential<Float>(Linear(1, 8), Tanh(), Dropout(keep: 0.9), Linear(8, 1))
      let optimizer = Adam(network.getParameters(), learningRate: 0.01)
      let trainer = Trainer(network, MSECriterion(), optimizer)
      let loader = DataLoader(Squares(), batchSize: 50, seed: 1)
      let checkpoints = Checkpointing<Float>(path, every: .batches(7), watching: .loss)
      try trainer.fit(
        loader, epochs: epochs, callbacks: [checkpoints],
        resumingFrom: Checkpoint(ifPresentAt: path))
      return network.getParameters().flatMap { $0.value.scalars }
    }
    let undisturbed = try train(folder + "/a.checkpoint", epochs: 4)
    let first = try train(folder + "/b.checkpoint", epochs: 2)
    XCTAssertNotEqual(first, undisturbed)
    XCTAssertEqual(try train(folder + "/b.checkpoint", epochs: 4), undisturbed)
  }
}

extension StoredTensor {
  fileprivate func writeNPY(_ path: String) throws { try NPY.write(self, to: path) }
}
