"""Computes with PyTorch the steps that Backprop's optimizers must reproduce, on three problems.

    python3 make_optimizer_fixtures.py

Writes rules.jsonl into pytorch/ beside this script: JSON Lines, a header with the versions first,
then one case a line, float64 in the shortest digits that read back the same. (optimizers.jsonl, by
make_pytorch_fixtures.py, has more of SGD, Adam and AdamW.) `config` has PyTorch's names; what is
absent has PyTorch's default. `steps` says after which steps `values` were taken, of 100 in all.

- `wells`: 3 parameters; see `wells`. All of the 100 steps.
- `scales`: 10 parameters whose gradients differ by a factor of 1e8; see `scales`.
- `network`: 3-4-2 with tanh between, squared error, in groups: the first layer has half the
  learning rate, and biases have no weight decay. Weights as [inputs, outputs].

Writes gradients.jsonl, too: gradients clipped by norm and by value, and the exponential moving
average of a walk.

Lion is not part of PyTorch: it stands below, from its paper. Made with PyTorch 2.15.0 and Python
3.11.
"""

import json
import pathlib
import platform

import torch

FOLDER = pathlib.Path(__file__).parent / "pytorch"
STEPS = 100
torch.set_default_dtype(torch.float64)


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of Symbolic discovery of optimization algorithms, 2023."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                c = beta1 * m + (1 - beta1) * p.grad
                p -= group["lr"] * (torch.sign(c) + group["weight_decay"] * p)
                self.state[p]["m"] = beta2 * m + (1 - beta2) * p.grad


def make(method, params, config):
    return (Lion if method == "Lion" else getattr(torch.optim, method))(params, **config)


def wells(x):
    """Gradient of the sum over i of (x_i^2 - 1)^2 / 4 + x_i x_(i+1) / 2."""
    g = x**3 - x
    g[:-1] += 0.5 * x[1:]
    g[1:] += 0.5 * x[:-1]
    return g


def scales(x):
    """10^(i - 6) (x_i - 1 / (1 + x_(i-1)^2)), counted cyclically; that of x_9 is 0."""
    factors = torch.tensor([float(f"1e{i - 6}") for i in range(10)])
    g = factors * (x - 1 / (1 + torch.roll(x, 1) ** 2))
    g[9] = 0
    return g


X0 = {"wells": [0.3, -1.7, 2.1], "scales": [0.5 + 0.25 * i * (-1) ** i for i in range(10)]}
GRADIENTS = {"wells": wells, "scales": scales}


def function_values(problem, method, config, steps, factor=1.0):
    x = torch.tensor([factor * v for v in X0[problem]], requires_grad=True)
    optimizer = make(method, [x], config)
    values = []
    for step in range(1, STEPS + 1):
        x.grad = GRADIENTS[problem](x.detach())
        optimizer.step()
        if step in steps:
            values.append(x.tolist())
    return values


def network_values(method, config, steps, factor=1.0):
    count = iter(range(1000))

    def fill(*shape):
        scalars = [((next(count) * 37) % 64 - 32) / 40 for _ in range(torch.Size(shape).numel())]
        return torch.tensor(scalars).reshape(shape)

    weights = [(fill(*shape) * factor).requires_grad_() for shape in [(3, 4), (4,), (4, 2), (2,)]]
    inputs, targets = fill(6, 3), fill(6, 2)
    defaults = make(method, [torch.zeros(1, requires_grad=True)], config).defaults
    groups = []
    for index, w in enumerate(weights):
        group = dict(params=[w], lr=defaults["lr"] * (0.5 if index < 2 else 1))
        if index % 2:
            group["weight_decay"] = 0
        groups.append(group)
    optimizer = make(method, groups, config)
    values = []
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        output = torch.tanh(inputs @ weights[0] + weights[1]) @ weights[2] + weights[3]
        (((output - targets) ** 2).sum() / 6).backward()
        optimizer.step()
        if step in steps:
            values.append([v for w in weights for v in w.flatten().tolist()])
    return values


def case(problem, method, config):
    steps = range(1, STEPS + 1) if problem == "wells" else [1, 2, 3, 10, 30, 100]
    if problem == "network":
        steps = [1, 10, 100]
    if problem == "network":
        values, moved = (network_values(method, config, steps, f) for f in [1.0, 1 + 1e-14])
    else:
        values, moved = (function_values(problem, method, config, steps, f) for f in [1.0, 1 + 1e-14])
    move = max(abs(a - b) / (1 + abs(a)) for s, t in zip(values, moved) for a, b in zip(s, t))
    if not move < 1e-11:
        raise ValueError(f"{problem} {method} {config}: moves by {move}, no case to compare")
    return dict(problem=problem, method=method, config=config, steps=list(steps), values=values)


