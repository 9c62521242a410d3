extension StoredTensor {
  /// The scalars as they are: F64 of `Double`, F32 of `Float`.
  public init<Scalar: BLASScalar>(_ tensor: Tensor<Scalar>) {
    let type: ElementType = Scalar.self == Double.self ? .float64 : .float32
    let bytes = tensor.withUnsafeScalars { scalars in
      #if _endian(little)
        return [UInt8](UnsafeRawBufferPointer(scalars))
      #else
        return scalars.flatMap { scalar in
          Swift.withUnsafeBytes(of: scalar) { Array($0.reversed()) }
        }
      #endif
    }
    self.init(type, tensor.shape, bytes[...])
  }

  /// The scalars converted to another type: floating-point ones rounded to the nearest, integers
  /// exactly.
  ///
  /// - Throws: `FormatError` if a finite scalar is beyond the range of the type, or not an integer
  ///   where the type holds integers only, or neither 0 nor 1 where it holds truth values.
  public init<Scalar: BLASScalar>(
    _ tensor: Tensor<Scalar>, as type: ElementType
  ) throws(FormatError) {
    if type == (Scalar.self == Double.self ? .float64 : .float32) {
      self.init(tensor)
      return
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tensor.count * type.size)
    var (index, failure) = (0, FormatError?.none)
    tensor.withUnsafeScalars { scalars in
      while index < scalars.count, Self.append(scalars[index].asDouble, type, to: &bytes) {
        index += 1
      }
      if index < scalars.count {
        failure = FormatError(
          .outOfRange(value: "\(scalars[index])", index: index, type: type.rawValue))
      }
    }
    if let failure { throw failure }
    self.init(type, tensor.shape, bytes[...])
  }

  /// Integers as they are: I64 of `Int` and `Int64`, U8 of `UInt8`, and so on. They form a vector
  /// unless a shape is given.
  public init<Value: FixedWidthInteger & BitwiseCopyable>(
    integers: [Value], shape: Shape? = nil
  ) {
    let type: ElementType =
      switch (Value.bitWidth, Value.isSigned) {
      case (8, true): .int8
      case (16, true): .int16
      case (32, true): .int32
      case (64, true): .int64
      case (8, false): .uint8
      case (16, false): .uint16
      case (32, false): .uint32
      case (64, false): .uint64
      default: fatalError("StoredTensor: no type of elements has \(Value.bitWidth) bits")
      }
    let bytes = integers.map(\.littleEndian).withUnsafeBytes { [UInt8]($0) }
    self.init(type, shape ?? Shape(integers.count), bytes[...])
  }

  /// Truth values, as bytes 0 and 1. They form a vector unless a shape is given.
  public init(_ values: [Bool], shape: Shape? = nil) {
    self.init(.bool, shape ?? Shape(values.count), values.map { $0 ? 1 : 0 }[...])
  }

  /// Appends a value as an element of the type, or returns `false` if there is none for it.
  private static func append(_ value: Double, _ type: ElementType, to bytes: inout [UInt8]) -> Bool
  {
    func append<Bits: FixedWidthInteger>(_ bits: Bits?) -> Bool {
      guard let bits else { return false }
      Swift.withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
      return true
    }
    func finite(_ bits: UInt16, _ decoded: Float) -> UInt16? {
      decoded.isInfinite && value.isFinite ? nil : bits
    }
    switch type {
    case .float64: return append(value.bitPattern)
    case .float32:
      let float = Float(value)
      return append(float.isInfinite && value.isFinite ? nil : float.bitPattern)
    case .float16:
      let bits = NarrowFloat.half(nearest: value)
      return append(finite(bits, NarrowFloat.half(bits)))
    case .bfloat16:
      let bits = NarrowFloat.brain(nearest: value)
      return append(finite(bits, NarrowFloat.brain(bits)))
    case .int64: return append(Int64(exactly: value))
    case .int32: return append(Int32(exactly: value))
    case .int16: return append(Int16(exactly: value))
    case .int8: return append(Int8(exactly: value))
    case .uint64: return append(UInt64(exactly: value))
    case .uint32: return append(UInt32(exactly: value))
    case .uint16: return append(UInt16(exactly: value))
    case .uint8: return append(UInt8(exactly: value))
    case .bool: return append(value == 0 || value == 1 ? UInt8(value) : nil)
    }
  }
}
