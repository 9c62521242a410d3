import CTestSupport
import CThreadPool
import Foundation
import XCTest

/// Counters that tasks bump without synchronisation: each index belongs to one task, and the end of
/// the loop has to make the values visible. ThreadSanitizer would tell.
private final class Counters {
  let values: UnsafeMutablePointer<Int>
  let count: Int

  init(_ count: Int) {
    self.count = count
    values = .allocate(capacity: max(count, 1))
    values.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { values.deallocate() }

  /// Runs a loop that adds one to each counter.
  func bumpAll() { bp_parallel_for(count, Self.bump, values) }

  /// The same, on the threads that are awake.
  func bumpAllAwake() { bp_parallel_for_awake(count, Self.bump, values) }

  private static let bump: bp_task = { context, index in
    context!.assumingMemoryBound(to: Int.self)[index] += 1
  }

  func allEqual(_ value: Int) -> Bool { (0..<count).allSatisfy { values[$0] == value } }
}

final class ThreadPoolTests: XCTestCase {
  private var threadCount: Int32 = 1

  override func setUp() { threadCount = bp_thread_count() }
  override func tearDown() { bp_set_thread_count(threadCount) }

  func testEveryIndexOnce() {
    for threads: Int32 in [1, 2, 3, 7] {
      bp_set_thread_count(threads)
      XCTAssertEqual(bp_thread_count(), threads)
      for count in [0, 1, 2, 3, 5, 7, 8, 9, 64, 100, 1000, 12345] {
        let counters = Counters(count)
        counters.bumpAllAwake()
        counters.bumpAll()
        counters.bumpAllAwake()
        XCTAssertTrue(counters.allEqual(3), "\(count) indices, \(threads) threads")
      }
    }
    bp_parallel_for(-3, { _, _ in XCTFail("no index is below a negative count") }, nil)
  }

  func testThreadCountIsClamped() {
    bp_set_thread_count(-1)
    XCTAssertEqual(bp_thread_count(), 1)
    bp_set_thread_count(.max)
    XCTAssertGreaterThan(bp_thread_count(), 64)
    XCTAssertLessThan(bp_thread_count(), 10000)
    XCTAssertGreaterThan(bp_available_processors(), 0)
  }

  func testNestedLoopsRunOnTheSameThread() {
    struct Row {
      var counts: (Int, Int, Int, Int) = (0, 0, 0, 0)
      var thread: pthread_t = pthread_self()
      var strayed = 0
    }
    for threads: Int32 in [1, 3] {
      bp_set_thread_count(threads)
      var rows = [Row](repeating: Row(), count: 50)
      rows.withUnsafeMutableBufferPointer { buffer in
        bp_parallel_for(
          buffer.count,
          { context, index in
            let row = context!.assumingMemoryBound(to: Row.self) + index
            row.pointee.thread = pthread_self()
            bp_parallel_for(
              4,
              { context, index in
                let row = context!.assumingMemoryBound(to: Row.self)
                if pthread_equal(row.pointee.thread, pthread_self()) == 0 {
                  row.pointee.strayed += 1
                }
                withUnsafeMutableBytes(of: &row.pointee.counts) {
                  $0.assumingMemoryBound(to: Int.self)[index] += 1
                }
              }, row)
          }, buffer.baseAddress)
      }
      for row in rows {
        XCTAssertTrue(row.counts == (1, 1, 1, 1))
        XCTAssertEqual(row.strayed, 0)
      }
    }
  }

  func testConcurrentCallers() {
    bp_set_thread_count(3)
    let all = (0..<4).map { _ in Counters(500) }
    // POSIX threads: ThreadSanitizer knows what joining them orders.
    var threads: [pthread_t] = []
    for counters in all {
      var thread = pthread_self()
      let status = pthread_create(
        &thread, nil,
        { argument in
          let counters = Unmanaged<Counters>.fromOpaque(argument!).takeUnretainedValue()
          for _ in 0..<1000 {
            counters.bumpAll()
            counters.bumpAllAwake()
          }
          return nil
        }, Unmanaged.passUnretained(counters).toOpaque())
      XCTAssertEqual(status, 0)
      if status == 0 { threads.append(thread) }
    }
    // The count changes under their feet.
    for count: Int32 in [1, 4, 2, 5, 3] {
      bp_set_thread_count(count)
      usleep(1000)
      bp_park_workers()
    }
    for thread in threads { pthread_join(thread, nil) }
    for counters in all { XCTAssertTrue(counters.allEqual(2000)) }
  }

  func testManySmallLoopsStartNoThreads() {
    bp_set_thread_count(2)
    let counters = Counters(4)
    counters.bumpAll()
    let started = bp_threads_started()
    for _ in 0..<100_000 { counters.bumpAll() }
    XCTAssertTrue(counters.allEqual(100_001))
    XCTAssertEqual(bp_threads_started(), started)
  }

