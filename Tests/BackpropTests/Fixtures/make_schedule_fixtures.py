"""Computes with PyTorch the learning rates that Backprop's schedules must reproduce.

    python3 make_schedule_fixtures.py

Writes schedules.jsonl into pytorch/ beside this script: JSON Lines, a header with the versions
first, then one case a line, float64 in the shortest digits that read back the same. `kind` and
`config` say what is built, in the words of torch.optim.lr_scheduler; `rates` are the learning rate
from step 0 on, `momenta` the momentum where it is cycled, `metrics` what a plateau schedule sees.
Made with PyTorch 2.15.0 and Python 3.11.
"""

import json
import math
import pathlib
import platform
import warnings

import torch
from torch.optim import lr_scheduler as lrs

warnings.simplefilter("ignore")  # Steps of the optimizer are left out, and SequentialLR is old.
FOLDER = pathlib.Path(__file__).parent / "pytorch"
BASE = 0.4


def optimizer():
    x = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    return torch.optim.SGD([x], lr=BASE, momentum=0.9)


def build(optimizer, kind, config):
    if kind == "ChainedScheduler":
        return lrs.ChainedScheduler([build(optimizer, *part) for part in config["parts"]])
    if kind == "SequentialLR":
        parts = [build(optimizer, *part) for part in config["parts"]]
        return lrs.SequentialLR(optimizer, parts, milestones=config["milestones"])
    return getattr(lrs, kind)(optimizer, **config)


def case(kind, config, steps=40, metrics=None):
    opt = optimizer()
    schedule = build(opt, kind, config)
    rates, momenta = [], []
    for step in range(steps):
        rates.append(opt.param_groups[0]["lr"])
        momenta.append(opt.param_groups[0]["momentum"])
        if step + 1 < steps:
            schedule.step(*([] if metrics is None else [metrics[step]]))
    result = dict(kind=kind, config=config, base=BASE, rates=rates)
    if metrics is not None:
        result["metrics"] = metrics
    if config.get("cycle_momentum"):
        result["momenta"] = momenta
    return result


def cases():
    yield case("ConstantLR", {})
    yield case("ConstantLR", dict(factor=0.25, total_iters=7))
    yield case("StepLR", dict(step_size=7))
    yield case("StepLR", dict(step_size=3, gamma=0.7))
    yield case("MultiStepLR", dict(milestones=[3, 10, 10, 25]))
    yield case("MultiStepLR", dict(milestones=[1, 30], gamma=0.3))
    yield case("ExponentialLR", dict(gamma=0.93))
    yield case("PolynomialLR", {})
    yield case("PolynomialLR", dict(total_iters=30, power=2.5))
    yield case("LinearLR", {})
    yield case("LinearLR", dict(start_factor=1.0, end_factor=0.05, total_iters=33))
    yield case("CosineAnnealingLR", dict(T_max=15))
    yield case("CosineAnnealingLR", dict(T_max=39, eta_min=0.01))
    yield case("CosineAnnealingWarmRestarts", dict(T_0=7))
    yield case("CosineAnnealingWarmRestarts", dict(T_0=4, T_mult=2, eta_min=0.02))
    one = dict(max_lr=BASE, total_steps=40, cycle_momentum=False)
    yield case("OneCycleLR", one)
    yield case("OneCycleLR", dict(one, pct_start=0.45, anneal_strategy="linear"))
    yield case("OneCycleLR", dict(one, three_phase=True, div_factor=10.0, final_div_factor=100.0))
    yield case("OneCycleLR", dict(one, cycle_momentum=True, base_momentum=0.8, max_momentum=0.97))
    yield case("OneCycleLR", dict(
        one, cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, three_phase=True,
        anneal_strategy="linear", pct_start=0.33))
    yield case("ChainedScheduler", dict(parts=[
        ["LinearLR", dict(start_factor=0.1, total_iters=6)], ["ExponentialLR", dict(gamma=0.9)]]))
    yield case("ChainedScheduler", dict(parts=[
        ["StepLR", dict(step_size=10, gamma=0.5)], ["CosineAnnealingLR", dict(T_max=60)],
        ["ConstantLR", dict(factor=0.3, total_iters=4)]]))
    yield case("SequentialLR", dict(milestones=[5], parts=[
        ["LinearLR", dict(start_factor=0.2, total_iters=5)], ["CosineAnnealingLR", dict(T_max=35)]]))
    yield case("SequentialLR", dict(milestones=[4, 20], parts=[
        ["ConstantLR", dict(factor=0.1, total_iters=30)], ["ExponentialLR", dict(gamma=0.9)],
        ["StepLR", dict(step_size=5)]]))

    falling = [1 / (1 + 0.3 * i) if i < 10 else 0.27 + 0.02 * math.sin(i) for i in range(60)]
    rising = [-m for m in falling]
    rising[20] = 0.5
    plateau = "ReduceLROnPlateau"
    yield case(plateau, dict(patience=3), 60, falling)
    yield case(plateau, dict(patience=2, factor=0.5, cooldown=4, min_lr=0.03), 60, falling)
    yield case(plateau, dict(
        patience=1, factor=0.6, threshold=0.02, threshold_mode="abs", min_lr=1e-3), 60, falling)
    yield case(plateau, dict(
        patience=2, factor=0.3, mode="max", threshold=0.05, threshold_mode="abs"), 60, rising)
    yield case(plateau, dict(
        patience=2, factor=0.3, mode="max", threshold=0.1), 60, [-m for m in rising])


if __name__ == "__main__":
    header = {"pytorch": torch.__version__.split("+")[0], "python": platform.python_version()}
    lines = [json.dumps(line, separators=(",", ":")) for line in [header, *cases()]]
    (FOLDER / "schedules.jsonl").write_text("\n".join(lines) + "\n")
    print(f"schedules.jsonl: {len(lines) - 1} cases")
