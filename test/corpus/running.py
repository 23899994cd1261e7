"""Runs a public file statement by statement, each under a time limit, and finds what it defines but never calls."""

import ast
import contextlib
import inspect
import io
import pathlib
import signal
import sys
import types

from stubs import Fake, StopTraining

# On a machine with other work a large model takes its time.
SECONDS_PER_STATEMENT = 60

# What a statement that fails has changed in part: such a list has no known length any more.
MUTATING = {"append", "extend", "insert", "add", "update", "pop", "remove", "setdefault", "clear", "discard", "appendleft"}

# What an argument without a default means, by the names that public code uses.
GUESSES = {
    "num_classes": 5, "n_classes": 5, "nclass": 5, "nClasses": 5, "classes": 5, "num_class": 5, "n_class": 5, "nr_classes": 5,
    "class_num": 5, "out_channels": 4, "output_channels": 4, "out_ch": 4, "in_channels": 3, "n_channels": 3, "in_ch": 3,
    "input_channels": 3, "num_channels": 3, "channels": 8, "scale_factor": 4, "upscale_factor": 4, "latent_dim": 32, "inplanes": 64,
    "planes": 64, "input_shape": (64, 64, 3), "img_shape": (64, 64, 3), "image_shape": (64, 64, 3), "shape": (64, 64, 3),
    "input_size": (64, 64, 3), "filters": 16, "nb_filters": 16, "n_filters": 16, "num_filters": 16, "kernel_size": 3, "dim": 32,
    "dropout": 0.1, "dropout_rate": 0.1, "img_size": 64, "image_size": 64, "patch_size": 8, "height": 64, "width": 64,
    "n_labels": 5, "filter_num": [16, 32, 64, 128], "units": 16, "embed_dim": 32, "num_heads": 4, "hidden_dim": 32,
    "img_height": 64, "img_width": 64, "input_height": 64, "input_width": 64, "depth": 2, "heads": 4, "mlp_dim": 64, "dim_head": 16,
    "input_nc": 3, "output_nc": 3, "ngf": 16, "ndf": 16, "nc": 3, "nz": 32, "nf": 16, "z_dim": 32, "channel": 32, "ch": 16, "n_feat": 16,
    "num_feat": 16, "n_feats": 16, "num_features": 16, "num_input_features": 16, "num_output_features": 8, "in_channel": 16,
    "out_channel": 32, "in_planes": 16, "out_planes": 16, "in_plane": 16, "out_plane": 16, "inplace": False, "in_features": 16,
    "out_features": 8, "dim_in": 16, "dim_out": 16, "in_dim": 16, "out_dim": 16, "input_dim": 16, "output_dim": 8, "hidden_size": 16,
    "hidden_channels": 8, "inter_channels": 8, "key_channels": 8, "value_channels": 8, "mid_channels": 8, "mid_ch": 8, "in_chan": 16,
    "out_chan": 16, "mid_chan": 8, "chin": 16, "chout": 16, "c_in": 16, "c_out": 16, "cin": 16, "cout": 16, "in_c": 16, "out_c": 16,
    "c1": 16, "c2": 16, "inp": 16, "oup": 16, "inchannel": 16, "outchannel": 16, "in_size": 16, "out_size": 8, "n_filter": 16,
    "num_filter": 16, "base_filter": 16, "out_ch1": 8, "stride": 1, "strides": 1, "kernel": 3, "ksize": 3, "kernel_sz": 3, "padding": 1,
    "dilation": 1, "groups": 1, "expand_ratio": 2, "expansion": 2, "reduction": 4, "ratio": 4, "scale": 2, "upscale": 2, "growth_rate": 8,
    "bn_size": 4, "drop_rate": 0.1, "dropout_prob": 0.1, "num_layers": 2, "n_layers": 2, "nb_layers": 2, "n_res_block": 2,
    "n_res_blocks": 2, "num_res_blocks": 2, "n_residual_blocks": 2, "num_residual_blocks": 2, "n_res_channel": 8, "levels": 2,
    "embed_size": 16, "embedding_dim": 8, "num_embeddings": 20, "d_model": 16, "nhead": 4, "n_heads": 4, "vocab_size": 50,
    "window_size": 4, "input_resolution": (8, 8), "width_mult": 1.0, "F_g": 16, "F_l": 16, "F_int": 8, "n_mels": 80,
    "img_w": 64, "img_h": 64, "n_label": 5, "im_height": 64, "im_width": 64, "n_output": 5, "state_size": 8, "action_size": 4,
    "input_channel": 3, "output_channel": 4, "nb_classes": 5, "nb_class": 5, "N_CLASSES": 5, "noise_dim": 32, "z_size": 32,
    "noise_shape": (32, 32, 3), "num_anchors": 3, "n_out": 5, "num_output": 5, "rows": 64, "cols": 64, "img_rows": 64, "img_cols": 64, "img_channels": 3, "input_length": 20, "max_len": 20, "maxlen": 20,
    "timesteps": 20, "seq_len": 20, "img_dim": (64, 64, 3), "image_dim": (64, 64, 3), "data_shape": (64, 64, 3), "in_shape": (64, 64, 3),
}  # fmt: skip


