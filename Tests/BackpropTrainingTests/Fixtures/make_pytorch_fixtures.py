"""Writes state_dict.json: a network of PyTorch with its state_dict, and what it computes.

    python3 -m venv venv && venv/bin/pip install torch
    venv/bin/python make_pytorch_fixtures.py > state_dict.json
"""

import json

import torch

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
network = torch.nn.Sequential(
    torch.nn.Linear(5, 7), torch.nn.BatchNorm1d(7), torch.nn.PReLU(),
    torch.nn.Sequential(torch.nn.Linear(7, 4, bias=False), torch.nn.LayerNorm(4)),
    torch.nn.GELU(), torch.nn.Linear(4, 3))
for _ in range(3):
    network(torch.randn(6, 5) * 2 + 1)
with torch.no_grad():
    for parameter in network.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.1)
network.eval()
inputs = torch.randn(4, 5)


def record(tensor):
    return {"shape": list(tensor.shape), "data": tensor.double().ravel().tolist()}


print(json.dumps({
    "version": torch.__version__,
    "names": list(network.state_dict()),
    "types": [str(tensor.dtype) for tensor in network.state_dict().values()],
    "tensors": {name: record(tensor) for name, tensor in network.state_dict().items()},
    "inputs": record(inputs),
    "outputs": record(network(inputs)),
}))
