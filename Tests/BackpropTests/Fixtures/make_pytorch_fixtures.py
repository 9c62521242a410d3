"""Computes with PyTorch what Backprop's optimizers and classification criterions must reproduce.

    python3 make_pytorch_fixtures.py

Writes optimizers.jsonl and criterions.jsonl into pytorch/ beside this script: JSON Lines, a header
with the versions first, then one case a line, float64 in the shortest digits that read back the
same. Made with PyTorch 2.15.0 and Python 3.11; needs nothing else. Nothing but this script needs
PyTorch: the tests read the files.
"""

import itertools
import json
import pathlib
import platform

import torch

FOLDER = pathlib.Path(__file__).parent / "pytorch"
STEPS = 100


def write(name, cases):
    header = {"pytorch": torch.__version__.split("+")[0], "python": platform.python_version()}
    lines = [json.dumps(line, separators=(",", ":")) for line in [header, *cases]]
    (FOLDER / name).write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(cases)} cases")


def gradient(x):
    """Of the sum over i of (x_i^2 - 1)^2 / 4 + x_i x_(i+1) / 2: two wells for each x_i, coupled."""
    g = x**3 - x
    g[:-1] += 0.5 * x[1:]
    g[1:] += 0.5 * x[:-1]
    return g


def trajectory(make, config, x0):
    x = torch.tensor(x0, dtype=torch.float64, requires_grad=True)
    optimizer = make([x], **config)
    steps = []
    for _ in range(STEPS):
        x.grad = gradient(x.detach())
        optimizer.step()
        steps.append(x.tolist())
    return steps


def optimizers():
    x0 = [0.3, -1.7, 2.1]
    configs = {
        "SGD": [
            dict(lr=0.05, momentum=m, dampening=d, nesterov=n, weight_decay=w)
            for m, d, n, w in itertools.product(
                [0.0, 0.5, 0.9], [0.0, 0.1, 0.9], [False, True], [0.0, 0.1]
            )
            if not n or (m > 0 and d == 0)
            if m > 0 or d == 0
        ],
        "Adam": [
            dict(lr=lr, betas=b, eps=e, weight_decay=w)
            for lr, b, e, w in itertools.product(
                [0.001, 0.05], [(0.9, 0.999), (0.5, 0.95), (0.0, 0.99)], [1e-8, 0.01], [0.0, 0.1]
            )
        ],
        "AdamW": [
            dict(lr=lr, betas=b, eps=1e-8, weight_decay=w)
            for lr, b, w in itertools.product(
                [0.001, 0.05], [(0.9, 0.999), (0.5, 0.95)], [0.0, 0.01, 0.5]
            )
        ],
    }
    makers = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam, "AdamW": torch.optim.AdamW}
    for name, cases in configs.items():
        # An empty configuration says what the defaults do.
        for config in cases + [dict(lr=0.1) if name == "SGD" else {}]:
            steps = trajectory(makers[name], config, x0)
            moved = trajectory(makers[name], config, [x * (1 + 1e-14) for x in x0])
            move = max(abs(a - b) for s, t in zip(steps, moved) for a, b in zip(s, t))
            if move > 1e-11:
                # Large steps with a short memory circle the minimum and magnify every rounding.
                raise ValueError(f"{name} {config}: moves by {move}, no case to compare")
            yield dict(method=name, config=config, x0=x0, trajectory=steps)


def tensor(t):
    return dict(shape=list(t.shape), data=t.flatten().tolist())


def criterion_case(name, criterion, x, target, config):
    x = x.clone().requires_grad_()
    loss = criterion(x, target)
    loss.backward()
    return dict(
        criterion=name, config=config, input=tensor(x.detach()), target=tensor(target),
        output=loss.item(), gradInput=tensor(x.grad))


def criterions():
    generator = torch.Generator().manual_seed(1)
    for (batch, classes), scale in itertools.product([(1, 1), (1, 5), (7, 3), (4, 8)], [1, 300]):
        x = scale * torch.randn(batch, classes, dtype=torch.float64, generator=generator)
        indices = torch.randint(classes, (batch,), generator=generator)
        soft = torch.rand(batch, classes, dtype=torch.float64, generator=generator)
        soft = soft / soft.sum(1, keepdim=True)
        weights = 0.1 + torch.rand(classes, dtype=torch.float64, generator=generator)
        for w, reduction in itertools.product([None, weights], ["mean", "sum"]):
            base = dict(weights=w if w is None else tensor(w), reduction=reduction)
            for smoothing, (kind, target) in itertools.product(
                [0.0, 0.1, 1.0], [("indices", indices), ("soft", soft)]
            ):
                criterion = torch.nn.CrossEntropyLoss(
                    weight=w, reduction=reduction, label_smoothing=smoothing)
                yield criterion_case(
                    "CrossEntropyLoss", criterion, x, target,
                    dict(base, labelSmoothing=smoothing, target=kind))
            log_probabilities = x.log_softmax(1)
            criterion = torch.nn.NLLLoss(weight=w, reduction=reduction)
            yield criterion_case(
                "NLLLoss", criterion, log_probabilities, indices, dict(base, target="indices"))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write("optimizers.jsonl", list(optimizers()))
    write("criterions.jsonl", list(criterions()))