CONFIGS = {
    "SGD": [
        dict(lr=0.02), dict(lr=0.02, momentum=0.9), dict(lr=0.01, momentum=0.8, nesterov=True),
        dict(lr=0.02, momentum=0.7, dampening=0.3, weight_decay=0.05),
    ],
    "ASGD": [
        {}, dict(lr=0.03, lambd=0.01, alpha=0.6, t0=20), dict(lr=0.02, weight_decay=0.1),
    ],
    "Adagrad": [
        {}, dict(lr=0.1, lr_decay=0.05, weight_decay=0.1),
        dict(lr=0.05, initial_accumulator_value=0.5, eps=1e-6),
    ],
    "Adadelta": [{}, dict(lr=0.5, rho=0.95, eps=1e-4, weight_decay=0.1)],
    "RMSprop": [
        {}, dict(lr=0.005, alpha=0.9, eps=1e-6, weight_decay=0.1), dict(lr=0.003, momentum=0.9),
        dict(lr=0.005, centered=True, eps=1e-3),
        dict(lr=0.002, centered=True, momentum=0.5, eps=1e-2, weight_decay=0.05),
    ],
    "Rprop": [{}, dict(lr=0.02, etas=(0.4, 1.1), step_sizes=(1e-3, 0.2))],
    "Adam": [
        {}, dict(lr=0.02, amsgrad=True), dict(lr=0.05, betas=(0.8, 0.9), amsgrad=True),
        dict(lr=0.02, eps=1e-3, amsgrad=True, weight_decay=0.1),
    ],
    "AdamW": [{}, dict(lr=0.02, amsgrad=True, weight_decay=0.2)],
    "Adamax": [{}, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)],
    "NAdam": [
        {}, dict(lr=0.005, betas=(0.8, 0.95), momentum_decay=0.05, weight_decay=0.1),
        dict(lr=0.02, weight_decay=0.1, decoupled_weight_decay=True),
    ],
    "RAdam": [
        {}, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
        dict(lr=0.02, weight_decay=0.1, decoupled_weight_decay=True), dict(lr=0.02, betas=(0.9, 0.6)),
    ],
    "Lion": [{}, dict(lr=0.003, betas=(0.8, 0.95), weight_decay=0.1)],
}


def cases():
    for problem in ["wells", "scales", "network"]:
        for method, configs in CONFIGS.items():
            for config in configs:
                if problem == "wells" and method == "SGD":
                    continue  # In optimizers.jsonl.
                if problem == "network" and method == "Rprop":
                    continue  # PyTorch's bounds of sizes don't scale with a group's rate.
                yield case(problem, method, config)


def clipped(kind, maximum, gradients):
    parameters = [torch.zeros(len(g), requires_grad=True) for g in gradients]
    for p, g in zip(parameters, gradients):
        p.grad = torch.tensor(g)
    norm = None
    if kind == "norm":
        norm = torch.nn.utils.clip_grad_norm_(parameters, maximum).item()
    else:
        torch.nn.utils.clip_grad_value_(parameters, maximum)
    return dict(
        kind=kind, maximum=maximum, gradients=gradients, norm=norm,
        result=[p.grad.tolist() for p in parameters])


def averaged(decay):
    """Of weights 1 / n + (0, n): PyTorch's average, and its values with bias correction."""
    model = torch.nn.Linear(1, 1, bias=True)
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(decay))
    plain, corrected, zero = [], [], torch.zeros(2)
    for n in range(1, 31):
        with torch.no_grad():
            model.weight.fill_(1 / n)
            model.bias.fill_(1 / n + n)
        average.update_parameters(model)
        plain.append([average.module.weight.item(), average.module.bias.item()])
        zero = decay * zero + (1 - decay) * torch.tensor([1 / n, 1 / n + n])
        corrected.append((zero / (1 - decay**n)).tolist())
    return dict(kind="average", decay=decay, plain=plain, corrected=corrected)


def gradient_cases():
    gradients = [[0.5, -1.25, 3.0], [0.0], [-7.5, 1e-3, 2.0, 0.25]]
    for kind in ["norm", "value"]:
        for maximum in [0.0, 0.3, 2.0, 8.5, 100.0]:
            yield clipped(kind, maximum, gradients)
    for decay in [0.0, 0.5, 0.9, 0.999]:
        yield averaged(decay)


def write(name, cases):
    header = {"pytorch": torch.__version__.split("+")[0], "python": platform.python_version()}
    lines = [json.dumps(line, separators=(",", ":")) for line in [header, *cases]]
    (FOLDER / name).write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(lines) - 1} cases")


if __name__ == "__main__":
    write("rules.jsonl", cases())
    write("gradients.jsonl", gradient_cases())
