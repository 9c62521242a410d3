import Foundation
import LinearAlgebra

/// Another library: a process of its own that does the same work on request, so that its rounds can
/// be interleaved with ours. Requests and replies are lines of JSON on pipes.
final class Peer {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private struct Request: Encodable {
    let command: String
    var work: PeerWork?
    var repetitions: Int?
  }

  private struct Reply: Decodable {
    var error: String?
    var version: String?
    var seconds: Double?
    /// `Double`, little-endian, in Base64.
    var values: Data?
  }

  /// `numpy`, `torch` or `jax`.
  let name: String
  /// NumPy runs the notebook, whose softmax computes in `Double` whatever it is given.
  func computes(in precision: Precision) -> Bool { name != "numpy" || precision == .f64 }
  /// The version of the library.
  private(set) var version = ""
  private let process = Process()
  private let requests = Pipe()
  private let replies = Pipe()
  private var current: PeerWork?

  static let names = ["numpy", "torch", "jax"]

  /// Starts the process and waits until it has imported its library.
  init(_ name: String, python: String) throws {
    self.name = name
    // A child that dies must not take us with it: the write fails instead.
    signal(SIGPIPE, SIG_IGN)
    // env looks the interpreter up on the path.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, Self.scripts.appendingPathComponent("\(name)_peer.py").path]
    process.standardInput = requests
    process.standardOutput = replies
    process.standardError = FileHandle.nullDevice
    try process.run()
    version = try reply().version ?? ""
  }

  deinit { try? requests.fileHandleForWriting.close() }

  private static var scripts: URL {
    var directory = URL(fileURLWithPath: #filePath)
    // From Sources/BackpropBenchmark/Peers/Peer.swift to Peers.
    for _ in 0..<4 { directory.deleteLastPathComponent() }
    return directory.appendingPathComponent("Peers")
  }

  /// This library as a variant of a workload.
  func variant(_ work: PeerWork) -> Variant {
    Variant(
      name: name, threads: Parallel.availableProcessors,
      prepare: {
        Parallel.parkWorkers()
        try self.setUp(work)
      },
      time: { repetitions in
        let reply = try self.ask(Request(command: "time", repetitions: repetitions))
        guard let seconds = reply.seconds else { throw self.failure("sent no time") }
        return seconds
      }, leavesSpinningThreads: true, isPeer: true)
  }

  /// What the first runs compute, from the start: a loss for each step, or the result.
  func values(_ work: PeerWork, steps: Int) throws -> [Double] {
    current = nil
    try setUp(work)
    guard let bytes = try ask(Request(command: "values", repetitions: steps)).values else {
      throw failure("sent no values")
    }
    current = nil
    return bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map { index in
        let bits = bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
        return Double(bitPattern: UInt64(littleEndian: bits))
      }
    }
  }

  private func setUp(_ work: PeerWork) throws {
    guard current != work else { return }
    _ = try ask(Request(command: "setup", work: work))
    current = work
  }

  private func ask(_ request: Request) throws -> Reply {
    let line = try JSONEncoder().encode(request) + Data("\n".utf8)
    try requests.fileHandleForWriting.write(contentsOf: line)
    return try reply()
  }

  private func reply() throws -> Reply {
    let newline = UInt8(ascii: "\n")
    var received = Data()
    // A reply is one line, and nothing follows it before the next request.
    while received.last != newline {
      let data = replies.fileHandleForReading.availableData
      guard !data.isEmpty else { throw failure("ended") }
      received += data
    }
    let line = received.dropLast()
    let reply = try JSONDecoder().decode(Reply.self, from: line)
    if let error = reply.error { throw failure(error) }
    return reply
  }

  private func failure(_ what: String) -> Failure { Failure(description: "\(name): \(what)") }

  /// Starts those that can be imported; says which can't.
  static func start(python: String, report: (String) -> Void) -> [Peer] {
    names.compactMap { name in
      do {
        let peer = try Peer(name, python: python)
        report("\(name) \(peer.version)")
        return peer
      } catch {
        report("\(name) is skipped: \(error)")
        return nil
      }
    }
  }
}
