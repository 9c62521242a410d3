import BackpropTraining
import Foundation
import TensorFormats
import XCTest

final class MNISTFolderTests: XCTestCase {
  private func images(_ count: Int, height: Int = 2) -> StoredTensor {
    StoredTensor(
      integers: (0..<(count * height * 3)).map { UInt8($0 % 256) }, shape: [count, height, 3])
  }

  private func labels(_ classes: [UInt8]) -> StoredTensor { StoredTensor(integers: classes) }

  func testRecognisesTheNames() throws {
    for (images, labels) in [
      ("images-idx3-ubyte", "labels-idx1-ubyte"), ("images.idx3-ubyte", "labels.idx1-ubyte"),
    ] {
      for testName in ["t10k", "test"] {
        let folder = (try temporaryPath("x") as NSString).deletingLastPathComponent
        XCTAssertFalse(MNISTFolder.isPresent(at: folder))
        XCTAssertThrowsError(try MNISTFolder(folder)) {
          XCTAssertTrue("\($0)".contains("no train-images-idx3-ubyte"), "\($0)")
        }
        try IDX.write(self.images(4), to: "\(folder)/train-\(images)")
        XCTAssertThrowsError(try MNISTFolder(folder)) {
          XCTAssertTrue("\($0)".contains("no train-labels-idx1-ubyte"), "\($0)")
        }
        try IDX.write(self.labels([3, 1, 2, 0]), to: "\(folder)/train-\(labels)")
        XCTAssertTrue(MNISTFolder.isPresent(at: folder))
        XCTAssertNil(try MNISTFolder(folder).test)
        try IDX.write(self.images(1), to: "\(folder)/\(testName)-\(images)")
        try IDX.write(self.labels([9]), to: "\(folder)/\(testName)-\(labels)")
        let read = try MNISTFolder(folder)
        XCTAssertEqual(read.training.classes, [3, 1, 2, 0])
        XCTAssertEqual(read.training.height, 2)
        XCTAssertEqual(read.training.width, 3)
        XCTAssertEqual(read.test?.classes, [9])
        let data: ByteDataset<Double> = read.training.dataset()
        var (input, target) = (Tensor<Double>(), Tensor<Double>())
        data.fill(&input, &target, at: [1])
        XCTAssertEqual(input.scalars, (6..<12).map { Double($0) / 255 })
        XCTAssertEqual(target.scalars, [1])
      }
    }
  }

  func testFilesThatDoNotFit() throws {
    let folder = (try temporaryPath("x") as NSString).deletingLastPathComponent
    try IDX.write(images(4), to: "\(folder)/train-images-idx3-ubyte")
    try IDX.write(labels([1, 2]), to: "\(folder)/train-labels-idx1-ubyte")
    XCTAssertThrowsError(try MNISTFolder(folder)) {
      XCTAssertTrue("\($0)".contains("expected 4 bytes, found U8 of shape [2]"), "\($0)")
    }
    try IDX.write(labels([1, 2, 3, 4]), to: "\(folder)/train-labels-idx1-ubyte")
    try IDX.write(images(1, height: 5), to: "\(folder)/t10k-images-idx3-ubyte")
    try IDX.write(labels([1]), to: "\(folder)/t10k-labels-idx1-ubyte")
    XCTAssertThrowsError(try MNISTFolder(folder)) {
      XCTAssertTrue("\($0)".contains("5x3 pixels"), "\($0)")
    }
  }

  /// gzip, from outside: the name ends in `.gz`.
  func testCompressedFiles() throws {
    let folder = (try temporaryPath("x") as NSString).deletingLastPathComponent
    try IDX.write(images(4), to: "\(folder)/train-images-idx3-ubyte")
    try IDX.write(labels([1, 2, 3, 4]), to: "\(folder)/train-labels-idx1-ubyte")
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = [
      "gzip", "\(folder)/train-images-idx3-ubyte", "\(folder)/train-labels-idx1-ubyte",
    ]
    try gzip.run()
    gzip.waitUntilExit()
    XCTAssertEqual(gzip.terminationStatus, 0)
    XCTAssertEqual(try MNISTFolder(folder).training.classes, [1, 2, 3, 4])
  }
}
