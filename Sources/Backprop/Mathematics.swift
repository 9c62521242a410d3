// The functions of the C library that schedules and optimizers call, once a step.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

func cosine(_ x: Double) -> Double { cos(x) }

/// base^exponent, for an exponent that need not be whole.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// base^exponent, for a whole exponent from 0 on, by repeated squaring.
func power(_ base: Double, _ exponent: Int) -> Double {
  var (power, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { power *= square }
    square *= square
    rest >>= 1
  }
  return power
}
