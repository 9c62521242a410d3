"""Reads what FormatInterop wrote, and writes files for it to read: see Scripts/interop.sh.

    interop.py check folder
    interop.py write folder

A tensor's name tells its type and its shape, F32-2x3; its bytes are the same on both sides.
"""

import csv
import gzip
import struct
import sys
from pathlib import Path

import numpy as np
import safetensors
import safetensors.numpy

try:
    import torch
    import safetensors.torch
except ImportError:
    torch = None

NUMPY = {
    "F64": "f8", "F32": "f4", "F16": "f2", "I64": "i8", "I32": "i4", "I16": "i2", "I8": "i1",
    "U64": "u8", "U32": "u4", "U16": "u2", "U8": "u1", "BOOL": "b1",
}
IDX = {"U8": 8, "I8": 9, "I16": 11, "I32": 12, "F32": 13, "F64": 14}
SHAPES = [(), (0,), (3, 0), (1,), (5,), (2, 3), (2, 3, 4)]
TYPES = list(NUMPY) + ["BF16"]


def name(kind, shape):
    return kind + "-" + "x".join(map(str, shape))


def sample(kind, shape):
    """The bytes of a tensor, little-endian."""
    size = 2 if kind == "BF16" else np.dtype(NUMPY[kind]).itemsize
    count = int(np.prod(shape, dtype=int)) * size
    if kind == "BOOL":
        return bytes(index % 2 for index in range(count))
    return bytes((37 * index + 11) % 256 for index in range(count))


def array(kind, shape):
    return np.frombuffer(sample(kind, shape), "<" + NUMPY[kind]).reshape(shape)


def parse(text):
    kind, shape = text.split("-")
    return kind, tuple(map(int, shape.split("x"))) if shape else ()


class Checker:
    def __init__(self):
        self.count = 0

    def expect(self, condition, what):
        if not condition:
            sys.exit(f"interop: {what}")

    def array(self, got, text, file):
        kind, shape = parse(text)
        self.expect(got.shape == shape, f"{file}: {text} has the shape {got.shape}")
        self.expect(got.dtype == np.dtype("<" + NUMPY[kind]), f"{file}: {text} is {got.dtype}")
        self.expect(got.tobytes() == sample(kind, shape), f"{file}: {text} has other bits")
        self.count += 1


def check(folder):
    checker = Checker()
    everything = {name(kind, shape) for kind in TYPES for shape in SHAPES}
    known = {text for text in everything if not text.startswith("BF16")}

    data = (folder / "all.safetensors").read_bytes()
    checker.expect(
        gzip.decompress((folder / "all.safetensors.gz").read_bytes()) == data, "gzip differs")
    found = dict(safetensors.deserialize(data))
    checker.expect(set(found) == everything, "all.safetensors: other names")
    for text, tensor in found.items():
        kind, shape = parse(text)
        checker.expect(tensor["dtype"] == kind, f"{text} is {tensor['dtype']}")
        checker.expect(tuple(tensor["shape"]) == shape, f"{text} has the shape {tensor['shape']}")
        checker.expect(bytes(tensor["data"]) == sample(kind, shape), f"{text} has other bits")
        checker.count += 1
    with safetensors.safe_open(folder / "all.safetensors", "np") as file:
        checker.expect(
            file.metadata() == {"format": "pt", "text": 'a "quote", \u00e9, \U0001f600\n'},
            "all.safetensors: other metadata")
        for text in known:
            checker.array(file.get_tensor(text), text, "all.safetensors")
    if torch is not None:
        for text, tensor in safetensors.torch.load_file(folder / "all.safetensors").items():
            kind, shape = parse(text)
            checker.expect(tuple(tensor.shape) == shape, f"PyTorch: {text} is {tensor.shape}")
            bits = tensor.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
            checker.expect(bits == sample(kind, shape), f"PyTorch: {text} has other bits")
            checker.count += 1

    for file in ["stored.npz", "deflated.npz"]:
        with np.load(folder / file) as archive:
            checker.expect(set(archive.files) == known, f"{file}: other names")
            for text in archive.files:
                checker.array(archive[text], text, file)
    for text in known:
        checker.array(np.load(folder / f"{text}.npy"), text, f"{text}.npy")
        kind, shape = parse(text)
        if kind in IDX:
            data = gzip.decompress((folder / f"{text}.idx.gz").read_bytes())
            header = struct.pack(f">BBBB{len(shape)}I", 0, 0, IDX[kind], len(shape), *shape)
            swapped = array(kind, shape).astype(">" + NUMPY[kind]).tobytes()
            checker.expect(data == header + swapped, f"{text}.idx.gz: other bytes")
            checker.count += 1

    with open(folder / "numbers.csv", newline="") as file:
        rows = list(csv.reader(file))
    checker.expect(rows[0] == ["a,b", '"c"', "d\ne"], "numbers.csv: other names")
    numbers = np.array([[float(text) for text in row] for row in rows[1:]])
    expected = np.array([[0.1, -1e-300, 1e22], [1e-323, 1 / 3, -0.0]])
    checker.expect(numbers.tobytes() == expected.tobytes(), "numbers.csv: other numbers")
    by = "NumPy, safetensors" + (" and PyTorch" if torch is not None else "")
    print(f"{by} read {checker.count} tensors of ours, bit for bit")


def write(folder):
    arrays = {name(kind, shape): array(kind, shape) for kind in NUMPY for shape in SHAPES}
    safetensors.numpy.save_file(arrays, folder / "numpy.safetensors", {"format": "np"})
    if torch is None:
        print("PyTorch can't be imported: its files are skipped")
    else:
        tensors = {
            name("BF16", shape): torch.frombuffer(
                bytearray(sample("BF16", shape)), dtype=torch.bfloat16).reshape(shape)
            for shape in SHAPES if 0 not in shape
        }
        tensors["BF16-3x0"] = torch.zeros((3, 0), dtype=torch.bfloat16)
        for text, values in arrays.items():
            tensors[text] = torch.from_numpy(values.copy())
        safetensors.torch.save_file(tensors, folder / "torch.safetensors")
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)
    for text, values in arrays.items():
        kind, shape = parse(text)
        np.save(folder / f"{text}.npy", values)
        np.save(folder / f"{text}.fortran.npy", np.array(values, order="F"))
        np.save(folder / f"{text}.big.npy", values.astype(values.dtype.newbyteorder(">")))
        for version in [(2, 0), (3, 0)]:
            with open(folder / f"{text}.v{version[0]}.npy", "wb") as file:
                np.lib.format.write_array(file, values, version=version)
        with gzip.open(folder / f"{text}.npy.gz", "wb") as file:
            np.save(file, values)
    random = np.random.default_rng(1)
    values = np.frombuffer(random.bytes(8 * 3000), "<f8")
    values = values[np.isfinite(values)]
    values = values[: len(values) // 3 * 3].reshape(-1, 3)
    for stem, form in [("exponents", "%.18e"), ("shortest", "%r")]:
        with open(folder / f"{stem}.csv", "w") as file:
            for row in values:
                file.write(",".join(form % float(value) for value in row) + "\n")
        with open(folder / f"{stem}.csv-values", "wb") as file:
            np.save(file, values)


if __name__ == "__main__":
    {"check": check, "write": write}[sys.argv[1]](Path(sys.argv[2]))
