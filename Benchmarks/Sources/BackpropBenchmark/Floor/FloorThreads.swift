import CBenchmarkBLAS
import LinearAlgebra

/// OpenBLAS's own threads. The library switches them off for the process; the floor is measured
/// with them, as a program without the library would run.
enum FloorThreads {
  struct NotRestored: Error, CustomStringConvertible {
    let description: String
  }

  /// Sends our own threads to sleep and gives OpenBLAS its number back.
  static func restore(_ count: Int) throws {
    Parallel.parkWorkers()
    openblas_set_num_threads(Int32(count))
    let used = openblas_get_num_threads()
    guard used == Int32(count) else {
      throw NotRestored(
        description: "floor: OpenBLAS uses \(used) threads after being given \(count)")
    }
  }

  /// One thread, as the library wants it.
  static func release() { openblas_set_num_threads(1) }
}
