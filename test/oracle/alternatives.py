"""Runs the code of alternatives in the real frameworks and records output shapes and parameters.

Run from the repository root: npx tsx test/oracle/alternative-code.ts | python test/oracle/alternatives.py
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import torch
from keras import layers
from torch import nn


def run_keras(shape, code):
    x = keras.Input(batch_shape=shape)
    params = 0
    for line in code:
        if line.startswith("keras.ops."):
            x = eval(line, {"keras": keras, "x": x})
        elif line.startswith("ops."):
            name, arguments = line.removesuffix(")").split("(", 1)
            x = eval(f"keras.{name}(x, {arguments})", {"keras": keras, "x": x})
        else:
            layer = eval(line, vars(layers))
            x = layer(x)
            params += layer.count_params()
    return list(x.shape), params


def run_torch(shape, code):
    x = torch.zeros(shape)
    params = 0
    for line in code:
        module = eval(line, {"nn": nn})
        with torch.no_grad():
            x = module(x)
        params += sum(parameter.numel() for parameter in module.parameters())
    return list(x.shape), params


def main():
    found = []
    seen = set()
    for case in json.load(sys.stdin):
        key = json.dumps(case)
        if key in seen:
            continue
        seen.add(key)
        run = run_keras if case["framework"] == "keras" else run_torch
        shape, params = run(case["input"], case["code"])
        found.append({**case, "output": shape, "params": params})
    with open("test/recorded/alternatives.json", "w") as file:
        json.dump(found, file, separators=(",", ":"))
    print(len(found), "alternatives")


main()
