/// A network of linear layers with ReLU between them, and a batch size.
struct NetworkCase {
  let name: String
  /// The features of the input, of each hidden layer, and of the output.
  let sizes: [Int]
  let batch: Int
  /// Whether plain loops are done with a step in less than a second.
  var isFeasibleNaively: Bool { stepOperations < 5e8 }

  struct Layer {
    let inputs, outputs: Int
    /// Initial parameters are at most this large.
    var scale: Double { 1 / Double(inputs).squareRoot() }
  }

  var layers: [Layer] { zip(sizes, sizes.dropFirst()).map { Layer(inputs: $0, outputs: $1) } }
  /// `784-256-128-10`.
  var architecture: String { sizes.map(String.init).joined(separator: "-") }
  var classes: Int { sizes[sizes.count - 1] }

  func with(batch: Int) -> NetworkCase { NetworkCase(name: name, sizes: sizes, batch: batch) }

  /// Operations of the products of a forward pass.
  var forwardOperations: Double {
    layers.reduce(0) { $0 + 2 * Double(batch) * Double($1.inputs) * Double($1.outputs) }
  }

  /// Operations of the products of a step, without the gradient of the network's input.
  var stepOperations: Double {
    3 * forwardOperations - 2 * Double(batch) * Double(sizes[0]) * Double(sizes[1])
  }

  /// The training steps that are measured.
  static let steps = [
    NetworkCase(name: "dot", sizes: [2, 8, 2], batch: 1),
    NetworkCase(name: "tiny", sizes: [4, 16, 16, 3], batch: 32),
    NetworkCase(name: "small", sizes: [64, 32, 10], batch: 32),
    NetworkCase(name: "mnist", sizes: [784, 256, 128, 10], batch: 128),
    NetworkCase(name: "mid", sizes: [784, 512, 512, 10], batch: 256),
    NetworkCase(name: "wide", sizes: [2048, 2048, 2048, 1000], batch: 512),
  ]

  /// A small classifier of digits, for inference.
  static let digits = NetworkCase(name: "784-128-10", sizes: [784, 128, 10], batch: 1)
}
