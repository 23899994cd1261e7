"""
Runs the models of the samples in test/models/keras/ and media/samples/ in the real Keras on seeded weights and inputs (seeded.py, by the
paths of the variables) and records what comes out: test/recorded/numbers-keras-models.json.

Run from the repository root: python test/oracle/numbers/keras_models.py

Models whose sizes are open, but for the batch, and those that draw random numbers, are left out.
"""
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import keras
import numpy as np
import running
from keras_models import MEDIA, SAMPLES

from seeded import recorded, uniform, weight

CLASSES = 7
# Their variables have names that Keras makes up, or two owners: the same seeded numbers cannot be given to both.
LEFT_OUT = (
    "test/models/keras/einops_layers.py functional",
    "test/models/keras/own_variables.py functional_1",
    "test/models/keras/recurrent_cells.py functional_2",
)


def is_integer(tensor):
    return "int" in str(tensor.dtype)


def inputs_of(model):
    values = []
    for index, tensor in enumerate(model.inputs):
        value = uniform(f"input {index}", (1, *tensor.shape[1:]))
        if is_integer(tensor):
            value = np.floor((value + 1) / 2 * CLASSES)
        values.append(value)
    return values


# Their variables belong to the layers inside.
HOLDERS = (keras.Model, keras.layers.TimeDistributed, keras.layers.SpectralNormalization)


def keys_of(model):
    """Of each variable: the layer of Keras's own that it belongs to, or the user's layer that made it, and its name there."""
    keys = {}
    for layer in model._flatten_layers():
        own = type(layer).__module__.startswith("keras.") and not isinstance(layer, HOLDERS)
        for variable in layer.variables if own else layer._trainable_variables + layer._non_trainable_variables:
            if id(variable) in keys:
                continue
            parts = variable.path.split("/")
            inner = parts[parts.index(layer.name) + 1 :] if layer.name in parts else parts[-1:]
            keys[id(variable)] = "/".join([layer.name, *(part for part in inner if not part.endswith("_cell"))])
    return keys


def run(path, name, seed):
    """The outputs of the models of that sample, by name."""
    keras.utils.clear_session()
    names = running.run(path)
    model = next(value for value in names.values() if isinstance(value, keras.Model) and value.name == name)
    keys = keys_of(model)
    for variable in model.variables:
        if "float" in str(variable.dtype):
            variable.assign(weight(keys[id(variable)], variable.name, tuple(variable.shape), "keras"))
    keras.utils.set_random_seed(seed)
    outputs = model(inputs_of(model) if len(model.inputs) > 1 else inputs_of(model)[0], training=False)
    return [is_integer(tensor) for tensor in model.inputs], [np.asarray(output) for output in keras.tree.flatten(outputs)]


def models_of(path):
    keras.utils.clear_session()
    names = running.run(path)
    found = {}
    for value in names.values():
        if not isinstance(value, keras.Model) or not getattr(value, "_inputs", None) or not value.built:
            continue
        if all(None not in tensor.shape[1:] for tensor in value.inputs):
            found.setdefault(value.name, value)
    return list(found)


def main():
    cases = {}
    for path in [*(path for path in SAMPLES if path.name != "main.py"), *(pathlib.Path("media/samples") / name for name in MEDIA)]:
        try:
            names = models_of(path)
        except Exception as error:  # noqa: BLE001
            print(path, "is left out:", str(error)[:100].replace("\n", " "))
            continue
        for name in names:
            if f"{path.as_posix()} {name}" in LEFT_OUT:
                continue
            try:
                (_, first), (integers, outputs) = run(path, name, 0), run(path, name, 1)
            except Exception as error:  # noqa: BLE001
                print(path, name, "is left out:", str(error)[:100].replace("\n", " "))
                continue
            if not outputs or not all(np.array_equal(a, b) for a, b in zip(first, outputs)):
                print(path, name, "is left out: other numbers each time")
                continue
            numbers = [recorded(output.astype("float32")) for output in outputs]
            cases[f"{path.as_posix()} {name}"] = {"integers": integers, "outputs": numbers}
            print(path, name, [list(output.shape) for output in outputs], flush=True)
    lines = [f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}" for key, value in cases.items()]
    target = pathlib.Path("test/recorded/numbers-keras-models.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(target, len(lines), "models,", target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
