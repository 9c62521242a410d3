import TensorFormats
import XCTest

final class StoredTensorTests: XCTestCase {
  private func stored(_ type: ElementType, _ bits: [UInt16]) -> StoredTensor {
    StoredTensor(
      type: type, shape: Shape(bits.count),
      bytes: bits.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
  }

  func testTensorsComeBack() throws {
    let doubles = Tensor<Double>(rows: [
      [1.5, -0.0, .infinity], [.nan, .leastNonzeroMagnitude, 1e308],
    ])
    let stored = StoredTensor(doubles)
    XCTAssertEqual(stored.type, .float64)
    XCTAssertEqual(stored.shape, [2, 3])
    XCTAssertEqual(stored.bytes.count, 48)
    XCTAssertTrue(try stored.tensor(as: Double.self).isBitIdentical(to: doubles))
    let floats = Tensor<Float>(shape: [], [0.1])
    XCTAssertTrue(try StoredTensor(floats).tensor(as: Float.self).isBitIdentical(to: floats))
    XCTAssertEqual(try StoredTensor(floats).tensor(as: Double.self).scalar, Double(Float(0.1)))
    let empty = Tensor<Float>(shape: [3, 0], [])
    XCTAssertEqual(try StoredTensor(empty).tensor(as: Double.self).shape, [3, 0])
    XCTAssertEqual(StoredTensor(empty).reshaped(to: [0]).shape, [0])
  }

  func testDoublesBeyondFloatAreRefused() throws {
    let numbers = StoredTensor(Tensor<Double>([.infinity, 1, 1e39, 1e300]))
    XCTAssertThrowsError(try numbers.tensor(as: Float.self)) {
      XCTAssertEqual(
        "\($0)", "expected a number that Float holds at element 2, found 1e+39")
    }
    let rounded = try StoredTensor(Tensor<Double>([0.1, -.infinity, 1e-60])).tensor(as: Float.self)
    XCTAssertEqual(rounded, Tensor([0.1, -.infinity, 0]))
  }

  /// All 65536 half-precision numbers, against the definition.
  func testEveryHalfComesBack() throws {
    let all = (0...UInt16.max).map { $0 }
    for (type, exponentBits) in [(ElementType.float16, 5), (.bfloat16, 8)] {
      let fractionBits = 15 - exponentBits
      let stored = stored(type, all)
      let values = try stored.tensor(as: Double.self).scalars
      let bias = (1 << (exponentBits - 1)) - 1
      for (bits, value) in zip(all, values) {
        let exponent = Int(bits & 0x7fff) >> fractionBits
        let fraction = Double(Int(bits) & ((1 << fractionBits) - 1)) / Double(1 << fractionBits)
        let expected: Double =
          switch exponent {
          case 0: Double(sign: .plus, exponent: 1 - bias, significand: fraction)
          case 2 * bias + 1: fraction == 0 ? .infinity : .nan
          default: Double(sign: .plus, exponent: exponent - bias, significand: 1 + fraction)
          }
        if expected.isNaN {
          XCTAssertTrue(value.isNaN)
        } else {
          XCTAssertEqual(value.magnitude, expected, "\(bits)")
          XCTAssertEqual(value.sign, bits >> 15 == 0 ? .plus : .minus, "\(bits)")
        }
      }
      // Signalling NaN become quiet on their way through floating-point registers; others stay.
      let written = try StoredTensor(Tensor(values), as: type)
      XCTAssertEqual(try written.tensor(as: Double.self).scalars.map(\.isNaN), values.map(\.isNaN))
      for (bits, again) in zip(all, try (0..<all.count).map { try Self.bits(written, $0) })
      where !values[Int(bits)].isNaN { XCTAssertEqual(bits, again) }
    }
  }

  private static func bits(_ tensor: StoredTensor, _ index: Int) throws -> UInt16 {
    tensor.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self) }
  }

  func testHalvesAreRoundedToTheNearestEven() throws {
    let cases: [(Double, UInt16, UInt16)] = [
      (1.0, 0x3c00, 0x3f80),
      (1 + 0x1p-11, 0x3c00, 0x3f80), (1 + 0x3p-11, 0x3c02, 0x3f80),
      (1 + 0x1p-8, 0x3c04, 0x3f80), (1 + 0x3p-8, 0x3c0c, 0x3f82),
      (1 + 0x1p-11 + 0x1p-40, 0x3c01, 0x3f80), (0x1p-24, 0x0001, 0x3380),
      (0x1p-25, 0, 0x3300), (0x1.8p-24, 0x0002, 0x33c0), (0x1.ffep-15, 0x0400, 0x3880),
      (65504, 0x7bff, 0x4780), (-65519, 0xfbff, 0xc780), (0x1p-133, 0, 1), (0x1p-134, 0, 0),
    ]
    for (value, half, brain) in cases {
      let tensor = Tensor<Double>([value])
      XCTAssertEqual(try Self.bits(StoredTensor(tensor, as: .float16), 0), half, "\(value)")
      XCTAssertEqual(try Self.bits(StoredTensor(tensor, as: .bfloat16), 0), brain, "\(value)")
    }
    XCTAssertThrowsError(try StoredTensor(Tensor<Double>([65520]), as: .float16))
    XCTAssertThrowsError(try StoredTensor(Tensor<Double>([1e39]), as: .bfloat16))
    XCTAssertThrowsError(try StoredTensor(Tensor<Double>([1e39]), as: .float32))
    XCTAssertEqual(
      try Self.bits(StoredTensor(Tensor<Float>([-.infinity]), as: .float16), 0), 0xfc00)
  }

  func testIntegers() throws {
    XCTAssertEqual(StoredTensor(integers: [1, -2]).type, .int64)
    XCTAssertEqual(
      try StoredTensor(integers: [UInt64.max, 1 << 53 + 1]).integers(as: UInt64.self),
      [.max, 1 << 53 + 1])
    XCTAssertThrowsError(try StoredTensor(integers: [UInt64.max]).integers(as: Int.self)) {
      XCTAssertEqual(
        "\($0)", "expected a number that Int holds at element 0, found 18446744073709551615")
    }
    XCTAssertEqual(
      try StoredTensor(integers: [Int8(-128), 127], shape: [2, 1]).tensor(as: Float.self),
      Tensor(rows: [[-128], [127]]))
    XCTAssertEqual(try StoredTensor([true, false]).tensor(as: Double.self), Tensor([1, 0]))
    XCTAssertEqual(try StoredTensor(Tensor<Float>([1, 2])).integers(as: UInt8.self), [1, 2])
    XCTAssertThrowsError(try StoredTensor(Tensor<Float>([0.5])).integers(as: Int.self))
    for type in ElementType.allCases {
      let numbers = Tensor<Double>([0, 1, 1])
      XCTAssertEqual(try StoredTensor(numbers, as: type).tensor(as: Double.self), numbers)
      XCTAssertEqual(try StoredTensor(numbers, as: type).tensor(as: Float.self), Tensor([0, 1, 1]))
      XCTAssertEqual(try StoredTensor(numbers, as: type).integers(as: Int.self), [0, 1, 1])
    }
    let bad: [(ElementType, Double)] = [
      (.int8, 128), (.uint8, -1), (.uint64, 0x1p64), (.int64, 0x1p63), (.int32, 0.5),
      (.bool, 2), (.uint16, .nan),
    ]
    for (type, value) in bad {
      XCTAssertThrowsError(try StoredTensor(Tensor<Double>([value]), as: type), "\(type)")
    }
  }
}
