"""
Runs every sample of test/models/torch/ and the PyTorch samples of media/samples/ in the real PyTorch and records what the
analysis must say: test/recorded/torch-models.json.

Run from the repository root: python test/oracle/torch_models.py [file ...]   (given files replace their own entries)

Each file says what to run in a comment: `# layerscope: UNet(3, 2) on (1, 3, 64, 64)` (several shapes: several inputs).
Recorded per file: the calls of leaf modules in the order they ran (dotted path, class, output shapes, parameters at the
first call and 0 later), the parameters of the whole model, the shapes of its outputs, or the error that PyTorch raises and the line
of the sample it came from.
A leaf is a module without children; MultiheadAttention, which never calls its child, counts as one.
The model is run as torchinfo runs it, in evaluation mode.
"""

import ast
import json
import pathlib
import re
import sys

import torch
from torch import nn
import running

FOLDERS = [pathlib.Path("test/models/torch"), pathlib.Path("media/samples")]
PROBE = re.compile(r"^\s*#\s*layerscope:\s*(.+?)\s+on\s+(\(.*\))\s*$", re.MULTILINE)


def shapes_of(value):
    """Shapes of all tensors of a value, in reading order."""
    if isinstance(value, torch.Tensor):
        return [list(value.shape)]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [shape for item in value for shape in shapes_of(item)]
    return []


def is_leaf(module):
    return isinstance(module, nn.MultiheadAttention) or not list(module.children())


def record(path):
    text = path.read_text()
    probe = PROBE.search(text)
    if probe is None:
        return None
    torch.manual_seed(0)
    shapes = ast.literal_eval(f"[{probe.group(2)}]")
    entry = {"probe": f"{probe.group(1)} on {probe.group(2)}"}
    try:
        model = eval(probe.group(1), running.run(path))
    except Exception as error:
        return {**entry, **running.raised(error, path)}
    rows, seen = [], set()

    def hook_for(name):
        def hook(module, inputs, output):
            first = module not in seen
            seen.add(module)
            params = sum(p.numel() for p in module.parameters()) if first else 0
            rows.append([name, type(module).__name__, shapes_of(output), params])

        return hook

    for name, module in model.named_modules():
        inside_attention = any(
            isinstance(model.get_submodule(".".join(name.split(".")[:i])), nn.MultiheadAttention)
            for i in range(1, name.count(".") + 1)
        )
        if is_leaf(module) and not inside_attention:
            module.register_forward_hook(hook_for(name))
    model.eval()
    try:
        with torch.no_grad():
            output = model(*[torch.randn(shape) for shape in shapes])
    except Exception as error:
        return {**entry, **running.raised(error, path)}
    return {
        **entry,
        "params": sum(p.numel() for p in model.parameters()),
        "trainable": sum(p.numel() for p in model.parameters() if p.requires_grad),
        "outputs": shapes_of(output),
        "rows": rows,
    }


def main():
    every = sorted(path.as_posix() for folder in FOLDERS for pattern in ("*.py", "*/main.py") for path in folder.glob(pattern))
    wanted = sys.argv[1:] or every
    target = pathlib.Path("test/recorded/torch-models.json")
    recorded = json.loads(target.read_text()) if len(wanted) < len(every) else {}
    for name in wanted:
        path = pathlib.Path(name)
        # Of the samples for users, those of PyTorch.
        if path.parts[0] == "media" and not re.search(r"^\s*(import|from) torch", path.read_text(), re.MULTILINE):
            continue
        entry = record(path)
        if entry is not None:
            recorded[name] = entry
            print(name, entry.get("raises", f"{len(entry.get('rows', []))} rows, {entry.get('params')} parameters"), flush=True)
    lines = [f"{json.dumps(key)}:{json.dumps(recorded[key], separators=(',', ':'))}" for key in every if key in recorded]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
