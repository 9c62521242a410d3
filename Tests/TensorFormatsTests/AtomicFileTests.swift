import Foundation
import TensorFormats
import XCTest

final class AtomicFileTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-tests-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  private func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }
  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  func testPiecesOfAllSizes() throws {
    var generator = PhiloxGenerator(seed: 3)
    var expected: [UInt8] = []
    try AtomicFile.write(to: path("a")) { file throws(FormatError) in
      for size in [0, 1, 65_535, 3, 65_536, 200_000, 5, 65_535, 2] {
        let piece = (0..<size).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        expected += piece
        try file.write(piece)
      }
      XCTAssertEqual(file.count, expected.count)
    }
    XCTAssertEqual(try read("a"), expected)
    XCTAssertEqual(try names(), ["a"])
  }

  func testAnErrorLeavesTheOldFile() throws {
    try AtomicFile.write([1, 2, 3], to: path("a"))
    let mistake = FormatError(.unsupported("this"))
    XCTAssertThrowsError(
      try AtomicFile.write(to: path("a")) { file throws(FormatError) in
        try file.write([UInt8](repeating: 9, count: 100_000))
        throw mistake
      }
    ) { XCTAssertEqual($0 as? FormatError, mistake) }
    XCTAssertEqual(try read("a"), [1, 2, 3])
    XCTAssertEqual(try names(), ["a"])
  }

  func testWhatAKilledProcessLeftIsTakenOver() throws {
    try Data([7, 7, 7, 7, 7]).write(to: folder.appendingPathComponent(".a.partial"))
    try AtomicFile.write([1], to: path("a"))
    XCTAssertEqual(try read("a"), [1])
    XCTAssertEqual(try names(), ["a"])
  }

  func testLinksAndPermissionsStay() throws {
    try AtomicFile.write([1], to: path("a"))
    XCTAssertEqual(chmod(path("a"), 0o640), 0)
    XCTAssertEqual(symlink("a", path("link")), 0)
    try AtomicFile.write([2], to: path("link"))
    XCTAssertEqual(try read("a"), [2])
    XCTAssertEqual(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")), "a")
    var status = stat()
    XCTAssertEqual(stat(path("a"), &status), 0)
    XCTAssertEqual(status.st_mode & 0o777, 0o640)
    try AtomicFile.write([2], to: "/dev/null")
    XCTAssertEqual(stat("/dev/null", &status), 0)
    XCTAssertEqual(status.st_mode & S_IFMT, S_IFCHR)
  }

  /// Writers of one file take turns: it is always one of the versions, and no partial file is left.
  func testWritersAtTheSameTime() throws {
    let path = path("a")
    DispatchQueue.concurrentPerform(iterations: 32) { index in
      do throws(FormatError) {
        try AtomicFile.write([UInt8](repeating: UInt8(index), count: 50_000 + index), to: path)
      } catch {
        XCTFail("\(error)")
      }
    }
    let bytes = try read("a")
    XCTAssertEqual(bytes.count, 50_000 + Int(bytes[0]))
    XCTAssertEqual(Set(bytes).count, 1)
    XCTAssertEqual(try names(), ["a"])
  }

  func testPlacesThatCannotBeWrittenTo() {
    for (target, reason) in [
      ("", "No such file or directory"), (folder.path, "Is a directory"),
      (folder.path + "/", "Is a directory"), (path("none/a"), "No such file or directory"),
      ("a\0b", "its name contains a NUL"),
    ] {
      XCTAssertThrowsError(try AtomicFile.write([1], to: target), target) {
        XCTAssertEqual(($0 as? FormatError)?.problem, .unwritable(reason: reason), target)
      }
    }
  }

  func testAFullDiskIsAnError() throws {
    // The one file that is always full.
    guard FileManager.default.fileExists(atPath: "/dev/full") else { throw XCTSkip("no /dev/full") }
    XCTAssertThrowsError(try AtomicFile.write([1], to: "/dev/full")) {
      XCTAssertEqual("\($0)", "/dev/full: can't be written: No space left on device")
    }
  }

  /// As on a full disk, in the middle of the file: the old one stays.
  func testAWriteThatFailsLeavesTheOldFile() throws {
    try AtomicFile.write([1, 2, 3], to: path("a"))
    var old = rlimit()
    XCTAssertEqual(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old), 0)
    let handler = signal(SIGXFSZ, SIG_IGN)
    var low = old
    low.rlim_cur = 100_000
    XCTAssertEqual(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &low), 0)
    var failure: FormatError?
    do throws(FormatError) {
      try AtomicFile.write([UInt8](repeating: 9, count: 200_000), to: path("a"))
    } catch {
      failure = error
    }
    XCTAssertEqual(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old), 0)
    signal(SIGXFSZ, handler)
    XCTAssertEqual(
      failure, FormatError(.unwritable(reason: "File too large"), file: path("a")))
    XCTAssertEqual(try read("a"), [1, 2, 3])
    XCTAssertEqual(try names(), ["a"])
  }

  func testChecksum() {
    XCTAssertEqual(CRC32([UInt8]("123456789".utf8)).value, 0xcbf4_3926)
    XCTAssertEqual(CRC32().value, 0)
    var parts = CRC32(stride(from: UInt8(0), to: 100, by: 1))
    parts.update([UInt8]())
    parts.update((100..<200).map { UInt8($0) })
    XCTAssertEqual(parts, CRC32((0..<200).map { UInt8($0) }))
  }
}
