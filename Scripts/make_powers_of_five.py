"""Writes Sources/TensorFormats/CSV/PowersOfFive.swift: `python3 Scripts/make_powers_of_five.py`."""

from pathlib import Path


def significand(exponent):
    """The first 128 bits of 5^exponent: cut off, or for negative exponents rounded up."""
    power = 5 ** abs(exponent)
    if exponent < 0:
        bits = (power - 1).bit_length()
        power = 2 ** (bits + 127 if exponent >= -27 else 2 * bits + 128) // power + 1
    power <<= max(0, 128 - power.bit_length())
    return power >> max(0, power.bit_length() - 128)


lines = [
    "// Made by Scripts/make_powers_of_five.py.",
    "",
    "/// The first 128 bits of 5^q, in two words each, the upper one first: cut off for q >= 0, rounded",
    "/// up for q < 0.",
    "enum PowersOfFive {",
    "  static let smallestExponent = -342",
    "  static let largestExponent = 308",
    "",
    "  // swift-format-ignore",
    "  static let words: [UInt64] = [",
]
for exponent in range(-342, 309):
    value = significand(exponent)
    lines.append(f"    0x{value >> 64:016x}, 0x{value % 2**64:016x},")
lines += ["  ]", "}", ""]
path = Path(__file__).parent.parent / "Sources/TensorFormats/CSV/PowersOfFive.swift"
path.write_text("\n".join(lines))
