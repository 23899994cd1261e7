"""
Evaluates expressions on tensors in the real Keras and TensorFlow and records the shapes that come out: test/recorded/keras-functions.json.

Run from the repository root: python test/oracle/keras_functions.py

Inside a layer's `call`, `x` is a picture (batch x 12 x 10 x 8), `s` a sequence (batch x 5 x 4), `B` the batch as a tensor. Expressions
of keras.ops are evaluated on the model's symbolic tensors as well, where each makes an operation with a class and a name of its own.
What Keras refuses is recorded as null: the analysis may then state no shape.
"""

import json
import os
import pathlib

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from keras import random as krandom

K = tf.keras.backend

EXPRESSIONS = pathlib.Path("test/oracle/keras_functions.txt")
OUT = pathlib.Path("test/recorded/keras-functions.json")
X, S = (12, 10, 8), (5, 4)


def shapes(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)) and not isinstance(value, tf.TensorShape):
        return [shape for item in value for shape in shapes(item)]
    if isinstance(value, (tf.Tensor, keras.KerasTensor, keras.Variable, tf.Variable, np.ndarray)):
        return [list(value.shape)]
    return []


class Probe(layers.Layer):
    def __init__(self, expression):
        super().__init__()
        self.expression, self.told = expression, None

    def call(self, x, s):
        B = ops.shape(x)[0]
        self.told = shapes(eval(self.expression, {**globals(), "x": x, "s": s, "B": B}))
        return x

    def compute_output_shape(self, x_shape, s_shape):
        return x_shape


def inside(expression):
    probe = Probe(expression)
    try:
        tf.function(lambda x, s: probe(x, s)).get_concrete_function(tf.TensorSpec((None, *X)), tf.TensorSpec((None, *S)))
    except Exception as error:
        print("refused inside:", expression, str(error)[:100].replace("\n", " "))
        return None
    return probe.told


def outside(expression):
    """On KerasTensors: the shapes, the class and the name of the operation."""
    keras.backend.clear_session()
    x, s = keras.Input(X), keras.Input(S)
    try:
        result = eval(expression, {**globals(), "x": x, "s": s, "B": None})
    except Exception as error:
        print("refused outside:", expression, str(error)[:100].replace("\n", " "))
        return None
    first = keras.tree.flatten(result)[0]
    operation = first._keras_history.operation if hasattr(first, "_keras_history") else None
    return {"shapes": shapes(result), "type": type(operation).__name__, "name": operation.name} if operation else None


def main():
    recorded = {}
    for line in EXPRESSIONS.read_text().splitlines():
        expression = line.strip()
        if not expression or expression.startswith("#"):
            continue
        entry = {"inside": inside(expression)}
        if expression.startswith("ops.") and "B" not in expression:
            entry["outside"] = outside(expression)
        recorded[expression] = entry
    rows = [f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in recorded.items()]
    OUT.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


main()
