import BackpropTraining
import TensorFormats
import XCTest

final class ModelFileTests: XCTestCase {
  // MARK: PyTorch

  private struct StateDictFixture: Decodable {
    let names: [String]
    let types: [String]
    let tensors: [String: TensorRecord]
    let inputs: TensorRecord
    let outputs: TensorRecord
  }

  /// The network of `make_pytorch_fixtures.py`.
  private func network() -> Sequential<Double> {
    Sequential(
      Linear(5, 7), BatchNorm1d(7), PReLU(), Sequential(Linear(7, 4, bias: false), LayerNorm(4)),
      GELU(), Linear(4, 3))
  }

  func testStateDictionaryIsThatOfPyTorch() throws {
    let fixture = try Fixtures.json("state_dict.json", as: StateDictFixture.self)
    var file = Safetensors()
    for (name, type) in zip(fixture.names, fixture.types) {
      let record = try XCTUnwrap(fixture.tensors[name])
      file[name] =
        type == "torch.int64"
        ? StoredTensor(integers: record.data.map { Int64($0) }, shape: Shape(record.shape))
        : StoredTensor(record.tensor)
    }
    file.metadata["format"] = "pt"
    let network = network()
    try StateDictionary.load(file, into: network)
    network.evaluate()
    let outputs = network.forward(fixture.inputs.tensor)
    // Sums of up to 7 products of numbers of the size of 1.
    XCTAssertLessThan(distance(outputs, fixture.outputs.tensor), 1e-13)
    XCTAssertEqual(StateDictionary.of(network), file, "names, order, types, bits")
  }

  func testTensorsThatDoNotFit() throws {
    let network = network()
    var file = StateDictionary.of(network)
    let before = network.getParameters().map(\.value)
    file["0.weight"] = StoredTensor(Tensor<Double>.zeros([5, 7]))
    XCTAssertThrowsError(try StateDictionary.load(file, into: network)) {
      XCTAssertTrue("\($0)".contains("\"0.weight\""), "\($0)")
      XCTAssertTrue("\($0)".contains("[7, 5]"), "\($0)")
    }
    file["0.weight"] = nil
    XCTAssertThrowsError(try StateDictionary.load(file, into: network)) {
      XCTAssertTrue("\($0)".contains("\"0.weight\""), "\($0)")
    }
    file = StateDictionary.of(network)
    file["9.weight"] = StoredTensor(Tensor<Double>([1]))
    XCTAssertThrowsError(try StateDictionary.load(file, into: network)) {
      XCTAssertEqual("\($0)", "the network has no place for the tensor \"9.weight\"")
    }
    XCTAssertEqual(network.getParameters().map(\.value), before)
  }

  // MARK: Models

  /// Every module of the library, in every container.
  private func everything<Scalar: BLASScalar>() -> Sequential<Scalar> {
    RandomSource.seed(21)
    let shared = Linear<Scalar>(6, 6)
    let network = Sequential<Scalar>(
      Identity(), Linear(4, 6), BatchNorm1d(6), ReLU(), Residual(shared, Tanh()), shared,
      Concat(
        Linear(6, 2, bias: false), Sequential(Linear(6, 3), Sigmoid()), LeakyReLU(slope: 0.2)),
      ParallelBranches(
        BatchNorm1d(4, epsilon: 1e-3, momentum: nil, affine: false), LayerNorm(7), widths: [4, 7]),
      ELU(alpha: 0.5), SELU(), GELU(), GELU(approximation: .tanh), SiLU())
    network.add(Softplus(beta: 2, threshold: 15), name: "soft")
    network.add(
      Sequential(HardTanh(minimum: -2, maximum: 3), ReLU6(), PReLU(), PReLU(features: 11)))
    network.add(
      ParallelBranches(
        [Linear(5, 5), LayerNorm(6, epsilon: 1e-4, affine: false)], widths: [5, 6]))
    network.add(BatchNorm1d(11, trackRunningStatistics: false))
    network.add(Reshape(11, -1))
    network.add(Flatten())
    network.add(Dropout(keep: 0.75, rescale: false))
    network.add(Sequential(Linear(11, 3), LogSoftMax()))
    network.add(Sequential(SoftMax()))
    return network
  }

  private func checkRoundTrip<Scalar: BLASScalar>(_: Scalar.Type) throws {
    let network: Sequential<Scalar> = everything()
    var generator = PhiloxGenerator(seed: 4)
    for _ in 0..<3 { network.forward(.normal([8, 4], using: &generator)) }
    let inputs = Tensor<Scalar>.normal([5, 4], using: &generator)
    network.evaluate()
    let expected = network.forward(inputs)
    let path = try temporaryPath("model.safetensors")
    try ModelFile(network).write(to: path)
    RandomSource.seed(1)
    let next = RandomSource.split()
    RandomSource.seed(1)
    let model = try ModelFile<Scalar>(contentsOf: path)
    XCTAssertEqual(model.network.forward(inputs), expected)
    XCTAssertFalse(model.network.isTraining)
    XCTAssertEqual(model.network.description, network.description)
    XCTAssertEqual(
      model.network.namedParameters().map(\.path), network.namedParameters().map(\.path),
      "what was shared is shared")
    XCTAssertEqual(StateDictionary.of(model.network), StateDictionary.of(network))
    XCTAssertEqual(ModelFile(model.network).contents(), ModelFile(network).contents())
    XCTAssertNotEqual(next, PhiloxGenerator(seed: 1))
    // Across types it is a conversion.
    let other = try ModelFile<Double>(contentsOf: path)
    let tolerance = Scalar.self == Double.self ? 0 : 1e-4
    XCTAssertLessThanOrEqual(
      distance(other.network.forward(inputs.converted()), expected.converted()), tolerance)
  }