  func testLoopsAfterWorkersHaveParked() {
    bp_set_thread_count(3)
    let counters = Counters(9)
    for pause: UInt32 in [0, 1, 10, 30, 50, 100, 1000] {
      for _ in 0..<30 {
        counters.bumpAll()
        if pause > 0 { usleep(pause) } else { bp_park_workers() }
        counters.bumpAllAwake()
      }
    }
    XCTAssertTrue(counters.allEqual(420))
  }

  func testChangesOfTheThreadCount() {
    let counters = Counters(40)
    var loops = 0
    let startedBefore = bp_threads_started()
    var expected = startedBefore
    bp_set_thread_count(1)
    var workers = 0
    for count in [1, 2, 7, 3, 1, 5, 2, 6, 1, 4] {
      bp_set_thread_count(Int32(count))
      workers = min(workers, count - 1)
      expected += count - 1 - workers
      workers = count - 1
      for _ in 0..<20 {
        counters.bumpAll()
        loops += 1
      }
      XCTAssertEqual(bp_threads_started(), expected, "\(count) threads")
    }
    XCTAssertTrue(counters.allEqual(loops))
  }

  func testWorkersTakePart() {
    // While the caller sleeps in one task, a worker has time to take the other.
    bp_set_thread_count(2)
    var threads = [pthread_self(), pthread_self()]
    let deadline = Date().addingTimeInterval(20)
    var met = false
    while !met && Date() < deadline {
      threads.withUnsafeMutableBufferPointer {
        bp_parallel_for(
          2,
          { context, index in
            context!.assumingMemoryBound(to: pthread_t.self)[index] = pthread_self()
            usleep(1000)
          }, $0.baseAddress)
      }
      met = pthread_equal(threads[0], threads[1]) == 0
    }
    XCTAssertTrue(met, "the worker never ran a task")
    XCTAssertNotEqual(
      pthread_equal(threads[0], pthread_self()), 0, "the caller begins with the first range")
  }

  func testLoopsForThreadsThatAreAwakeStartAndWakeNone() {
    bp_set_thread_count(1)
    bp_set_thread_count(3)
    let started = bp_threads_started()
    let counters = Counters(9)
    for _ in 0..<100 { counters.bumpAllAwake() }
    XCTAssertEqual(bp_threads_started(), started)
    XCTAssertTrue(counters.allEqual(100))
    // Workers that sleep leave all tasks to the caller.
    counters.bumpAll()
    bp_park_workers()
    usleep(100_000)
    var threads = [pthread_t?](repeating: nil, count: 9)
    threads.withUnsafeMutableBufferPointer {
      bp_parallel_for_awake(
        9,
        { context, index in
          context!.assumingMemoryBound(to: pthread_t?.self)[index] = pthread_self()
          usleep(1000)
        }, $0.baseAddress)
    }
    XCTAssertTrue(threads.allSatisfy { pthread_equal($0!, pthread_self()) != 0 })
  }

  func testForkedChildHasItsOwnPool() {
    for threads: Int32 in [1, 2, 4] {
      bp_set_thread_count(threads)
      XCTAssertEqual(bp_test_fork(BP_FORK_IDLE), 0, "\(threads) threads")
      XCTAssertEqual(bp_test_fork(BP_FORK_BUSY), 0, "\(threads) threads")
      XCTAssertEqual(bp_test_fork(BP_FORK_FROM_TASK), 0, "\(threads) threads")
    }
  }

  #if os(Linux)
    func testWorkersHaveNamesAndBlockSignals() throws {
      bp_set_thread_count(3)
      Counters(10).bumpAll()
      // A worker names itself as it starts.
      let deadline = Date().addingTimeInterval(20)
      var masks: [String: String] = [:]
      while masks.count < 2 && Date() < deadline {
        for task in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") {
          let path = "/proc/self/task/\(task)/status"
          guard let status = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
          var fields: [Substring: Substring] = [:]
          for line in status.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            if parts.count == 2 { fields[parts[0]] = parts[1] }
          }
          if let name = fields["Name:"], name.hasPrefix("backprop-"), let mask = fields["SigBlk:"] {
            masks[String(name)] = String(mask)
          }
        }
      }
      XCTAssertEqual(masks.keys.sorted(), ["backprop-1", "backprop-2"])
      for mask in masks.values {
        // SIGINT, SIGTERM, SIGALRM, SIGCHLD
        let wanted: UInt64 = 1 << 1 | 1 << 14 | 1 << 13 | 1 << 16
        XCTAssertEqual((UInt64(mask, radix: 16) ?? 0) & wanted, wanted)
      }
    }
  #endif
}
