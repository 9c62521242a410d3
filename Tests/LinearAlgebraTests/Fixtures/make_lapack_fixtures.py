"""Writes LAPACKFixtures.swift: decompositions and solutions that numpy computes.

    python3 make_lapack_fixtures.py > ../Support/LAPACKFixtures.swift
    swift format --in-place ../Support/LAPACKFixtures.swift

Made with Python 3.11.7, numpy 2.4.6. The matrices are drawn with a fixed seed and rounded to few
digits, so that they are the same numbers in single precision.
"""

import numpy as np

SHAPES = [(1, 1), (3, 3), (6, 3), (5, 1), (2, 4), (1, 3), (8, 8)]


def literal(matrix):
    rows = []
    for row in matrix:
        line, lines = "      [", []
        for i, value in enumerate(row):
            word = repr(float(value)) + ("," if i + 1 < len(row) else "],")
            if len(line) + len(word) + 1 > 100:
                lines.append(line)
                line = "        " + word
            else:
                line += ("" if line.endswith("[") else " ") + word
        rows.append("\n".join(lines + [line]))
    return "[\n" + "\n".join(rows) + "\n    ]"


def main():
    random = np.random.default_rng(20240229)
    print("// Made by Fixtures/make_lapack_fixtures.py with numpy " + np.__version__ + ".")
    print()
    print("/// A matrix, its thin QR decomposition with a positive diagonal of R, and the X that")
    print("/// minimises |A X - B| (of least norm, where several do).")
    print("struct LAPACKFixture {")
    for name in ["a", "q", "r", "b", "x"]:
        print(f"  let {name}: [[Double]]")
    print()
    print("  static let all = [")
    for m, n in SHAPES:
        # Sixteenths: exact in both precisions.
        a = np.round(random.normal(size=(m, n)) * 16) / 16
        b = np.round(random.normal(size=(m, 2)) * 16) / 16
        q, r = np.linalg.qr(a)
        signs = np.sign(np.diag(r))
        q, r = q * signs, signs[:, None] * r
        x = np.linalg.lstsq(a, b, rcond=None)[0]
        print("    LAPACKFixture(")
        parts = [("a", a), ("q", q), ("r", np.triu(r)), ("b", b), ("x", x)]
        print(",\n".join(f"    {name}: {literal(value)}" for name, value in parts))
        print("    ),")
    print("  ]")
    print("}")


if __name__ == "__main__":
    main()
