"""Writes RandomFixtures.swift: the first values of some streams, and moments of distributions.

    python3 make_random_fixtures.py > ../Support/RandomFixtures.swift
    swift format --in-place ../Support/RandomFixtures.swift

Made with Python 3.11.7, mpmath 1.3.0, scipy 1.17.1. The cipher is written anew after the paper
(Salmon et al., SC 2011) and checked with the vectors of its authors' Random123; moments come from
scipy.stats.truncnorm, checked with integrals of 40 digits.
"""

import mpmath
from scipy.stats import truncnorm

MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def halves(value):
    return [value & MASK, value >> 32]


def words(seed, stream, count):
    return [w for block in range((count + 3) // 4)
            for w in philox(halves(block) + halves(stream), halves(seed))][:count]


def pairs(seed, stream, count):
    w = words(seed, stream, 2 * count)
    return [w[2 * i] | w[2 * i + 1] << 32 for i in range(count)]


def below(bound, numbers):
    """Lemire's numbers below a bound; none of those drawn here is rejected."""
    products = [v * b for v, b in zip(numbers, bound)]
    assert all(p % 2**64 >= b for p, b in zip(products, bound))
    return [p >> 64 for p in products]


def permutation(seed, stream, count):
    order, lasts = list(range(count)), range(count - 1, 0, -1)
    chosen = below([last + 1 for last in lasts], pairs(seed, stream, count - 1))
    for last, other in zip(lasts, chosen):
        order[last], order[other] = order[other], order[last]
    return order


def quantile(p):
    return float(-mpmath.sqrt(2) * mpmath.erfinv(1 - 2 * mpmath.mpf(p)))


def moments(low, high):
    mean, variance = (float(v) for v in truncnorm.stats(low, high, moments="mv"))
    with mpmath.workdps(40):
        points = [low, low + (high - low) / 4, (low + high) / 2, high]
        density = [mpmath.quad(lambda x: x**k * mpmath.exp(-x * x / 2), points) for k in range(3)]
        exact_mean = density[1] / density[0]
        exact_variance = density[2] / density[0] - exact_mean**2
        assert abs(mean - exact_mean) < 1e-9, (low, high)
        assert abs(variance - exact_variance) < 1e-6 * exact_variance, (low, high)
    return mean, variance


def main():
    mpmath.mp.dps = 40
    assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    assert philox([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0]) == [
        0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]
    print("// Made by Fixtures/make_random_fixtures.py.")
    print()
    print("/// The first values of a stream.")
    print("struct StreamFixture {")
    print("  let seed: UInt64")
    print("  let stream: UInt64")
    print("  let numbers: [UInt64]")
    print("  let uniformDoubles: [Double]")
    print("  let uniformFloats: [Float]")
    print("  let normals: [Double]")
    print("  let numbersBelow100: [Int]")
    print("  let permutationOf8: [Int]")
    print("  /// Seed and stream of the first two splits.")
    print("  let splits: [[UInt64]]")
    print()
    print("  static let all = [")
    for seed, stream in [(0, 0), (42, 0), (0x299F31D0A4093822, 0x0370734413198A2E)]:
        numbers = pairs(seed, stream, 6)
        doubles = [repr((v >> 11) * 2.0**-53) for v in numbers]
        floats = [repr((w >> 8) * 2.0**-24) for w in words(seed, stream, 6)]
        normals = [
            repr(quantile(((v >> 12) + mpmath.mpf(1) / 2) * mpmath.mpf(2)**-52)) for v in numbers]
        splits = []
        for i in range(2):
            w = philox(halves(2**64 - 1 - i) + halves(stream), halves(seed))
            splits.append([w[0] | w[1] << 32, w[2] | w[3] << 32])
        print("    StreamFixture(")
        print(f"      seed: {seed:#x}, stream: {stream:#x},")
        for name, values in [
            ("numbers", [f"{v:#018x}" for v in numbers]), ("uniformDoubles", doubles),
            ("uniformFloats", floats), ("normals", normals)]:
            print(f"      {name}: [")
            for i in range(0, 6, 3):
                print("        " + ", ".join(values[i:i + 3]) + ",")
            print("      ],")
        print(f"      numbersBelow100: {below([100] * 6, numbers)},")
        print(f"      permutationOf8: {permutation(seed, stream, 8)},")
        print("      splits: [")
        for pair in splits:
            print("        [" + ", ".join(f"{v:#018x}" for v in pair) + "],")
        print("      ]),")
    print("  ]")
    print("}")
    print()
    print("/// Mean and variance of the standard normal distribution between two bounds.")
    print("struct TruncatedNormalFixture {")
    print("  let low: Double")
    print("  let high: Double")
    print("  let mean: Double")
    print("  let variance: Double")
    print()
    print("  static let all = [")
    windows = [
        (-1, 1), (-2, 2), (-0.5, 3), (0, 1), (1, 2), (-3, -1), (0.25, 0.5), (-4, 0), (0, 20), (2, 30),
        (-30, -2), (5, 6), (-6, -5), (8, 9), (-9, -8), (8, 30), (-30, -8)]
    for low, high in windows:
        mean, variance = moments(low, high)
        print(f"    TruncatedNormalFixture(")
        print(f"      low: {low}, high: {high}, mean: {mean!r}, variance: {variance!r}),")
    print("  ]")
    print("}")


if __name__ == "__main__":
    main()
