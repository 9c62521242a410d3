"""Computes with PyTorch what Backprop's layers and element-wise criterions must reproduce: those
that Torch7 does not have, and settings of the others that it does not have.

    python3 make_pytorch_layer_fixtures.py

Writes layers.jsonl and losses.jsonl into pytorch/ beside this script: JSON Lines, a header with the
versions first, then one case a line, float64 in the shortest digits that read back the same. Made
with PyTorch 2.15.0 and Python 3.11; needs nothing else. Nothing but this script needs PyTorch: the
tests read the files.
"""

import itertools
import json
import pathlib
import platform

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parent / "pytorch"
generator = torch.Generator().manual_seed(2)


def write(name, cases):
    header = {"pytorch": torch.__version__.split("+")[0], "python": platform.python_version()}
    lines = [json.dumps(line, separators=(",", ":")) for line in [header, *cases]]
    (FOLDER / name).write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(cases)} cases")


def tensor(t):
    return dict(shape=list(t.shape), data=t.flatten().tolist())


def normal(*shape, scale=1):
    return scale * torch.randn(*shape, dtype=torch.float64, generator=generator)


def layer_case(name, module, steps, config=None, training=True):
    """Several steps of the same module: its running statistics go on."""
    module = module.double()
    parameters = dict(module.named_parameters())
    with torch.no_grad():
        for p in parameters.values():
            p.copy_(normal(*p.shape))
    module.train(training)
    case = dict(
        layer=name, config=config or {}, training=training,
        parameters={k: tensor(p.detach()) for k, p in parameters.items()},
        buffersBefore={k: tensor(b.double()) for k, b in module.named_buffers()}, steps=[])
    for x in steps:
        x = x.clone().requires_grad_()
        module.zero_grad()
        y = module(x)
        g = normal(*y.shape)
        y.backward(g)
        case["steps"].append(dict(
            input=tensor(x.detach()), output=tensor(y.detach()), gradOutput=tensor(g),
            gradInput=tensor(x.grad),
            gradients={k: tensor(p.grad.clone()) for k, p in parameters.items()},
            buffers={k: tensor(b.double()) for k, b in module.named_buffers()}))
    return case


def layers():
    special = torch.tensor([[-1e4, -40, -20.5, -6, -1e-3, -1e-300, 1e-300, 1e-3, 6, 20.5, 40, 1e4]])
    inputs = [normal(5, 7), normal(3, 4, scale=10), special.double()]
    for name, make in {
        "ELU": lambda: nn.ELU(), "SELU": lambda: nn.SELU(), "GELU": lambda: nn.GELU(),
        "GELU tanh": lambda: nn.GELU(approximate="tanh"), "SiLU": lambda: nn.SiLU(),
        "Softplus": lambda: nn.Softplus(), "Softplus 2, 5": lambda: nn.Softplus(2, 5),
        "Hardtanh": lambda: nn.Hardtanh(), "ReLU6": lambda: nn.ReLU6(), "PReLU": lambda: nn.PReLU(),
    }.items():
        yield layer_case(name, make(), inputs)
    yield layer_case("PReLU", nn.PReLU(7), [normal(5, 7), normal(2, 7)], dict(features=7))
    for momentum, affine, tracked in itertools.product([0.1, 0.7, None], [True, False], [True, False]):
        config = dict(features=4, momentum=momentum, affine=affine, tracked=tracked, epsilon=1e-3)
        steps = [normal(n, 4, scale=3) + 2 for n in (6, 2, 9)]
        for training in (True, False):
            module = nn.BatchNorm1d(
                4, eps=1e-3, momentum=momentum, affine=affine, track_running_stats=tracked)
            if tracked:
                module.running_mean.copy_(normal(4))
                module.running_var.copy_(0.5 + normal(4) ** 2)
            yield layer_case("BatchNorm1d", module, steps, config, training)
    for affine in (True, False):
        yield layer_case(
            "LayerNorm", nn.LayerNorm(6, elementwise_affine=affine),
            [normal(5, 6), normal(2, 3, 6), normal(6, scale=100)],
            dict(features=6, affine=affine, epsilon=1e-5))
    yield layer_case("Flatten", nn.Flatten(), [normal(2, 3, 4), normal(3, 5)])


def loss_case(name, criterion, x, target, config):
    x = x.clone().requires_grad_()
    loss = criterion(x, target)
    loss.backward()
    return dict(
        criterion=name, config=config, input=tensor(x.detach()), target=tensor(target),
        output=loss.item(), gradInput=tensor(x.grad))


def losses():
    for (batch, features), scale in itertools.product([(1, 1), (1, 5), (7, 3), (4, 9)], [1, 40]):
        x, t = normal(batch, features, scale=scale), normal(batch, features, scale=scale)
        yes = torch.rand(batch, features, dtype=torch.float64, generator=generator)
        hard = (yes > 0.5).double()
        w = 0.1 + torch.rand(features, dtype=torch.float64, generator=generator)
        p = 0.1 + 3 * torch.rand(features, dtype=torch.float64, generator=generator)
        k = torch.randint(features, (batch,), generator=generator)
        for reduction in ("mean", "sum"):
            c = dict(reduction=reduction)
            yield loss_case("L1Loss", nn.L1Loss(reduction=reduction), x, t, c)
            for delta in (0.3, 1.0):
                yield loss_case(
                    "HuberLoss", nn.HuberLoss(reduction=reduction, delta=delta), x, t,
                    dict(c, delta=delta))
                yield loss_case(
                    "SmoothL1Loss", nn.SmoothL1Loss(reduction=reduction, beta=delta), x, t,
                    dict(c, delta=delta))
            for target, weight in itertools.product((yes, hard), (None, w)):
                weights = weight if weight is None else tensor(weight)
                # With scale 40 some are 0 or 1 to the last bit: there logarithms are bounded.
                yield loss_case(
                    "BCELoss", nn.BCELoss(weight=weight, reduction=reduction), x.sigmoid(), target,
                    dict(c, weights=weights))
                for positive in (None, p):
                    yield loss_case(
                        "BCEWithLogitsLoss",
                        nn.BCEWithLogitsLoss(
                            weight=weight, pos_weight=positive, reduction=reduction),
                        x, target,
                        dict(c, weights=weights,
                             positive=positive if positive is None else tensor(positive)))
            for power, weight in itertools.product((1, 2), (None, w)):
                yield loss_case(
                    "MultiMarginLoss",
                    nn.MultiMarginLoss(p=power, margin=0.8, weight=weight, reduction=reduction),
                    x, k,
                    dict(c, power=power, margin=0.8,
                         weights=weight if weight is None else tensor(weight)))
        for reduction in ("mean", "sum", "batchmean"):
            target = yes / yes.sum(1, keepdim=True)
            yield loss_case(
                "KLDivLoss", nn.KLDivLoss(reduction=reduction), x.log_softmax(1), target,
                dict(reduction=reduction))


if __name__ == "__main__":
    write("layers.jsonl", list(layers()))
    write("losses.jsonl", list(losses()))
