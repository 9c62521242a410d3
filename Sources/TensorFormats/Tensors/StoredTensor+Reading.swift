extension StoredTensor {
  /// The elements as scalars: exactly where the scalar type holds them, else rounded to the nearest.
  ///
  /// Truth values are 0 and 1. NaN and infinities stay what they are.
  ///
  /// - Throws: `FormatError` if a finite element is beyond the range of `Scalar`: a double-precision
  ///   number as `Float`.
  public func tensor<Scalar: BLASScalar>(
    as scalar: Scalar.Type = Scalar.self
  ) throws(FormatError) -> Tensor<Scalar> {
    var tensor = Tensor<Scalar>(uninitialized: shape)
    let badIndex = tensor.withUnsafeMutableScalars { target in
      let raw = UnsafeMutableRawBufferPointer(target)
      return storage.withUnsafeBytes { source in
        // The loops stand in code for one type: generic ones would call a function an element.
        Scalar.self == Double.self
          ? Self.copy(type, source, raw.bindMemory(to: Double.self))
          : Self.copy(type, source, raw.bindMemory(to: Float.self))
      }
    }
    if let badIndex {
      let value = storage.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: 8 * badIndex, as: Double.self)
      }
      throw FormatError(.outOfRange(value: "\(value)", index: badIndex, type: "\(scalar)"))
    }
    return tensor
  }

  /// The elements as integers.
  ///
  /// - Throws: `FormatError` if an element isn't an integer that `Value` holds.
  public func integers<Value: FixedWidthInteger>(
    as value: Value.Type = Value.self
  ) throws(FormatError) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(count)
    for index in 0..<count {
      let element = element(index)
      guard let value = element.integer(as: Value.self) else {
        throw FormatError(
          .outOfRange(value: element.description, index: index, type: "\(Value.self)"))
      }
      result.append(value)
    }
    return result
  }

  private static func copy(
    _ type: ElementType, _ source: UnsafeRawBufferPointer,
    _ target: UnsafeMutableBufferPointer<Double>
  ) -> Int? {
    switch type {
    case .float64: each(UInt64.self, source, target) { Double(bitPattern: $0) }
    case .float32: each(UInt32.self, source, target) { Double(Float(bitPattern: $0)) }
    case .float16: each(UInt16.self, source, target) { Double(NarrowFloat.half($0)) }
    case .bfloat16: each(UInt16.self, source, target) { Double(NarrowFloat.brain($0)) }
    case .int64: each(Int64.self, source, target) { Double($0) }
    case .int32: each(Int32.self, source, target) { Double($0) }
    case .int16: each(Int16.self, source, target) { Double($0) }
    case .int8: each(Int8.self, source, target) { Double($0) }
    case .uint64: each(UInt64.self, source, target) { Double($0) }
    case .uint32: each(UInt32.self, source, target) { Double($0) }
    case .uint16: each(UInt16.self, source, target) { Double($0) }
    case .uint8: each(UInt8.self, source, target) { Double($0) }
    case .bool: each(UInt8.self, source, target) { $0 == 0 ? 0 : 1 }
    }
    return nil
  }

  /// The index of the first element beyond the range of `Float`, if there is one.
  private static func copy(
    _ type: ElementType, _ source: UnsafeRawBufferPointer,
    _ target: UnsafeMutableBufferPointer<Float>
  ) -> Int? {
    switch type {
    case .float64:
      var isOutOfRange = false
      each(UInt64.self, source, target) { bits in
        let value = Double(bitPattern: bits)
        let rounded = Float(value)
        isOutOfRange = isOutOfRange || (rounded.isInfinite && value.isFinite)
        return rounded
      }
      guard isOutOfRange else { return nil }
      return target.indices.first { index in
        target[index].isInfinite
          && source.loadUnaligned(fromByteOffset: 8 * index, as: Double.self).isFinite
      }
    case .float32: each(UInt32.self, source, target) { Float(bitPattern: $0) }
    case .float16: each(UInt16.self, source, target) { NarrowFloat.half($0) }
    case .bfloat16: each(UInt16.self, source, target) { NarrowFloat.brain($0) }
    case .int64: each(Int64.self, source, target) { Float($0) }
    case .int32: each(Int32.self, source, target) { Float($0) }
    case .int16: each(Int16.self, source, target) { Float($0) }
    case .int8: each(Int8.self, source, target) { Float($0) }
    case .uint64: each(UInt64.self, source, target) { Float($0) }
    case .uint32: each(UInt32.self, source, target) { Float($0) }
    case .uint16: each(UInt16.self, source, target) { Float($0) }
    case .uint8: each(UInt8.self, source, target) { Float($0) }
    case .bool: each(UInt8.self, source, target) { $0 == 0 ? 0 : 1 }
    }
    return nil
  }

  @inline(__always) private static func each<Element: FixedWidthInteger & BitwiseCopyable, Value>(
    _: Element.Type, _ source: UnsafeRawBufferPointer, _ target: UnsafeMutableBufferPointer<Value>,
    _ value: (Element) -> Value
  ) {
    for index in target.indices {
      let element = source.loadUnaligned(
        fromByteOffset: index * MemoryLayout<Element>.size, as: Element.self)
      target[index] = value(Element(littleEndian: element))
    }
  }
}

// MARK: - One element

extension StoredTensor {
  /// An element, exactly.
  enum Element: CustomStringConvertible {
    case float(Double)
    case signed(Int64)
    case unsigned(UInt64)

    func integer<Value: FixedWidthInteger>(as: Value.Type) -> Value? {
      switch self {
      case .float(let value): Value(exactly: value)
      case .signed(let value): Value(exactly: value)
      case .unsigned(let value): Value(exactly: value)
      }
    }

    var description: String {
      switch self {
      case .float(let value): "\(value)"
      case .signed(let value): "\(value)"
      case .unsigned(let value): "\(value)"
      }
    }
  }

  /// The element at a position in row-major order.
  func element(_ index: Int) -> Element {
    storage.withUnsafeBytes { bytes in
      func load<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) -> Value {
        Value(
          littleEndian: bytes.loadUnaligned(
            fromByteOffset: index * MemoryLayout<Value>.size, as: Value.self))
      }
      switch type {
      case .float64: return .float(Double(bitPattern: load(UInt64.self)))
      case .float32: return .float(Double(Float(bitPattern: load(UInt32.self))))
      case .float16: return .float(Double(NarrowFloat.half(load(UInt16.self))))
      case .bfloat16: return .float(Double(NarrowFloat.brain(load(UInt16.self))))
      case .int64: return .signed(load(Int64.self))
      case .int32: return .signed(Int64(load(Int32.self)))
      case .int16: return .signed(Int64(load(Int16.self)))
      case .int8: return .signed(Int64(load(Int8.self)))
      case .uint64: return .unsigned(load(UInt64.self))
      case .uint32: return .unsigned(UInt64(load(UInt32.self)))
      case .uint16: return .unsigned(UInt64(load(UInt16.self)))
      case .uint8: return .unsigned(UInt64(load(UInt8.self)))
      case .bool: return .unsigned(load(UInt8.self) == 0 ? 0 : 1)
      }
    }
  }
}
