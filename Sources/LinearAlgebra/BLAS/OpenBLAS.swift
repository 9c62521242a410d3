internal import CBLAS
import Synchronization

/// The BLAS library that does the matrix products: which one it is, and how it is used.
public enum OpenBLAS {
  private static let isLeftAlone = Atomic<Bool>(false)

  /// Whether OpenBLAS keeps the number of threads that it has, instead of being set to one.
  ///
  /// The setting concerns the whole process: a program that calls OpenBLAS itself may want its
  /// threads. Set it before the first product. Results then depend on OpenBLAS's threads, and those
  /// compete with our own for the processors (`Parallel.threadCount = 1` ends that).
  public static var keepsItsThreads: Bool {
    get { isLeftAlone.load(ordering: .relaxed) }
    set { isLeftAlone.store(newValue, ordering: .relaxed) }
  }

  /// OpenBLAS's own threads are switched off when the first product is computed: products run in
  /// parallel by tiles on our own pool instead, which gives the same bits at any number of threads.
  @inline(__always)
  static func prepare() { _ = setUp }

  private static let setUp: Void = {
    if !keepsItsThreads { openblas_set_num_threads(1) }
  }()

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

/// Counts calls of BLAS while switched on, so that tests can show which way a product took. It counts
/// where C is called: nothing that goes another way is taken for BLAS.
package enum BLASCallCounter {
  package enum Routine: Sendable, CaseIterable { case dgemm, sgemm, dsyrk, ssyrk }

  private static let isCounting = Atomic<Bool>(false)
  // Tiles are counted on several threads.
  private static let dgemm = Atomic<Int>(0)
  private static let sgemm = Atomic<Int>(0)
  private static let dsyrk = Atomic<Int>(0)
  private static let ssyrk = Atomic<Int>(0)

  /// How often each routine is called during `body`; a product has a call for each of its tiles.
  package static func calls(_ body: () throws -> Void) rethrows -> [Routine: Int] {
    for routine in Routine.allCases { _ = exchange(routine, 0) }
    isCounting.store(true, ordering: .relaxed)
    defer { isCounting.store(false, ordering: .relaxed) }
    try body()
    var calls: [Routine: Int] = [:]
    for routine in Routine.allCases {
      let count = exchange(routine, 0)
      if count > 0 { calls[routine] = count }
    }
    return calls
  }

  @inline(__always)
  static func count(_ routine: Routine) {
    if isCounting.load(ordering: .relaxed) { add(routine) }
  }

  @inline(never)
  private static func add(_ routine: Routine) {
    switch routine {
    case .dgemm: dgemm.wrappingAdd(1, ordering: .relaxed)
    case .sgemm: sgemm.wrappingAdd(1, ordering: .relaxed)
    case .dsyrk: dsyrk.wrappingAdd(1, ordering: .relaxed)
    case .ssyrk: ssyrk.wrappingAdd(1, ordering: .relaxed)
    }
  }

  private static func exchange(_ routine: Routine, _ count: Int) -> Int {
    switch routine {
    case .dgemm: dgemm.exchange(count, ordering: .relaxed)
    case .sgemm: sgemm.exchange(count, ordering: .relaxed)
    case .dsyrk: dsyrk.exchange(count, ordering: .relaxed)
    case .ssyrk: ssyrk.exchange(count, ordering: .relaxed)
    }
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
