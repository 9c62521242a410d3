/// A type of scalar made of decimal numbers, each rounded to the nearest, ties to even.
protocol DecimalScalar: BinaryFloatingPoint {
  /// significand 10^exponent, or `nil` if it is out of range.
  init?(significand: UInt64, exponent: Int)
}

// If both significand and power are numbers that the scalar holds exactly, one multiplication or
// division rounds once, hence right: 10^22 = 2^22 5^22 and 5^22 < 2^53; 5^10 < 2^24.
// Clinger, How to read floating point numbers accurately, 1990.

extension Double: DecimalScalar {
  @inline(__always) init?(significand: UInt64, exponent: Int) {
    if significand >> 53 == 0, exponent >= -22, exponent <= 22 {
      // Through Int64: the processor converts those in one instruction.
      let value = Double(Int64(bitPattern: significand))
      if exponent == 0 {
        self = value
      } else {
        self = exponent < 0 ? value / powersOfTen[-exponent] : value * powersOfTen[exponent]
      }
    } else if let value = EiselLemire.double(significand, exponent) {
      self = value
    } else {
      return nil
    }
  }
}

extension Float: DecimalScalar {
  @inline(__always) init?(significand: UInt64, exponent: Int) {
    if significand >> 24 == 0, exponent >= -10, exponent <= 10 {
      let value = Float(Int64(bitPattern: significand))
      if exponent == 0 {
        self = value
      } else {
        self =
          exponent < 0
          ? value / Float(powersOfTen[-exponent]) : value * Float(powersOfTen[exponent])
      }
    } else if let value = EiselLemire.float(significand, exponent) {
      self = value
    } else {
      return nil
    }
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]
