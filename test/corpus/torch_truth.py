"""One file's PyTorch modules, as PyTorch runs them. See record.py."""

import ast
import contextlib
import functools
import inspect
import pathlib
import sys

import torch
from torch import nn

import running
import stubs

sys.path.append(str(pathlib.Path(__file__).parents[1] / "oracle"))
from vision_operators import open_torchvision

with contextlib.suppress(ImportError):
    open_torchvision()
stubs.install()
stubs.stop_torch()

SIZES = [
    (1, 3, 32, 32), (1, 3, 224, 224), (1, 1, 28, 28), (1, 1, 32, 32), (1, 3, 64, 64), (1, 3, 256, 256), (2, 100), (1, 100), (2, 784),
    (1, 1, 64, 64), (1, 16), (1, 100, 1, 1), (2, 62), (1, 64, 32, 32), (2, 10), (1, 3, 299, 299), (2, 32), (1, 4, 32, 32), (1, 8, 32, 32),
    (1, 3, 128, 128), (1, 16, 32), (1, 3, 8, 64, 64), (1, 16, 16, 16), (1, 32, 16, 16), (1, 1, 16, 32, 32), (1, 16, 8, 16, 16),
    (1, 80, 40), (1, 1, 1000), (1, 64, 32), (1, 1, 64, 64, 64), (1, 2, 1000), (1, 1, 100, 100), (1, 6, 64, 64),
]  # fmt: skip

# For those that take two: a picture and a time, an embedding or another picture.
PAIRS = [
    [(1, 3, 64, 64), (1,)], [(1, 1, 32, 32), (1,)], [(1, 3, 64, 64), (1, 3, 64, 64)], [(1, 3, 256, 256), (1, 3, 256, 256)],
    [(1, 64, 16, 16), (1, 256)], [(1, 8, 16, 16), (1, 32)], [(1, 32, 16, 16), (1, 128)], [(1, 3, 64, 64), (1, 32)],
    [(1, 64, 16, 16), (1, 64, 32, 32)], [(1, 3, 16, 16), (1, 3, 32, 32)], [(1, 16, 32), (1, 16, 32)], [(2, 100), (2, 10)], [(2, 32), (2, 32)],
]  # fmt: skip


def shapes_of(value):
    if isinstance(value, torch.Tensor):
        return [list(value.shape)]
    if isinstance(value, dict):
        value = list(value.values())
    return [shape for item in value for shape in shapes_of(item)] if isinstance(value, (list, tuple)) else []


def is_leaf(module):
    return isinstance(module, nn.MultiheadAttention) or not list(module.children())


def row_of(name, module, output, seen):
    first = module not in seen
    seen.add(module)
    count = sum(p.numel() for p in module.parameters()) if first else 0
    return {"name": name, "type": type(module).__name__, "outputs": shapes_of(output), "params": count}


def inside_attention(model):
    return [name + "." for name, module in model.named_modules() if isinstance(module, nn.MultiheadAttention)]


def run(model, shapes, times=torch.float32):
    rows, seen, hooks = [], set(), []

    def hook_for(name):
        def hook(module, inputs, output):
            rows.append(row_of(name, module, output, seen))

        return hook

    inside = inside_attention(model)
    for name, module in model.named_modules():
        if is_leaf(module) and not any(name.startswith(each) for each in inside):
            hooks.append(module.register_forward_hook(hook_for(name)))
    try:
        with running.limited(20), torch.no_grad():
            # A lone size is a batch of times, which may be places in a table.
            output = model(*[torch.ones(shape, dtype=times) if len(shape) == 1 else torch.randn(shape) for shape in shapes])
    finally:
        for hook in hooks:
            hook.remove()
    return {"inputs": [list(shape) for shape in shapes], "outputs": shapes_of(output), "layers": rows}


def needed_inputs(model):
    parameters = inspect.signature(model.forward).parameters.values()
    return sum(each.default is each.empty and each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD) for each in parameters)


def describe(model):
    entry = {"type": type(model).__name__, "total": sum(p.numel() for p in model.parameters())}
    entry["trainable"] = sum(p.numel() for p in model.parameters() if p.requires_grad)
    model.eval()
    for shape in SIZES if needed_inputs(model) < 2 else []:
        with contextlib.suppress(Exception, running.TooLong, stubs.StopTraining):
            return {**entry, **run(model, [shape])}
    for pair in PAIRS if needed_inputs(model) == 2 else []:
        for times in (torch.float32, torch.int64):
            with contextlib.suppress(Exception, running.TooLong, stubs.StopTraining):
                return {**entry, **run(model, pair, times)}
    return {**entry, "inputs": None, "layers": None}


