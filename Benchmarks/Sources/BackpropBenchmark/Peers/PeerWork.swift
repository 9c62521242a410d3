/// What a peer is asked to do; sent to its process as JSON.
struct PeerWork: Encodable, Equatable {
  enum Kind: String, Encodable {
    /// A training step.
    case step
    /// A forward pass of the network of a step.
    case inference
    /// The backward pass of a softmax over rows, `[batch, sizes[0]]`.
    case softmaxBackward = "softmax_backward"
    /// Dropout of half the elements, forward, `[batch, sizes[0]]`.
    case dropout
  }

  let kind: Kind
  let sizes: [Int]
  let batch: Int
  let precision: Precision
  var optimizer: OptimizerKind?
  var rate = 0.0
}