  func testRoundTripInDouble() throws { try checkRoundTrip(Double.self) }
  func testRoundTripInFloat() throws { try checkRoundTrip(Float.self) }

  /// A module that is added to the library must be added to the network above, and so to the
  /// architecture.
  func testEveryModuleOfTheLibraryIsKnown() throws {
    let description = try XCTUnwrap(
      ModelFile<Double>(everything()).contents().metadata["backprop"])
    let sources = URL(fileURLWithPath: #filePath).appendingPathComponent(
      "../../../../Sources/Backprop"
    ).standardizedFileURL
    var count = 0
    for folder in ["Activations", "Layers", "Containers"] {
      let files = try FileManager.default.contentsOfDirectory(
        atPath: sources.appendingPathComponent(folder).path)
      for file in files {
        let path = sources.appendingPathComponent(folder).appendingPathComponent(file).path
        let text = String(decoding: try bytes(of: path), as: UTF8.self)
        for match in text.matches(of: /public final class (\w+)<Scalar: BLASScalar>: \w+<Scalar>/) {
          XCTAssertTrue(description.contains("\"kind\":\"\(match.1)\""), "\(match.1)")
          count += 1
        }
      }
    }
    XCTAssertGreaterThan(count, 20)
  }

  func testWhatGoesWithANetwork() throws {
    let features = Tensor<Double>(rows: [[1, 20, 5], [3, 10, 5], [2, 40, 5]])
    let targets = Tensor<Double>(rows: [[100], [300], [250]])
    for (preprocessing, targetPreprocessing) in [
      (
        Preprocessing.standardization(Standardization(of: features)),
        Preprocessing.minMax(MinMaxScaling(of: targets, low: -1, high: 1.0 / 3))
      ), (.factor(1.0 / 255), .none),
    ] {
      let model = ModelFile(
        Sequential<Double>(Linear(3, 1)), preprocessing: preprocessing,
        targetPreprocessing: targetPreprocessing, labels: ClassLabels(of: ["a \"b\"", "\u{e9}"]),
        featureNames: ["x", "y", "z"], notes: ["target": "price"])
      let read = try ModelFile<Double>(model.contents())
      XCTAssertEqual(read.preprocessing, preprocessing)
      XCTAssertEqual(read.targetPreprocessing, targetPreprocessing)
      XCTAssertEqual(read.labels, model.labels)
      XCTAssertEqual(read.featureNames, ["x", "y", "z"])
      XCTAssertEqual(read.notes, ["target": "price"])
      XCTAssertEqual(read.predict(features), model.predict(features))
      var scaled = features
      preprocessing.apply(to: &scaled)
      var outputs = model.network.forward(scaled)
      targetPreprocessing.invert(&outputs)
      XCTAssertEqual(read.predict(features), outputs)
    }
  }

  // MARK: Modules and files of others

  private final class Doubling: Module<Double> {
    override func updateOutput(_ input: Tensor<Double>) { output = input * 2 }
    override func updateGradInput(_ input: Tensor<Double>, _ gradOutput: Tensor<Double>) {
      gradInput = gradOutput * 2
    }
  }

  func testModulesOfOnesOwn() throws {
    let path = try temporaryPath("model.safetensors")
    let network = Sequential<Double>(Linear(2, 2), Doubling())
    try ModelFile(network, notes: ["a": "b"]).write(to: path)
    XCTAssertThrowsError(try ModelFile<Double>(contentsOf: path)) {
      XCTAssertTrue("\($0)".contains("it has modules of its own"), "\($0)")
    }
    let other = Sequential<Double>(Linear(2, 2), Doubling())
    let read = try ModelFile(contentsOf: path, into: other)
    XCTAssertEqual(read.notes, ["a": "b"])
    XCTAssertEqual(other.getParameters().map(\.value), network.getParameters().map(\.value))
  }

  func testWrongDescriptions() throws {
    let file = ModelFile(Sequential<Double>(Linear(2, 3), Dropout(), Residual(Tanh()))).contents()
    let text = try XCTUnwrap(file.metadata["backprop"])
    for (old, new, message) in [
      ("\"version\":1", "\"version\":2", "version"),
      ("\"inputs\":2", "\"inputs\":4000000000", "0.weight"),
      ("\"inputs\":2", "\"inputs\":-2", "its inputs is out of range"),
      ("\"keep\":0.5", "\"keep\":1.5", "its keep is out of range"),
      ("\"keep\":0.5", "\"keep\":null", "its keep is out of range"),
      ("\"Tanh\"", "\"Tan\"", "the module \"2.0\" can't be built: there is no module \"Tan\""),
      ("\"Dropout\"", "\"Linear\"", "its inputs is out of range"),
      ("\"name\":\"1\"", "\"name\":\"0\"", "the same"),
      ("\"kind\":\"none\"", "\"kind\":\"other\"", "its preprocessing is none that is known"),
      ("{\"kind\":\"Dropout\"", "{\"sharedWith\":\"7\",\"kind\":\"Dropout\"", "no module \"7\""),
      ("\"bias\":true", "\"bias\":false", "no place for the tensor \"0.bias\""),
      ("\"version\":1", "", "expected"),
    ] {
      XCTAssertTrue(text.contains(old), old)
      var wrong = file
      wrong.metadata["backprop"] = text.replacingOccurrences(of: old, with: new)
      XCTAssertThrowsError(try ModelFile<Double>(wrong), new) {
        XCTAssertTrue("\($0)".contains(message), "\($0)")
      }
    }
    var alone = file
    alone.metadata = [:]
    XCTAssertThrowsError(try ModelFile<Double>(alone)) {
      XCTAssertTrue("\($0)".contains("found tensors alone"), "\($0)")
    }
  }
}