class Watch:
    """The modules that a file makes by itself, and the first whole call of each that no other module makes."""

    def __init__(self):
        self.made, self.calls, self.stack = [], {}, []
        self.leaves = []
        whole, making = self.made, []

        def watch(cls, **options):
            super(nn.Module, cls).__init_subclass__(**options)
            make = cls.__dict__.get("__init__")
            if make is None:
                return

            @functools.wraps(make)
            def remember(module, *arguments, **options):
                outermost = type(module).__init__ is remember
                making.extend([module] if outermost else [])
                try:
                    make(module, *arguments, **options)
                finally:
                    del making[len(making) - outermost :]
                # Only what its constructor made to the end, and no other module's constructor.
                if outermost and not making:
                    whole.append(module)

            cls.__init__ = remember

        nn.Module.__init_subclass__ = classmethod(watch)
        nn.modules.module.register_module_forward_pre_hook(lambda module, inputs: self.stack.append(module))
        nn.modules.module.register_module_forward_hook(self.after, always_call=True)

    def after(self, module, inputs, output):
        while self.stack and self.stack.pop() is not module:
            pass
        if output is not None and is_leaf(module):
            self.leaves.append((module, output if not isinstance(output, torch.Tensor) else torch.empty_like(output, device="meta")))
        if not self.stack:
            if output is not None and module not in self.calls:
                self.calls[module] = self.describe(module, inputs, output)
            self.leaves = []

    def describe(self, model, inputs, output):
        names = {module: name for name, module in model.named_modules()}
        inside, seen = inside_attention(model), set()
        rows = [row_of(names[module], module, value, seen) for module, value in self.leaves if module in names
                and not any(names[module].startswith(each) for each in inside)]  # fmt: skip
        return {"inputs": shapes_of(list(inputs)), "outputs": shapes_of(output), "layers": rows}

    def unregistered(self):
        """Modules in plain lists and dicts of other modules: parts of those, which need not be listed on their own."""
        for module in self.made:
            held = [value for name, value in vars(module).items() if not name.startswith("_")]
            while held:
                value = held.pop()
                if isinstance(value, nn.Module):
                    yield value
                elif isinstance(value, (list, tuple, dict)):
                    held.extend(value.values() if isinstance(value, dict) else value)

    def models(self, path):
        children = {child for module in self.made for child in module._modules.values() if child is not None}
        parts = set(self.unregistered())
        lines = {node.name: node.lineno for node in ast.walk(ast.parse(path.read_text(errors="ignore"))) if isinstance(node, ast.ClassDef)}
        for module in self.made:
            kind = type(module)
            if module in children or kind.__module__.split(".")[0] in ("torch", "torchvision", "timm", "einops"):
                continue
            if not any(True for _ in module.parameters()):
                continue
            entry = {"call": None, "line": lines.get(kind.__name__) if kind.__module__ == "__main__" else None, "type": kind.__name__}
            entry["total"] = sum(p.numel() for p in module.parameters())
            entry["trainable"] = sum(p.numel() for p in module.parameters() if p.requires_grad)
            entry.update({"block": True} if module in parts else {})
            yield {**entry, **self.calls.get(module, {"inputs": None, "layers": None})}


def record(root, path):
    watch, problems, raised = Watch(), [], []
    namespace = running.run(root, path, raised)
    # What a tensor refuses is a mistake of the file's; what is missing here is not.
    problems.extend(each for each in raised if "RuntimeError: " in each)
    models = []
    for entry in watch.models(path):
        if entry not in models:
            models.append(entry)
    for name, value in running.own(namespace, path):
        if isinstance(value, type) and not issubclass(value, nn.Module) or not callable(value):
            continue
        if not isinstance(value, type) and name.startswith(("test", "main", "train", "load", "get_data")):
            continue
        try:
            needed = running.arguments_of(value.__init__ if isinstance(value, type) else value, namespace)
            if needed is None:
                continue
            with running.limited():
                model = eval(running.call_text(name, needed), namespace)
            if isinstance(model, nn.Module) and any(True for _ in model.parameters()):
                models.append({"call": running.call_text(name, needed), **describe(model)})
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            problems.append(f"{name}: {type(error).__name__}: {str(error)[:120]}")
    return {"models": models, "problems": problems}
