"""Extracts from the golden vectors of Torch7 those cases whose classes exist in Backprop.

    python3 make_torch7_fixtures.py <folder of the originals>

The originals are JSON Lines, one case a line, computed in float64 by Torch7 itself: nn at commit
872682558c48, optim at commit a5ceed7c21a5, torch7 at commit 814ea4afd6be. Lines are copied as they
are, into torch7/ beside this script. When Backprop gains a class, add it here and to the tables in
Torch7Modules.swift and its neighbours, and run the script again.

Made with Python 3.11; needs nothing but it.
"""

import json
import pathlib
import sys

MODULES = {
    "BatchNormalization", "Concat", "Dropout", "ELU", "HardTanh", "Identity", "LayerNormalization",
    "LeakyReLU", "Linear", "LogSoftMax", "PReLU", "Parallel", "ReLU", "ReLU6", "Reshape",
    "Sequential", "Sigmoid", "SoftMax", "SoftPlus", "Tanh", "View",
}
CRITERIONS = {
    "AbsCriterion", "BCECriterion", "ClassNLLCriterion", "CrossEntropyCriterion",
    "DistKLDivCriterion", "MSECriterion", "MultiMarginCriterion", "SmoothL1Criterion",
}
OPTIMIZERS = {
    "adadelta", "adagrad", "adam", "adamax", "asgd", "nag", "rmsprop", "rprop", "sgd",
}


def classes(module):
    """The names of a module and of those it is made of, without the leading `nn.`."""
    yield module["class"].removeprefix("nn.")
    for argument in module["args"]:
        if isinstance(argument, dict) and "class" in argument:
            yield from classes(argument)


def is_wanted(case):
    match case["kind"]:
        case "module":
            return MODULES.issuperset(classes(case))
        case "criterion":
            return CRITERIONS.issuperset(classes(case))
        case "optimizer":
            return case["method"] in OPTIMIZERS
        case "training":
            return (
                MODULES.issuperset(classes(case["module"]))
                and CRITERIONS.issuperset(classes(case["criterion"]))
                and case["method"] in OPTIMIZERS
            )
    raise ValueError(f"unknown kind {case['kind']}")


def main():
    originals = pathlib.Path(sys.argv[1])
    wanted = {"module": [], "criterion": [], "optimizer": [], "training": []}
    for path in sorted(originals.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            case = json.loads(line)
            if is_wanted(case):
                wanted[case["kind"]].append(line)
    folder = pathlib.Path(__file__).parent / "torch7"
    folder.mkdir(exist_ok=True)
    for kind, lines in wanted.items():
        (folder / f"{kind}s.jsonl").write_text("".join(line + "\n" for line in lines))
        print(f"{kind}: {len(lines)} cases")


if __name__ == "__main__":
    main()
