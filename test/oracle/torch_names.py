"""
Lists the public names of the real PyTorch: test/recorded/torch-names.json. A test holds what the analysis knows against them, so that a
module that PyTorch adds is missed by nobody.

Run from the repository root: python test/oracle/torch_names.py
"""

import inspect
import json
import pathlib

import torch
import torch.nn.functional as F
from torch import nn


def public(space, want):
    return [name for name in dir(space) if not name.startswith("_") and want(getattr(space, name))]


def is_module(value):
    return inspect.isclass(value) and issubclass(value, nn.Module)


def is_function(value):
    return callable(value) and not inspect.isclass(value) and not getattr(value, "__module__", "").startswith(("typing", "torch._jit"))


if __name__ == "__main__":
    names = {"version": torch.__version__.split("+")[0], "modules": public(nn, is_module), "functional": public(F, is_function)}
    for name in ("fft", "linalg", "special"):
        names[name] = public(getattr(torch, name), is_function)
    target = pathlib.Path("test/recorded/torch-names.json")
    target.write_text("{\n" + ",\n".join(f"{json.dumps(key)}:{json.dumps(value)}" for key, value in names.items()) + "\n}\n")
    print(target, {key: len(value) for key, value in names.items()})
