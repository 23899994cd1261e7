"""One file's PyTorch modules, as PyTorch runs them. See record.py."""

import contextlib

import torch
from torch import nn


import running
import stubs

stubs.install()
stubs.stop_torch()

SIZES = [
    (1, 3, 32, 32), (1, 3, 224, 224), (1, 1, 28, 28), (1, 1, 32, 32), (1, 3, 64, 64), (1, 3, 256, 256), (2, 100), (1, 100), (2, 784),
    (1, 1, 64, 64), (1, 16), (1, 100, 1, 1), (2, 62), (1, 64, 32, 32), (2, 10), (1, 3, 299, 299), (2, 32), (1, 4, 32, 32), (1, 8, 32, 32),
    (1, 3, 128, 128), (1, 16, 32), (1, 3, 8, 64, 64),
]  # fmt: skip


def shapes_of(value):
    if isinstance(value, torch.Tensor):
        return [list(value.shape)]
    if isinstance(value, dict):
        value = list(value.values())
    return [shape for item in value for shape in shapes_of(item)] if isinstance(value, (list, tuple)) else []


def is_leaf(module):
    return isinstance(module, nn.MultiheadAttention) or not list(module.children())


def run(model, shapes):
    rows, seen, hooks = [], set(), []

    def hook_for(name):
        def hook(module, inputs, output):
            first = module not in seen
            seen.add(module)
            count = sum(p.numel() for p in module.parameters()) if first else 0
            rows.append({"name": name, "type": type(module).__name__, "outputs": shapes_of(output), "params": count})

        return hook

    inside = [name + "." for name, module in model.named_modules() if isinstance(module, nn.MultiheadAttention)]
    for name, module in model.named_modules():
        if is_leaf(module) and not any(name.startswith(each) for each in inside):
            hooks.append(module.register_forward_hook(hook_for(name)))
    try:
        with running.limited(20), torch.no_grad():
            output = model(*[torch.randn(shape) for shape in shapes])
    finally:
        for hook in hooks:
            hook.remove()
    return {"inputs": [list(shape) for shape in shapes], "outputs": shapes_of(output), "layers": rows}


def describe(model):
    entry = {"type": type(model).__name__, "total": sum(p.numel() for p in model.parameters())}
    entry["trainable"] = sum(p.numel() for p in model.parameters() if p.requires_grad)
    model.eval()
    for shape in SIZES:
        with contextlib.suppress(Exception, running.TooLong, stubs.StopTraining):
            return {**entry, **run(model, [shape])}
    return {**entry, "inputs": None, "layers": None}


def record(root, path):
    problems, models, namespace = [], [], running.run(root, path, [])
    for name, value in running.own(namespace, path):
        if isinstance(value, type) and not issubclass(value, nn.Module) or not callable(value):
            continue
        if not isinstance(value, type) and name.startswith(("test", "main", "train", "load", "get_data")):
            continue
        try:
            needed = running.arguments_of(value.__init__ if isinstance(value, type) else value)
            if needed is None:
                continue
            with running.limited():
                model = value(**needed)
            if isinstance(model, nn.Module) and any(True for _ in model.parameters()):
                models.append({"call": running.call_text(name, needed), **describe(model)})
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            problems.append(f"{name}: {type(error).__name__}: {str(error)[:120]}")
    return {"models": models, "problems": problems}
