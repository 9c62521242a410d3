import ArgumentParser

/// A group of workloads.
enum Suite: String, ExpressibleByArgument, CaseIterable, Encodable {
  case ops, steps, inference, threads, scaling
}
