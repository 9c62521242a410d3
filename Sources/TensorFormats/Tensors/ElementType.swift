/// The type of the elements of a tensor in a file. The raw values are the names of safetensors.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 double precision.
  case float64 = "F64"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// IEEE 754 half precision: 5 bits of exponent, 10 of fraction.
  case float16 = "F16"
  /// The upper half of single precision: 8 bits of exponent, 7 of fraction.
  case bfloat16 = "BF16"
  /// Signed integers of 64 bits.
  case int64 = "I64"
  /// Signed integers of 32 bits.
  case int32 = "I32"
  /// Signed integers of 16 bits.
  case int16 = "I16"
  /// Signed integers of 8 bits.
  case int8 = "I8"
  /// Unsigned integers of 64 bits.
  case uint64 = "U64"
  /// Unsigned integers of 32 bits.
  case uint32 = "U32"
  /// Unsigned integers of 16 bits.
  case uint16 = "U16"
  /// Unsigned integers of 8 bits.
  case uint8 = "U8"
  /// A byte: 0 is false, others are true.
  case bool = "BOOL"

  /// The number of bytes of an element.
  public var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Whether the elements are floating-point numbers.
  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    default: false
    }
  }

  /// The number of bytes of a tensor, unless it overflows.
  ///
  /// Extents of 0 don't hide an overflow: the product of the others must be a number too, since
  /// `Shape` multiplies them in order.
  func byteCount(of extents: [Int]) -> Int? {
    var (product, isEmpty) = (size, false)
    for extent in extents {
      if extent == 0 {
        isEmpty = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      product = next
    }
    return isEmpty ? 0 : product
  }
}
