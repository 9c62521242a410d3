"""What the peers have in common: requests and replies as lines of JSON, and the numbers that all
variants start from (see Sources/BackpropBenchmark/Networks/SharedNumbers.swift)."""

import base64
import json
import sys
import time

import numpy as np


def _words(count, stream):
    """A hash of each index below count."""
    start = np.uint64(stream * 0x9E3779B9 & 0xFFFFFFFF)
    x = ((np.arange(count, dtype=np.uint64) + start) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return x ^ (x >> np.uint32(16))


def uniform(count, stream, scale=1.0):
    """Numbers distributed evenly on +-scale."""
    return (_words(count, stream).astype(np.float64) / 2147483648.0 - 1.0) * scale


class Work:
    """A request, with the numbers that it starts from."""

    def __init__(self, request):
        self.kind = request["kind"]
        self.sizes = request["sizes"]
        self.batch = request["batch"]
        self.dtype = np.float64 if request["precision"] == "f64" else np.float32
        self.optimizer = request.get("optimizer")
        self.rate = request.get("rate")

    def parameters(self):
        """Weights [inputs, outputs] and biases, layer by layer."""
        layers = []
        for index, (inputs, outputs) in enumerate(zip(self.sizes, self.sizes[1:])):
            scale = 1 / np.sqrt(inputs)
            weight = uniform(inputs * outputs, 2 * index + 1, scale).reshape(inputs, outputs)
            bias = uniform(outputs, 2 * index + 2, scale)
            layers.append((weight.astype(self.dtype), bias.astype(self.dtype)))
        return layers

    def input(self, stream=1001):
        numbers = uniform(self.batch * self.sizes[0], stream)
        return numbers.reshape(self.batch, self.sizes[0]).astype(self.dtype)

    def targets(self):
        return (_words(self.batch, 1002) % np.uint32(self.sizes[-1])).astype(np.int64)


def serve(version, make):
    """Answers requests until the other end closes. `make` turns a `Work` into a pair: a function
    that does the work a number of times, and one that does it once and returns its values."""

    replies = sys.stdout
    # Nothing else may write between the replies.
    sys.stdout = sys.stderr

    def reply(**values):
        replies.write(json.dumps(values) + "\n")
        replies.flush()

    reply(version=version)
    repeat = values = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["command"] == "setup":
                repeat = values = None
                repeat, values = make(Work(request["work"]))
                reply()
            elif request["command"] == "values":
                found = np.concatenate([values() for _ in range(request["repetitions"])])
                # Millions of them: as bytes, not as text.
                reply(values=base64.b64encode(found.astype("<f8").tobytes()).decode())
            else:
                start = time.perf_counter()
                repeat(request["repetitions"])
                reply(seconds=time.perf_counter() - start)
        except Exception as error:  # whatever it is, the other side wants to know
            reply(error=repr(error))
