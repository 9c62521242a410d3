/// The floating-point formats of 16 bits that files hold and the library doesn't compute with.
///
/// `Float16` of the standard library isn't there on every platform, and there is no `BFloat16`.
enum NarrowFloat {
  /// The value of a half-precision number, exactly.
  @inline(__always) static func half(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1f
    let fraction = UInt32(bits & 0x3ff)
    if exponent == 0 {
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: magnitude.bitPattern | sign)
    }
    // Infinities and NaN keep all ones in the exponent.
    let wide = exponent == 0x1f ? 0xff : exponent + (127 - 15)
    return Float(bitPattern: sign | wide << 23 | fraction << 13)
  }

  /// The value of a bfloat16 number, exactly.
  @inline(__always) static func brain(_ bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }

  /// The half-precision number nearest to a value, ties to even.
  static func half(nearest value: Double) -> UInt16 {
    nearest(value, exponentBits: 5, fractionBits: 10)
  }

  /// The bfloat16 number nearest to a value, ties to even.
  static func brain(nearest value: Double) -> UInt16 {
    nearest(value, exponentBits: 8, fractionBits: 7)
  }

  private static func nearest(
    _ value: Double, exponentBits: Int, fractionBits: Int
  ) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    let infinity = UInt16((1 << exponentBits - 1) << fractionBits)
    if value.isNaN {
      // The upper bits of the payload; at least one must be set.
      let payload = UInt16(
        truncatingIfNeeded: value.significandBitPattern >> UInt64(52 - fractionBits))
      return sign | infinity | (payload == 0 ? 1 << UInt16(fractionBits - 1) : payload)
    }
    let magnitude = value.magnitude
    if magnitude == 0 { return sign }
    let bias = 1 << (exponentBits - 1) - 1
    let exponent = magnitude.isInfinite ? bias + 1 : Int(magnitude.exponent)
    if exponent > bias { return sign | infinity }
    // Below the smallest normal number the steps stay as wide as there.
    let normal = max(exponent, 1 - bias)
    let steps = Double(sign: .plus, exponent: fractionBits - normal, significand: magnitude)
    let rounded = UInt16(steps.rounded(.toNearestOrEven))
    // A carry goes into the exponent, as it must: up to infinity.
    let base = exponent < 1 - bias ? 0 : UInt16((exponent + bias - 1) << fractionBits)
    return sign | (base + rounded)
  }
}
