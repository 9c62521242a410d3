"""Writes the files that the tests of the formats read and the fuzzer damages:
`python3 make_array_fixtures.py`.

Needs NumPy and safetensors. Every array holds the numbers 0, 1, 2, ... of its shape; those of truth
values say whether they are odd. The names tell type, byte order, order of the axes and version.
"""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from safetensors.numpy import save_file

here = Path(__file__).parent / "arrays"
here.mkdir(exist_ok=True)
for old in here.iterdir():
    old.unlink()


def numbers(shape, dtype):
    values = np.arange(np.prod(shape, dtype=int)).reshape(shape)
    return (values % 2 if np.dtype(dtype).kind == "b" else values).astype(dtype)


for code in ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"]:
    for order, letter in [("<", "little"), (">", "big")]:
        if code[1] == "1" and order == ">":
            continue
        np.save(here / f"{code}-{letter}.npy", numbers((2, 3), order + code))
np.save(here / "fortran.npy", np.asfortranarray(numbers((2, 3, 4), "<f8")))
np.save(here / "fortran-big.npy", np.asfortranarray(numbers((2, 3, 4), ">i2")))
np.save(here / "scalar.npy", numbers((), "<f8"))
np.save(here / "vector.npy", numbers((5,), "<f4"))
np.save(here / "empty.npy", numbers((3, 0), "<f4"))
np.save(here / "refused-complex.npy", np.zeros(2, "<c16"))
np.save(here / "refused-text.npy", np.array(["a"]))
np.save(here / "refused-records.npy", np.zeros(1, [("a", "<f8")]))
np.save(here / "refused-times.npy", np.zeros(1, "<M8[s]"))
np.save(here / "refused-objects.npy", np.array([None]), allow_pickle=True)
for version in [(2, 0), (3, 0)]:
    with open(here / f"version-{version[0]}.npy", "wb") as file:
        npy.write_array(file, numbers((2, 3), "<f8"), version=version)

arrays = {"x": numbers((2, 3), "<f8"), "y": numbers((4,), ">i4"), "none": numbers((0,), "<f4")}
np.savez(here / "stored.npz", **arrays)
np.savez_compressed(here / "deflated.npz", **arrays)


class Pipe(io.RawIOBase):
    """A file that can't go back: zipfile then writes sizes after the data."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def save(archive):
    for name, array in arrays.items():
        data = io.BytesIO()
        np.save(data, array)
        archive.writestr(zipfile.ZipInfo(name + ".npy"), data.getvalue())


with open(here / "descriptors.npz", "wb") as file:
    with zipfile.ZipFile(Pipe(file), "w", zipfile.ZIP_DEFLATED) as archive:
        save(archive)

for code, dtype in [(8, ">u1"), (9, ">i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")]:
    data = struct.pack(">BBBBII", 0, 0, code, 2, 2, 3) + numbers((2, 3), dtype).tobytes()
    (here / f"type-{code}.idx").write_bytes(data)
data = (here / "type-8.idx").read_bytes()
(here / "type-8.idx.gz").write_bytes(gzip.compress(data, mtime=0))
(here / "members.idx.gz").write_bytes(
    gzip.compress(data[:7], mtime=0) + gzip.compress(b"", mtime=0) + gzip.compress(data[7:], mtime=0) + bytes(9))

types = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"]
save_file(
    {code: numbers((2, 3), "<" + code) for code in types}
    | {"scalar": numbers((), "<f4"), "empty": numbers((0, 2), "<f8")},
    here / "types.safetensors",
    metadata={"format": "np", "note": 'a "quote"'},
)
save_file({"0.weight": numbers((1, 2), "<f4"), "0.bias": numbers((1,), "<f4")}, here / "small.safetensors")
save_file({}, here / "none.safetensors")

(here / "plain.csv").write_bytes(b"a,b,kind\n1,2.5,x\n-3e4,.5,y\n")
(here / "quoted.csv").write_bytes(b'\xef\xbb\xbf"first\r\nname",k\r\n1,"one, ""two"""\r\n2,drei\r\n')
(here / "missing.csv").write_bytes("1,NA,3\r4,,6\r 7.25 ,?,9\n\n".encode())
(here / "plain.csv.gz").write_bytes(gzip.compress(b"1,2\n3,4\n", mtime=0))
