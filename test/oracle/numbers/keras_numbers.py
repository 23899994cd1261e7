"""
Evaluates expressions and layers in the real Keras and TensorFlow and records their numbers: test/recorded/numbers-keras.json.

Run from the repository root: python test/oracle/numbers/keras_numbers.py

The expressions are those of test/oracle/keras_functions.txt and those of keras_expressions.py; the batch is left open when they are
traced, and one sample is computed. Layers are called on one sample. Inputs and weights are seeded (seeded.py).
"""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from keras import random as krandom

from keras_expressions import EXPRESSIONS, LAYERS
from seeded import recorded, uniform, weight

K = tf.keras.backend
HERE = os.path.dirname(os.path.abspath(__file__))
SHAPES = {"x": (12, 10, 8), "s": (5, 4), "q": (7, 6, 3), "u": (5, 6, 4, 2), "f": (3, 6, 5, 2), "v": (6,)}
CHANCE = re.compile(r"random|krandom|dropout|normal\(|uniform|categorical|shuffle|Variable|variable|empty|rng")

plain_call = layers.Layer.__call__
depth = 0


def own_name(variable):
    *_, parent, name = ["", *variable.path.split("/")]
    return f"{parent}/{name}" if parent in ("query", "key", "value", "attention_output") else name


def seeded_call(self, *args, **kwargs):
    global depth
    depth += 1
    try:
        result = plain_call(self, *args, **kwargs)
        if depth == 1:
            for variable in self.weights:
                if variable.dtype == "float32":
                    name = own_name(variable)
                    variable.assign(weight(name, name, tuple(variable.shape), "keras"))
            result = plain_call(self, *args, **kwargs)
        return result
    finally:
        depth -= 1


layers.Layer.__call__ = seeded_call


def arrays():
    return {name: tf.constant(uniform(name, (1, *shape))) for name, shape in SHAPES.items()}


def tensors(value):
    return [item for item in keras.tree.flatten(value) if isinstance(item, (tf.Tensor, keras.Variable, tf.Variable, np.ndarray))]


def traced(expression):
    given = arrays()

    @tf.function(input_signature=[tf.TensorSpec((None, *shape)) for shape in SHAPES.values()])
    def run(*values):
        names = dict(zip(SHAPES, values))
        return [tf.convert_to_tensor(item) for item in tensors(eval(expression, {**globals(), **names, "B": ops.shape(values[0])[0]}))]

    return [item.numpy() for item in run(*given.values())]


def called(expression):
    return [item.numpy() for item in tensors(eval(expression, {**globals(), **arrays()}))]


def main():
    with open(os.path.join(HERE, "..", "keras_functions.txt")) as file:
        lines = [line.strip() for line in file]
    functions = [line for line in lines if line and not line.startswith("#") and not CHANCE.search(line)] + EXPRESSIONS
    cases, left = {}, []
    for run, expressions in ((traced, functions), (called, LAYERS)):
        for text in dict.fromkeys(expressions):
            try:
                outputs = run(text)
            except Exception as error:  # noqa: BLE001
                left.append(f"{text}: {str(error)[:80]}".replace("\n", " "))
                continue
            if outputs and all(output.dtype.kind in "fiub" for output in outputs):
                cases[text] = {"layer": run is called, "outputs": [recorded(output.astype(np.float32)) for output in outputs]}
    rows = [f"{json.dumps(text)}:{json.dumps(case, separators=(',', ':'))}" for text, case in cases.items()]
    head = json.dumps({"keras": keras.__version__, "tensorflow": tf.__version__, "inputs": SHAPES})
    path = os.path.join(HERE, "..", "..", "recorded", "numbers-keras.json")
    with open(path, "w") as file:
        file.write(head[:-1] + ',"cases":{\n' + ",\n".join(rows) + "\n}}\n")
    print(len(cases), "cases,", os.path.getsize(path), "bytes; left out:", *left, sep="\n  ")


if __name__ == "__main__":
    main()
