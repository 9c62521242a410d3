/// Rearranging the bytes of elements that stand in a file otherwise than in `StoredTensor`.
enum ByteOrder {
  /// The elements with their bytes in reverse.
  static func swapped(_ bytes: ArraySlice<UInt8>, size: Int) -> [UInt8] {
    var result = Array(bytes)
    result.withUnsafeMutableBytes { buffer in
      switch size {
      case 2: swap(buffer, UInt16.self)
      case 4: swap(buffer, UInt32.self)
      case 8: swap(buffer, UInt64.self)
      default: break
      }
    }
    return result
  }

  private static func swap<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ buffer: UnsafeMutableRawBufferPointer, _: Bits.Type
  ) {
    // An array's memory is aligned to 16 bytes.
    let elements = buffer.bindMemory(to: Bits.self)
    for index in elements.indices { elements[index] = elements[index].byteSwapped }
  }

  /// Elements that stand with the first axis innermost, as Fortran has it, in row-major order.
  static func rowMajor(_ bytes: [UInt8], _ shape: Shape, size: Int) -> [UInt8] {
    guard shape.rank > 1, !bytes.isEmpty else { return bytes }
    var strides: [Int] = []
    var stride = size
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    let inner = shape.rank - 1
    let (extent, step) = (shape[inner], strides[inner])
    var index = [Int](repeating: 0, count: inner)
    return bytes.withUnsafeBytes { source in
      [UInt8](unsafeUninitializedCapacity: bytes.count) { target, initialized in
        let target = UnsafeMutableRawBufferPointer(target)
        var start = 0
        while initialized < target.count {
          for position in 0..<extent {
            target.baseAddress!.advanced(by: initialized).copyMemory(
              from: source.baseAddress!.advanced(by: start + position * step), byteCount: size)
            initialized += size
          }
          // The next row: the last of the outer axes runs fastest.
          var axis = inner - 1
          while axis >= 0 {
            index[axis] += 1
            start += strides[axis]
            if index[axis] < shape[axis] { break }
            start -= index[axis] * strides[axis]
            index[axis] = 0
            axis -= 1
          }
        }
      }
    }
  }
}
