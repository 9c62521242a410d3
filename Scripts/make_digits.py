#!/usr/bin/env python3
"""Writes the digits that `backprop train` is shown on as a Swift string literal.

Usage: make_digits.py digits.csv.gz > Sources/BackpropTool/Data/DigitsImages.swift

The argument is sklearn/datasets/data/digits.csv.gz of scikit-learn (the same file since 0.9): a row
for each of 1,797 images, 64 pixels of 0 to 16 from the top left, and last the digit. A string literal
compiles at once, where an array literal of so many numbers would take the compiler minutes.
"""

import gzip
import sys

HEADER = '''\
// Made by Scripts/make_digits.py: don't edit.
//
// Optical Recognition of Handwritten Digits, by E. Alpaydin and C. Kaynak (1998), UCI Machine
// Learning Repository, https://doi.org/10.24432/C50P49, licensed under CC BY 4.0
// (https://creativecommons.org/licenses/by/4.0/). The test set of that collection, as scikit-learn
// ships it; changed in form only: a pixel became a character.

/// 1,797 images of handwritten digits, 8 by 8 pixels each.
enum DigitsImages {
  /// An image a line: 64 pixels, each the character that stands that far (0 to 16) after "0" in
  /// ASCII, then a blank and the digit.
  static let text: StaticString = """
'''


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with gzip.open(sys.argv[1], "rt") as file:
        rows = [[int(float(field)) for field in line.split(",")] for line in file]
    lines = []
    for *pixels, digit in rows:
        assert len(pixels) == 64 and all(0 <= pixel <= 16 for pixel in pixels) and 0 <= digit <= 9
        lines.append("".join(chr(ord("0") + pixel) for pixel in pixels) + f" {digit}")
    print(HEADER + "\n".join("    " + line for line in lines) + '\n    """\n}')


if __name__ == "__main__":
    main()
