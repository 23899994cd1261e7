"""
Writes the signatures of the real frameworks as data:
extension/frameworks/keras/signatures.json and extension/frameworks/torch/signatures.json.

Run from the repository root: python test/oracle/signatures.py   (needs tensorflow, keras and torch)

One entry per line: "layers.Conv2D": [["filters","pk"],["kernel_size","pk"],["strides","pk",[1,1]],...]
A parameter is [name, kind] or [name, kind, default]; kind is p (positional only), pk (positional or keyword),
k (keyword only), * or **. A default that JSON cannot hold is {"object": "its repr"}.
`self` is left out. Further overloads of one function stand under "name#1", "name#2", in the order of the framework.
"""

import ast
import inspect
import json
import os
import pathlib
import re

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "p",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "pk",
    inspect.Parameter.KEYWORD_ONLY: "k",
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}
ROOT = pathlib.Path("extension/frameworks")


def plain(value):
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else {"object": repr(value)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict) and not value:
        return {"object": "{}"}
    name = getattr(value, "__qualname__", None) or repr(value)
    return {"object": re.sub(r" at 0x[0-9a-f]+", "", name)}


def of_signature(signature, skip_first=False):
    parameters = list(signature.parameters.values())[1 if skip_first else 0 :]
    out = []
    for parameter in parameters:
        entry = [parameter.name, KINDS[parameter.kind]]
        if parameter.default is not inspect.Parameter.empty:
            entry.append(plain(parameter.default))
        out.append(entry)
    return out


def of_callable(thing):
    if inspect.isclass(thing):
        return of_signature(inspect.signature(thing.__init__), skip_first=True)
    return of_signature(inspect.signature(thing))


def collect(into, prefix, module, want=lambda name, value: callable(value)):
    for name in sorted(dir(module)):
        if name.startswith("_"):
            continue
        value = getattr(module, name)
        if not want(name, value):
            continue
        try:
            into[f"{prefix}{name}"] = of_callable(value)
        except (ValueError, TypeError):
            pass


# ---- Stub files (.pyi): the builtins of torch have no signature that Python could inspect ----------------------------


def stub_default(node):
    try:
        return plain(ast.literal_eval(node))
    except ValueError:
        return {"object": ast.unparse(node)}


