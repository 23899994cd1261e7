"""
Runs the samples of test/models/torch/ and media/samples/ in the real PyTorch on seeded weights and inputs (seeded.py, by the paths of the
parameters) and records what comes out: test/recorded/numbers-torch-models.json.

Run from the repository root: python test/oracle/numbers/torch_models.py

Each file says what to run in a comment: `# layerscope: UNet(3, 2) on (1, 3, 64, 64)`. Models that draw random numbers are left out.
"""
import ast
import json
import pathlib
import re
import runpy
import sys

sys.dont_write_bytecode = True
import torch
from torch import nn

from seeded import recorded, uniform, weight

FOLDERS = [pathlib.Path("test/models/torch"), pathlib.Path("media/samples")]
PROBE = re.compile(r"^\s*#\s*layerscope:\s*(.+?)\s+on\s+(\(.*\))\s*$", re.MULTILINE)
torch.backends.mha.set_fastpath_enabled(False)
NORMALISED = [("weight_v", "weight_g"), ("parametrizations.weight.original1", "parametrizations.weight.original0")]
STATISTICS = ("running_mean", "running_var")


def parts(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [part for item in value for part in parts(item)] if isinstance(value, (list, tuple)) else []


def fill(model, name, tensor):
    """Weight normalisation stores a direction and its length: they are filled so that the weight is the one of its own name."""
    for direction, length in NORMALISED:
        if name.endswith(direction):
            plain = name.removesuffix(direction) + "weight"
            values = torch.from_numpy(weight(plain, plain, tuple(tensor.shape), "torch"))
            tensor.copy_(values)
            model.get_parameter(name.removesuffix(direction) + length).copy_(torch.norm_except_dim(values, 2, 0))
            return
        if name.endswith(length):
            return
    tensor.copy_(torch.from_numpy(weight(name, name, tuple(tensor.shape), "torch")))


def run(probe, path, seed):
    torch.manual_seed(seed)
    model = eval(probe.group(1), runpy.run_path(str(path)))
    shapes = ast.literal_eval(f"[{probe.group(2)}]")
    inputs = [torch.from_numpy(uniform(f"input {index}", shape)) for index, shape in enumerate(shapes)]
    model.eval()
    with torch.no_grad():
        try:
            model(*inputs)  # lazy layers take their size
        except Exception:  # noqa: BLE001
            pass
        for name, tensor in model.named_parameters():
            fill(model, name, tensor)
        for name, tensor in model.named_buffers():
            if name.split(".")[-1] in STATISTICS:
                tensor.copy_(torch.from_numpy(weight(name, name, tuple(tensor.shape), "torch")))
        return parts(model(*inputs))


def main():
    cases = {}
    for path in sorted(path for folder in FOLDERS for path in folder.glob("*.py")):
        probe = PROBE.search(path.read_text())
        if probe is None or "torch" not in path.read_text():
            continue
        try:
            first, outputs = run(probe, path, 0), run(probe, path, 1)
        except Exception as error:  # noqa: BLE001
            print(path, "is left out:", str(error)[:100].replace("\n", " "))
            continue
        if not outputs or not all(torch.equal(a, b) for a, b in zip(first, outputs)):
            print(path, "is left out: other numbers each time")
            continue
        cases[path.as_posix()] = [recorded(output.float().numpy()) for output in outputs]
        print(path, [list(output.shape) for output in outputs])
    lines = [f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}" for key, value in cases.items()]
    target = pathlib.Path("test/recorded/numbers-torch-models.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(target, len(lines), "models,", target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
