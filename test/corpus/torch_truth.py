"""One file's PyTorch modules, as PyTorch runs them. See record.py."""

import ast
import contextlib
import functools
import inspect
import itertools
import pathlib
import sys

import torch
from torch import nn

import inputs
import running
import stubs
import summaries
import written

sys.path.append(str(pathlib.Path(__file__).parents[1] / "oracle"))
from vision_operators import open_torchvision

with contextlib.suppress(ImportError):
    open_torchvision()
stubs.install()
stubs.stop_torch()
summaries.install()


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


def run(model, shapes, kind):
    rows, seen, hooks = [], set(), []
    device = next(model.parameters()).device

    def hook_for(name):
        def hook(module, given, output):
            rows.append(row_of(name, module, output, seen))

        return hook

    inside = inside_attention(model)
    for name, module in model.named_modules():
        if is_leaf(module) and not any(name.startswith(each) for each in inside):
            hooks.append(module.register_forward_hook(hook_for(name)))
    try:
        with running.limited(20), torch.no_grad():
            output = model(*[inputs.tensor(shape, kind, device) for shape in shapes])
    finally:
        for hook in hooks:
            hook.remove()
    return {"inputs": [list(shape) for shape in shapes], "outputs": shapes_of(output), "layers": rows}


def holds_fake(model):
    """A part that stands in for what is not here: what it would count is not known."""
    return any(isinstance(value, stubs.Fake) for module in model.modules() for value in vars(module).values())


def totals(model):
    counts = [(p.numel(), p.requires_grad) for p in model.parameters()]
    return {"type": type(model).__name__, "total": sum(count for count, _ in counts), "trainable": sum(count for count, learns in counts if learns)}


def describe(model, written):
    entry = totals(model)
    model.eval()
    with contextlib.suppress(StopIteration, running.TooLong), running.limited():
        for taker, shapes, kind in itertools.islice(inputs.fitting(model, written), 3):
            with contextlib.suppress(Exception, running.TooLong, stubs.StopTraining):
                return {**entry, **run(taker, shapes, kind)}
    return {**entry, "inputs": None, "layers": None}


def line_of(kind, classes):
    """Where the class stands in the file; of several of the name, the one that holds its constructor."""
    named = [node for node in classes if node.name == kind.__name__ and kind.__module__ == "__main__"]
    at = inspect.unwrap(kind.__init__).__code__.co_firstlineno
    return next((node.lineno for node in named if node.lineno <= at <= node.end_lineno), named[-1].lineno if named else None)


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

    def sequentials(self, namespace):
        """Models without a class of their own."""
        for name, value in namespace.items():
            if (
                type(value) is nn.Sequential
                and any(True for _ in value.parameters())
                and not any(value in set(module.modules()) for module in self.made)
            ):
                yield {"call": None, "line": None, "name": name, **totals(value), **self.calls.get(value, {"inputs": None, "layers": None})}

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
        classes = [node for node in ast.walk(ast.parse(path.read_text(errors="ignore"))) if isinstance(node, ast.ClassDef)]
        for module in self.made:
            kind = type(module)
            if module in children or kind.__module__.split(".")[0] in ("torch", "torchvision", "timm", "einops"):
                continue
            if not any(True for _ in module.parameters()) or holds_fake(module):
                continue
            entry = {"call": None, "line": line_of(kind, classes), **totals(module)}
            entry.update({"block": True} if module in parts else {})
            yield {**entry, **self.calls.get(module, {"inputs": None, "layers": None})}


def record(root, path):
    sizes = written.sizes(root, path)
    watch, problems, raised = Watch(), [], []
    summaries.watch_of[0] = watch
    namespace = running.run(root, path, raised)
    # What a tensor refuses is a mistake of the file's; what is missing here is not.
    problems.extend(each for each in raised if "RuntimeError: " in each)
    models = []
    for entry in watch.models(path):
        if entry not in models:
            models.append(entry)
    models.extend(watch.sequentials(namespace))
    for name, value in running.own(namespace, path):
        if isinstance(value, type) and not issubclass(value, nn.Module) or not callable(value):
            continue
        if not isinstance(value, type) and name.startswith(("test", "main", "train", "load", "get_data")):
            continue
        for text in written.ways(root, path, name, value, namespace):
            try:
                with running.limited():
                    model = eval(text, namespace)
                if isinstance(model, nn.Module) and any(True for _ in model.parameters()) and not holds_fake(model):
                    models.append({"call": text, **describe(model, sizes)})
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                problems.append(f"{text}: {type(error).__name__}: {str(error)[:120]}")
    return {"models": models, "problems": problems}
