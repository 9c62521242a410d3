/// Decimal numbers of up to 19 digits rounded to the nearest binary one, ties to even, by one or two
/// multiplications of 64 bits.
///
/// Lemire, *Number parsing at a gigabyte per second*, 2021; that it never needs to give up:
/// Mushtak and Lemire, *Fast number parsing without fallback*, 2023.
enum EiselLemire {
  /// significand 10^exponent, or `nil` if it is out of range.
  static func double(_ significand: UInt64, _ exponent: Int) -> Double? {
    bits(
      significand, exponent, fractionBits: 52, bias: 1023, largest: 2046, ties: -4...23
    ).map { Double(bitPattern: $0) }
  }

  /// significand 10^exponent, or `nil` if it is out of range.
  static func float(_ significand: UInt64, _ exponent: Int) -> Float? {
    bits(
      significand, exponent, fractionBits: 23, bias: 127, largest: 254, ties: -17...10
    ).map { Float(bitPattern: UInt32($0)) }
  }

  /// The pattern of the number without its sign.
  ///
  /// `ties` are the exponents with which a decimal number can lie half-way between two binary ones.
  @inline(__always) private static func bits(
    _ significand: UInt64, _ exponent: Int, fractionBits: Int, bias: Int, largest: Int,
    ties: ClosedRange<Int>
  ) -> UInt64? {
    guard significand != 0, exponent >= PowersOfFive.smallestExponent else { return 0 }
    guard exponent <= PowersOfFive.largestExponent else { return nil }
    let zeros = significand.leadingZeroBitCount
    let (high, low) = product(significand << UInt64(zeros), exponent, precision: fractionBits + 3)
    let upper = Int(high >> 63)
    let shift = UInt64(upper + 64 - fractionBits - 3)
    var fraction = high >> shift
    // floor(log2(10^exponent)) + 63, by a multiplication.
    var power = (217_706 * exponent) >> 16 + 63 + upper - zeros + bias
    if power <= 0 {
      // Below the normal numbers: fewer bits are left.
      if 1 - power >= 64 { return 0 }
      fraction >>= UInt64(1 - power)
      fraction = (fraction + fraction & 1) >> 1
      // A carry makes it normal; the pattern comes out right by itself.
      return fraction
    }
    if low <= 1, fraction & 3 == 1, ties.contains(exponent), fraction << shift == high {
      // Half-way: down to the even one.
      fraction &= ~1
    }
    fraction = (fraction + fraction & 1) >> 1
    if fraction >> UInt64(fractionBits + 1) != 0 {
      fraction >>= 1
      power += 1
    }
    guard power <= largest else { return nil }
    return UInt64(power) << UInt64(fractionBits) | fraction & (1 << UInt64(fractionBits) - 1)
  }

  /// The upper 128 bits of a normalized significand and 5^exponent, as exact as `precision` bits need.
  @inline(__always) private static func product(
    _ significand: UInt64, _ exponent: Int, precision: Int
  ) -> (high: UInt64, low: UInt64) {
    PowersOfFive.words.withUnsafeBufferPointer { words in
      let index = 2 * (exponent - PowersOfFive.smallestExponent)
      var (high, low) = significand.multipliedFullWidth(by: words[index])
      let mask = UInt64.max >> UInt64(precision)
      if high & mask == mask {
        // The rest of the power may carry into the bits that count.
        let carry = significand.multipliedFullWidth(by: words[index + 1]).high
        low &+= carry
        if carry > low { high += 1 }
      }
      return (high, low)
    }
  }
}
