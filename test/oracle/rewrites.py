"""Runs rewritten files in the real frameworks and records output shapes and parameter counts.

Run from the repository root: npx tsx test/oracle/rewritten-files.ts | python test/oracle/rewrites.py

Each file defines `model`, and for PyTorch the `inputs` it is called on. A file that the framework refuses is recorded with
its error, so that the test can tell.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import torch


def shapes_of(shape):
    return [list(one) for one in shape] if isinstance(shape, list) else [list(shape)]


def run(framework, text):
    keras.backend.clear_session()
    scope = {"__name__": "rewritten"}
    exec(compile(text, "rewritten.py", "exec"), scope)
    model = scope["model"]
    if framework == "keras":
        # A subclassed model knows its output from a call.
        call = getattr(model, "output_shape", None) if model.__class__.__name__ in ("Functional", "Sequential") else None
        shape = call or tuple(scope["out"].shape)
        return {"outputs": shapes_of(shape), "params": model.count_params()}
    with torch.no_grad():
        output = model(*scope["inputs"])
    return {"outputs": [list(output.shape)], "params": sum(p.numel() for p in model.parameters())}


def main():
    found = {}
    for key, entry in json.load(sys.stdin).items():
        try:
            found[key] = run(entry["framework"], entry["text"])
        except Exception as error:
            found[key] = {"raises": f"{type(error).__name__}: {str(error)[:200]}"}
            print(entry["text"], found[key]["raises"], file=sys.stderr)
    with open("test/recorded/rewrites.json", "w") as file:
        json.dump(found, file, separators=(",", ":"), sort_keys=True)
    print(len(found), "files,", sum("raises" in entry for entry in found.values()), "refused")


main()
