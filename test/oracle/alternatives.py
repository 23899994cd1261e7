"""Runs the code of alternatives in the real frameworks and records output shapes, parameters, the size of all outputs, and how alike ICNR starts.

Run from the repository root: npx tsx test/oracle/alternative-code.ts | python test/oracle/alternatives.py
"""

import json
import math
import os
import re
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import torch
from keras import layers
from torch import nn


BYTES = 4


def run_keras(shape, code, definition):
    scope = {"keras": keras, **vars(layers)}
    exec("\n".join(definition), scope)
    inputs = x = keras.Input(batch_shape=shape)
    params = activations = 0
    for line in code:
        if line.startswith("keras.ops."):
            x = eval(line, {"keras": keras, "x": x})
        elif line.startswith("ops."):
            name, arguments = line.removesuffix(")").split("(", 1)
            x = eval(f"keras.{name}(x, {arguments})", {"keras": keras, "x": x})
        else:
            layer = eval(line, scope)
            x = layer(x)
            params += layer.count_params()
        activations += math.prod(x.shape[1:]) * BYTES
    found = {"output": list(x.shape), "params": params, "bytes": activations}
    if definition:
        output = keras.Model(inputs, x)(np.random.default_rng(0).random(shape, "float32"))
        channels_first = any("channels_first" in line for line in code)
        found["apart"] = apart(np.array(output), 2 if channels_first else 1, code)
    return found


def run_torch(shape, code, definition):
    scope = {"nn": nn}
    exec("\n".join(definition), scope)
    x = torch.rand(shape)
    params = activations = 0
    for line in code:
        module = eval(line, scope)
        if definition and getattr(module, "bias", None) is not None:
            # ICNR is about the kernel; PyTorch draws the bias too.
            nn.init.zeros_(module.bias)
        with torch.no_grad():
            x = module(x)
        params += sum(parameter.numel() for parameter in module.parameters())
        activations += math.prod(x.shape[1:]) * BYTES
    found = {"output": list(x.shape), "params": params, "bytes": activations}
    if definition:
        found["apart"] = apart(x.numpy(), 2, code)
    return found


def apart(output, axis, code):
    """How far the pixels of one block are apart at most: with ICNR they start out alike."""
    block = int(re.search(r"(?:PixelShuffle\(|depth_to_space\(x, )(\d+)", code[1])[1])
    shape = output.shape
    blocks = output.reshape(
        *shape[:axis], shape[axis] // block, block, shape[axis + 1] // block, block, *shape[axis + 2 :]
    )
    axes = (axis + 1, axis + 3)
    return float((blocks.max(axes) - blocks.min(axes)).max())


def main():
    found = []
    seen = set()
    for case in json.load(sys.stdin):
        key = json.dumps(case)
        if key in seen:
            continue
        seen.add(key)
        run = run_keras if case["framework"] == "keras" else run_torch
        definition = case.pop("definition")
        found.append({**case, **run(case["input"], case["code"], definition)})
    with open("test/recorded/alternatives.json", "w") as file:
        json.dump(found, file, separators=(",", ":"))
    print(len(found), "alternatives")


main()
