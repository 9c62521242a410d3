internal import CThreadPool

/// The threads that the library computes with.
///
/// Results never depend on their number: work is cut by the shapes alone, and which thread does
/// which part makes no difference. A call from inside a parallel part, or from a second thread
/// while the pool is busy, runs on its own thread.
///
/// ```swift
/// Parallel.threadCount = 1
/// ```
public enum Parallel {
  /// The number of threads, the caller's included: at first the value of the environment variable
  /// `BACKPROP_NUM_THREADS`, else the number of processors that the process may use. At most 256:
  /// more are taken for that.
  ///
  /// Not to be set while another thread computes.
  public static var threadCount: Int {
    get { Int(bp_thread_count()) }
    set {
      require(newValue >= 1, "Parallel.threadCount: \(newValue) is not at least 1")
      bp_set_thread_count(Int32(clamping: newValue))
    }
  }

  /// The number of processors that the process may use.
  public static var availableProcessors: Int { Int(bp_available_processors()) }

  /// Sends waiting threads to sleep at once, so that they don't disturb the measurement of
  /// something else; they would go a moment later by themselves.
  public static func parkWorkers() { bp_park_workers() }

  /// The number of threads that the pool has started since the process began, for tests.
  package static var threadsStarted: Int { bp_threads_started() }

  /// Calls `task` with a pointer to `context` and each index below `count`, in no particular order,
  /// and returns when all calls have. Where waking a thread would cost more than it saves, `waking`
  /// is false: then only those that are awake from a loop before take part.
  ///
  /// A C function and a pointer rather than a closure: making a closure escape would allocate.
  static func run<Context>(
    _ count: Int, _ context: inout Context, waking: Bool = true,
    _ task: @convention(c) (UnsafeMutableRawPointer?, Int) -> Void
  ) {
    withUnsafeMutablePointer(to: &context) {
      waking ? bp_parallel_for(count, task, $0) : bp_parallel_for_awake(count, task, $0)
    }
  }
}
