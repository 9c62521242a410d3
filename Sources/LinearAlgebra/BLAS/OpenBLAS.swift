internal import CBLAS
import Synchronization

/// The BLAS library that does the matrix products: which one it is, and how it is used.
public enum OpenBLAS {
  /// OpenBLAS's own threads are switched off when the first product is computed: products run in
  /// parallel by tiles on our own pool instead, which gives the same bits at any number of threads.
  /// The setting concerns the whole process.
  @inline(__always)
  static func prepare() { _ = setUp }

  private static let setUp: Void = openblas_set_num_threads(1)

  /// Version and build options, as the library itself tells them: `OpenBLAS 0.3.21 ...`.
  public static var configuration: String { String(cString: openblas_get_config()) }

  /// The kernels that the library has chosen for this processor: `SkylakeX`, `Zen`, ...
  public static var kernelName: String { String(cString: openblas_get_corename()) }

  /// The number of threads that OpenBLAS itself uses inside one call.
  public static var threadCount: Int {
    prepare()
    return Int(openblas_get_num_threads())
  }
}

/// Counts calls of BLAS while switched on, so that tests can show which way a product took.
package enum BLASCallCounter {
  private static let isCounting = Atomic<Bool>(false)
  private static let gemmCalls = Atomic<Int>(0)

  /// The number of matrix products handed to `cblas_dgemm` or `cblas_sgemm` during `body`, tiles of
  /// one product counted once.
  package static func countingProducts(_ body: () throws -> Void) rethrows -> Int {
    gemmCalls.store(0, ordering: .relaxed)
    isCounting.store(true, ordering: .relaxed)
    defer { isCounting.store(false, ordering: .relaxed) }
    try body()
    return gemmCalls.load(ordering: .relaxed)
  }

  @inline(__always)
  static func countProduct() {
    if isCounting.load(ordering: .relaxed) { gemmCalls.wrappingAdd(1, ordering: .relaxed) }
  }
}

extension Transposition {
  var cblas: CBLAS_TRANSPOSE { self == .none ? CblasNoTrans : CblasTrans }
}

/// A size as BLAS takes it.
@inline(__always)
func blasInt(_ value: Int) -> Int32 {
  require(value <= Int(Int32.max), "BLAS: size \(value) does not fit 32 bits")
  return Int32(truncatingIfNeeded: value)
}
