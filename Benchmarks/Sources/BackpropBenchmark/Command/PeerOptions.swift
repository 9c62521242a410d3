import ArgumentParser

/// Which other libraries take part.
struct PeerOptions: ParsableArguments {
  @Flag(help: "Measure NumPy, PyTorch and JAX beside, where they can be imported.")
  var peers = false
  @Option(help: "The Python that has them.")
  var python = "python3"

  func start() -> [Peer] {
    peers ? Peer.start(python: python, report: Reporter.note) : []
  }
}