def of_stub(function, skip_self):
    arguments = function.args
    positional = [(a, "p") for a in arguments.posonlyargs] + [(a, "pk") for a in arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    out = []
    for (argument, kind), default in zip(positional, defaults):
        # A leading double underscore is the older spelling of "positional only".
        entry = [argument.arg, "p" if argument.arg.startswith("__") else kind]
        if default is not None:
            entry.append(stub_default(default))
        out.append(entry)
    if skip_self and out:
        out = out[1:]
    if arguments.vararg:
        out.append([arguments.vararg.arg, "*"])
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        out.append([argument.arg, "k"] + ([stub_default(default)] if default is not None else []))
    if arguments.kwarg:
        out.append([arguments.kwarg.arg, "**"])
    return out


def stub_functions(body, skip_self=False):
    found = {}
    for node in body:
        if isinstance(node, ast.FunctionDef):
            signature = of_stub(node, skip_self)
            versions = found.setdefault(node.name, [])
            if signature not in versions:
                versions.append(signature)
    return found


def add_overloads(into, prefix, found):
    for name, versions in found.items():
        if name.startswith("_"):
            continue
        for index, signature in enumerate(versions):
            into.setdefault(f"{prefix}{name}" if index == 0 else f"{prefix}{name}#{index}", signature)


def fill_defaults(signature, name, doc):
    """Where a stub says only `...`, the first line of the docstring has the default."""
    match = re.search(rf"{name}\((.*?)\) ->", doc)
    function = ast.parse(f"def f({match.group(1)}): ...").body[0] if match else None
    written = {entry[0]: entry[2] for entry in of_stub(function, skip_self=False) if len(entry) > 2} if function else {}
    for entry in signature:
        if len(entry) > 2 and entry[2] == {"object": "Ellipsis"} and entry[0] in written:
            entry[2] = written[entry[0]]


def of_doc(doc, name):
    """The first line of a docstring: `linalg.lu_factor(A, *, bool pivot=True, out=None) -> (Tensor, Tensor)`."""
    match = re.match(rf"\s*(?:torch\.)?{re.escape(name)}\((.*?)\)(?: ->|\s*\n)", doc or "")
    if not match:
        return None
    # Some name the types in C's way.
    arguments = re.sub(r"\b(bool|int|float|Tensor) (?=[a-zA-Z_])", "", match.group(1))
    try:
        function = ast.parse(f"def f({arguments}): ...").body[0]
    except SyntaxError:
        return None
    return of_stub(function, skip_self=False)


def torch_signatures():
    import torch
    from torch import nn
    from torch.nn import functional

    out = {}
    is_module = lambda name, value: inspect.isclass(value)
    collect(out, "nn.", nn, is_module)
    collect(out, "nn.init.", nn.init, lambda name, value: inspect.isfunction(value))
    collect(out, "nn.utils.", nn.utils, lambda name, value: inspect.isfunction(value))
    collect(out, "nn.utils.parametrizations.", nn.utils.parametrizations, lambda name, value: inspect.isfunction(value))
    collect(out, "optim.", torch.optim, is_module)

    # The recurrent layers take (*args, **kwargs); their overloads in the source say what they mean.
    recurrent = ast.parse(inspect.getsource(nn.modules.rnn)).body
    for node in recurrent:
        if isinstance(node, ast.ClassDef) and node.name in ("RNN", "LSTM", "GRU"):
            overload = next(n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
            out[f"nn.{node.name}"] = of_stub(overload, skip_self=True)
    for name in ("Parameter", "Buffer"):
        out[f"nn.{name}"] = of_signature(inspect.signature(getattr(nn, name).__new__), skip_first=True)

    stubs = pathlib.Path(torch.__file__).parent / "_C"
    variable = stub_functions(ast.parse((stubs / "_VariableFunctions.pyi").read_text()).body)
    native_nn = stub_functions(ast.parse((stubs / "_nn.pyi").read_text()).body)
    classes = ast.parse((stubs / "__init__.pyi").read_text()).body
    base = next(n for n in classes if isinstance(n, ast.ClassDef) and n.name == "TensorBase")
    methods = stub_functions(base.body, skip_self=True)

    # Functions that choose between two by a flag hide the signature: the one with indices is the full one.
    for name in dir(functional):
        value = getattr(functional, name)
        if name.startswith("_") or not callable(value) or inspect.isclass(value) or inspect.ismodule(value):
            continue
        if getattr(value, "__module__", "").startswith("typing"):
            continue
        full = getattr(functional, f"{name}_with_indices", None)
        if full is not None:
            out[f"nn.functional.{name}"] = of_callable(full)
        elif inspect.isfunction(value):
            out[f"nn.functional.{name}"] = of_callable(value)
        elif name in native_nn or name in variable:
            add_overloads(out, "nn.functional.", {name: native_nn.get(name) or variable[name]})
            fill_defaults(out[f"nn.functional.{name}"], name, value.__doc__ or "")
        elif (signature := of_doc(value.__doc__, name)) is not None:
            out[f"nn.functional.{name}"] = signature

    for name in sorted(dir(torch)):
        value = getattr(torch, name)
        if inspect.isfunction(value) and not name.startswith("_") and name not in variable:
            out[name] = of_callable(value)
    add_overloads(out, "", variable)
    for name in sorted(dir(torch.Tensor)):
        value = getattr(torch.Tensor, name)
        if inspect.isfunction(value) and not name.startswith("_"):
            out[f"Tensor.{name}"] = of_signature(inspect.signature(value), skip_first=True)
    add_overloads(out, "Tensor.", methods)
    # Python wrappers over builtins that take (*args, **kwargs) or overloads say less than the stubs of the same name.
    for space, prefix in ((torch.linalg, "linalg."), (torch.fft, "fft."), (torch.special, "special.")):
        for name in dir(space):
            signature = of_doc(getattr(space, name).__doc__, f"{prefix}{name}") or of_doc(getattr(space, name).__doc__, name)
            if signature is not None and not name.startswith("_"):
                out[f"{prefix}{name}"] = signature
    return out


def keras_signatures():
    import keras
    import tensorflow as tf
    from keras.src.legacy import backend as legacy_backend
    from keras.src.legacy import layers as legacy_layers

    out = {}
    for space in ("layers", "initializers", "regularizers", "constraints", "activations", "ops", "losses", "optimizers"):
        collect(out, f"{space}.", getattr(keras, space))
    # RandomHeight, RandomWidth and ThresholdedReLU are left in tf.keras alone.
    collect(out, "layers.", legacy_layers, lambda name, value: inspect.isclass(value) and value.__module__ == legacy_layers.__name__ and f"layers.{name}" not in out)
    collect(out, "ops.image.", keras.ops.image)
    collect(out, "ops.nn.", keras.ops.nn)
    collect(out, "random.", keras.random)
    collect(out, "utils.", keras.utils)
    collect(out, "models.", keras.models)
    collect(out, "backend.", legacy_backend, lambda name, value: inspect.isfunction(value))
    collect(out, "applications.", keras.applications, lambda name, value: inspect.isfunction(value))
    out["Input"] = of_callable(keras.Input)
    out["Sequential"] = of_callable(keras.Sequential)
    out["Layer"] = of_callable(keras.layers.Layer)
    out["Variable"] = of_callable(keras.Variable)
    # Model.__new__ chooses between the two kinds: the functional form is the one with arguments.
    from keras.src.models.functional import Functional

    out["Model"] = of_callable(Functional)
    for method in ("build", "call", "compile", "summary", "add_weight", "fit", "predict", "evaluate", "get_layer"):
        owner = keras.Model if hasattr(keras.Model, method) else keras.layers.Layer
        out[f"Model.{method}"] = of_signature(inspect.signature(getattr(owner, method)), skip_first=True)
    for prefix, module in (("tf.", tf), ("tf.nn.", tf.nn), ("tf.image.", tf.image), ("tf.math.", tf.math), ("tf.linalg.", tf.linalg), ("tf.random.", tf.random), ("tf.signal.", tf.signal)):
        collect(out, prefix, module, lambda name, value: callable(value) and not inspect.isclass(value))
    return out


def write(path, table):
    lines = [f"{json.dumps(key)}:{json.dumps(table[key], separators=(',', ':'))}" for key in sorted(table)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path}: {len(lines)} signatures, {path.stat().st_size} bytes")


if __name__ == "__main__":
    write(ROOT / "torch" / "signatures.json", torch_signatures())
    write(ROOT / "keras" / "signatures.json", keras_signatures())
