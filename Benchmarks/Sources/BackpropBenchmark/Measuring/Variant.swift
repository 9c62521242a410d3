import LinearAlgebra

/// One way to do a piece of work.
struct Variant {
  /// `naive`, `floor`, `library`, `numpy`, `torch`, `jax`, some with an addition in brackets.
  let name: String
  /// The threads it computes with; for a peer, the processors that it finds.
  let threads: Int
  /// Makes the process ready for this variant, before each of its rounds; not timed.
  var prepare: () throws -> Void = { Parallel.parkWorkers() }
  /// Does the work a number of times and returns the seconds that it took.
  let time: (_ repetitions: Int) throws -> Double
  /// Undoes what `prepare` did.
  var finish: () -> Void = {}
  /// Whether threads of others go on spinning after its rounds, so that the next has to wait.
  var leavesSpinningThreads = false
  /// Whether it runs in another process.
  var isPeer = false

  /// Work that a closure does in this process.
  static func timed(_ run: @escaping () -> Void) -> (Int) -> Double {
    let clock = ContinuousClock()
    return { repetitions in
      let elapsed = clock.measure {
        for _ in 0..<repetitions { run() }
      }
      return elapsed.seconds
    }
  }

  /// Plain loops, on the calling thread.
  static func naive(_ name: String = "naive", _ run: @escaping () -> Void) -> Variant {
    Variant(name: name, threads: 1, time: timed(run))
  }

  /// The library, on a number of threads.
  static func library(
    _ name: String = "library", threads: Int, _ run: @escaping () -> Void
  ) -> Variant {
    Variant(
      name: name, threads: threads,
      prepare: {
        // Setting it stops and starts threads, also where nothing changes.
        if Parallel.threadCount != threads { Parallel.threadCount = threads }
      }, time: timed(run))
  }

  /// Products by OpenBLAS itself with its own threads, while ours sleep.
  static func floor(threads: Int, _ run: @escaping () -> Void) -> Variant {
    Variant(
      name: "floor", threads: threads, prepare: { try FloorThreads.restore(threads) },
      time: timed(run), finish: FloorThreads.release, leavesSpinningThreads: threads > 1)
  }
}

extension Duration {
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