# What Keras's functions that make a model of an input call it.
PICTURES = {"inputs", "input_tensor", "image_input", "img_input"}
PLAIN = (int, float, str, tuple, list)


class TooLong(BaseException):
    pass


def _alarm(*_):
    raise TooLong


signal.signal(signal.SIGALRM, _alarm)


@contextlib.contextmanager
def limited(seconds=SECONDS_PER_STATEMENT):
    signal.alarm(seconds)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        signal.alarm(0)


def touched(node):
    """Names that a statement binds, and those of what it changes or may change."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id, lambda value: True
        if isinstance(each, (ast.Subscript, ast.Attribute)) and isinstance(each.ctx, ast.Store) and isinstance(each.value, ast.Name):
            yield each.value.id, is_collection
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and isinstance(each.func.value, ast.Name):
            yield each.func.value.id, is_collection if each.func.attr in MUTATING else is_own_record


def is_collection(value):
    return isinstance(value, (list, dict, set))


def is_own_record(value):
    """An object of the repository's own class that is no layer: a method that failed may have filled it in part."""
    kind = type(value)
    file = getattr(sys.modules.get(kind.__module__), "__file__", None) or ""
    own = kind.__module__ == "__main__" or file and not file.startswith((sys.prefix, sys.base_prefix))
    return bool(own) and not isinstance(value, Fake) and not any(hasattr(kind, name) for name in ("parameters", "add_weight"))


def forget(node, namespace):
    """What a failed statement would have bound is not what it was before; what needs it may run, but gets no number from it."""
    for name, lost in touched(node):
        if lost(namespace.get(name)):
            namespace[name] = Fake(name=name)


def run(root, path, problems, failed=lambda error: None):
    """The namespace of the file after all its statements; what fails is told to `failed`."""
    source = path.read_text(errors="ignore")
    tree = ast.parse(source)
    root = pathlib.Path(root)
    module = types.ModuleType("__main__")
    module.__file__ = str(path)
    folder = path.parent
    package = []
    while (folder / "__init__.py").exists() and folder != root:
        package.insert(0, folder.name)
        folder = folder.parent
    if package:
        module.__package__ = ".".join(package)
    sys.modules["__main__"] = module
    sys.argv = [str(path)]
    # A script of any folder above may be what imports the file.
    above = [each for each in path.parents if each == root or root in each.parents]
    sys.path[:0] = list(dict.fromkeys(map(str, [path.parent, folder, root, *above])))
    for node in body(tree):
        try:
            with limited():
                exec(compile(ast.Module([node], []), str(path), "exec"), module.__dict__)
        except StopTraining:
            forget(node, module.__dict__)
        except BaseException as error:
            forget(node, module.__dict__)
            failed(error)
            problems.append(f"{node.lineno}: {type(error).__name__}: {str(error)[:150]}")
    return module.__dict__


def body(tree):
    """Statements of the module; those under `if __name__ == "__main__"` one by one as well."""
    for node in tree.body:
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            yield from node.body
        else:
            yield node


def arguments_of(function, namespace):
    """Keyword arguments that a call needs as text: variables of the file of the same name, guesses; None where one cannot be guessed."""
    needed = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "self" or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) or parameter.default is not parameter.empty:
            continue
        variable = next((each for each in (name, name.upper()) if isinstance(namespace.get(each), PLAIN)), None)
        if variable is None and name in PICTURES and "Input" in namespace:
            variable = "Input((64, 64, 3))"
        if variable is None and name not in GUESSES:
            return None
        needed[name] = variable or repr(GUESSES[name])
    return needed


def call_text(name, needed):
    return f"{name}({', '.join(f'{key}={value}' for key, value in needed.items())})"


def own(namespace, path):
    """Functions and classes that this file defines, in order."""
    tree = ast.parse(path.read_text(errors="ignore"))
    names = dict.fromkeys(node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
    for name in names:
        if name in namespace:
            yield name, namespace[name]
