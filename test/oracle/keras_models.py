"""
Runs the Keras samples in the real Keras and records what it says of their models: test/recorded/keras-models.json.

Run from the repository root: python test/oracle/keras_models.py [file ...]   (needs tensorflow and keras; given files replace their own entries)
addons.py also needs the sources of tensorflow_addons and keras_contrib on PYTHONPATH, neither of which can be installed beside Keras 3.

For every sample that raises an error: the error, and the line of the sample it came from. Of the others, for every model that a name is
bound to: name, type, input and output shapes, the table of `summary()` (operations of a
graph, `model.layers` of the others) and its text, and the parameter counts. A shape that Keras prints as `?` is recorded as null.
"""

import json
import os
import pathlib
import sys
import unittest.mock

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["COLUMNS"] = "80"

import keras
import running

# The samples draw; what they draw is of no interest here.
pyplot = unittest.mock.MagicMock()
pyplot.subplots.return_value = (unittest.mock.MagicMock(), unittest.mock.MagicMock())
sys.modules["matplotlib"] = unittest.mock.MagicMock(pyplot=pyplot)
sys.modules["matplotlib.pyplot"] = pyplot

FOLDER = pathlib.Path("test/models/keras")
SAMPLES = sorted([*FOLDER.glob("*.py"), *FOLDER.glob("*/main.py")])
MEDIA = ["upsampling.py", "dcgan_generator.py", "unet.py"]


def shapes_of(structure):
    flat = keras.tree.flatten(structure)
    return [list(tensor.shape) for tensor in flat]


def layer_output(layer):
    nodes = layer._inbound_nodes
    if nodes:
        return shapes_of(nodes[-1].output_tensors)
    shapes = getattr(layer, "_build_shapes_dict", None)
    if not shapes:
        return None
    try:
        if hasattr(layer, "output_shape"):
            shape = layer.output_shape
            return [list(each) for each in shape] if isinstance(shape, list) else [list(shape)]
        output = layer.compute_output_shape(**shapes)
        return [list(output)]
    except NotImplementedError:
        return None


def count(layer):
    if not hasattr(layer, "built"):
        return 0
    return layer.count_params() if layer.built else None


def describe(model):
    functional = isinstance(model, keras.Model) and hasattr(model, "_operations")
    layers = model._operations if functional else model.layers
    lines = []
    # What training keeps for itself is no part of the model.
    model.optimizer = None
    model.summary(print_fn=lines.append)
    try:
        inputs, outputs = shapes_of(model.inputs), shapes_of(model.outputs)
    except AttributeError:
        inputs = outputs = None
    number = lambda weights: int(sum(_product(w.shape) for w in weights))
    return {
        "name": model.name,
        "type": type(model).__name__,
        "inputs": inputs,
        "outputs": outputs,
        "layers": [
            {"name": layer.name, "type": type(layer).__name__, "outputs": layer_output(layer), "params": count(layer)}
            for layer in layers
        ],
        "params": {
            "total": number(model.weights),
            "trainable": number(model.trainable_weights),
            "nonTrainable": number(model.non_trainable_weights),
        },
        "summary": "\n".join(lines),
    }


def _product(shape):
    result = 1
    for size in shape:
        result *= size
    return result


def record(path):
    keras.utils.clear_session()
    keras.backend.clear_session()
    try:
        names = running.run(path)
    except Exception as error:
        return running.raised(error, path)
    seen = []
    for value in names.values():
        if isinstance(value, keras.Model) and not any(value is other for other in seen):
            seen.append(value)
    return [describe(model) for model in seen]


def main():
    every = [path.as_posix() for path in (*SAMPLES, *(pathlib.Path("media/samples") / name for name in MEDIA)) if path.exists()]
    wanted = sys.argv[1:] or every
    target = pathlib.Path("test/recorded/keras-models.json")
    recorded = json.loads(target.read_text(encoding="utf-8")) if len(wanted) < len(every) else {}
    for path in wanted:
        recorded[path] = record(pathlib.Path(path))
        models = recorded[path]
        print(path, models["raises"] if "raises" in models else [model["params"]["total"] for model in models], flush=True)
    lines = [f" {json.dumps(path)}: {json.dumps(recorded[path], ensure_ascii=False)}" for path in every if path in recorded]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
