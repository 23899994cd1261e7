"""
Evaluates expressions in the real PyTorch and records their numbers: test/recorded/numbers-torch.json.

Run from the repository root: python test/oracle/numbers/torch_numbers.py

The expressions are those of test/recorded/torch-functions.json that PyTorch takes, and those below. Inputs and the weights of
layers are seeded (seeded.py): a layer's weights by their name in the layer. Expressions that give other numbers each time are
left out; layers run in evaluation mode.
"""
import json
import os
import re
import sys
import warnings

sys.dont_write_bytecode = True
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from seeded import recorded, uniform, weight
from torch_expressions import WRITTEN

warnings.filterwarnings("ignore")
torch.backends.mha.set_fastpath_enabled(False)
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "recorded")

SHAPES = {"x": (2, 3, 8, 6), "s": (2, 5, 4), "v": (5,), "m": (4, 5), "w": (1, 4, 7, 7), "u": (1, 2, 4, 5, 6), "h": (2, 4, 8)}
NAMES = [*(f"{name} = torch.randn{shape}" for name, shape in SHAPES.items()), "i = torch.tensor([0, 2, 1])", "mask = x > 0"]

plain_call = nn.Module.__call__


def seeded_call(self, *args, **kwargs):
    self.eval()
    with torch.no_grad():
        for name, tensor in [*self.named_parameters(), *self.named_buffers()]:
            if tensor.is_floating_point() and not isinstance(tensor, nn.parameter.UninitializedParameter):
                tensor.copy_(torch.from_numpy(weight(name, name, tuple(tensor.shape), "torch")))
    return plain_call(self, *args, **kwargs)


nn.Module.__call__ = seeded_call


def evaluate(expression):
    names = {name: torch.from_numpy(uniform(name, shape)) for name, shape in SHAPES.items()}
    names |= {"torch": torch, "nn": nn, "F": F, "i": torch.tensor([0, 2, 1]), "mask": names["x"] > 0}
    with torch.no_grad():
        return [part for part in parts(eval(expression, names)) if isinstance(part, torch.Tensor)]


def parts(value):
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in parts(item)]
    return [value]


def same(first, second):
    return len(first) == len(second) and all(
        a.shape == b.shape and torch.equal(torch.nan_to_num(a.float()), torch.nan_to_num(b.float()))
        for a, b in zip(first, second)
    )


def main():
    with open(os.path.join(ROOT, "torch-functions.json")) as file:
        known = json.load(file)["expressions"]
    # What is in the memory by chance is the same twice, now and then.
    chance = re.compile(r"empty|rand|normal\(|dropout|bernoulli|multinomial|Loss|_loss|gumbel")
    expressions = [*(text for text, shapes in known.items() if shapes), *WRITTEN]
    cases, skipped = {}, []
    for text in dict.fromkeys(expressions):
        if chance.search(text):
            continue
        try:
            torch.manual_seed(0)
            first = evaluate(text)
            torch.manual_seed(1)
            outputs = evaluate(text)
        except Exception as error:  # noqa: BLE001
            skipped.append(f"{text}: {str(error)[:100]}")
            continue
        if not outputs or not same(first, outputs) or any(output.is_complex() for output in outputs):
            skipped.append(f"{text}: changes, or no numbers")
            continue
        cases[text] = [recorded(output.detach().float().numpy()) for output in outputs]
    lines = [f"{json.dumps(text)}:{json.dumps(outputs, separators=(',', ':'))}" for text, outputs in cases.items()]
    head = json.dumps({"torch": torch.__version__, "names": NAMES, "inputs": SHAPES})
    path = os.path.join(ROOT, "numbers-torch.json")
    with open(path, "w") as file:
        file.write(head[:-1] + ',"cases":{\n' + ",\n".join(lines) + "\n}}\n")
    print(len(cases), "cases,", os.path.getsize(path), "bytes; left out:", *skipped, sep="\n  ")


if __name__ == "__main__":
    main()
