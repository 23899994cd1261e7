"""
Evaluates expressions in NumPy and records the shapes, and the numbers of small whole results: test/recorded/numpy-functions.json.

Run from the repository root: python test/oracle/numpy_functions.py

`x` is an array of 4 x 6 x 8, `v` the numbers 0 .. 11, `m` a mask of 6 x 8 and `m2` one of 4 x 6.
"""

import json
import pathlib

import numpy as np

EXPRESSIONS = pathlib.Path("test/oracle/numpy_functions.txt")
OUT = pathlib.Path("test/recorded/numpy-functions.json")
MANY = 12


def changed(array):
    array[0] = 5
    return array


def parts(value):
    return [part for item in value for part in parts(item)] if isinstance(value, (list, tuple)) else [np.asarray(value)]


def record(expression):
    random = np.random.RandomState(1)
    x = random.rand(4, 6, 8) * 5
    names = {"np": np, "x": x, "v": np.arange(12), "m": x[0] > 2, "m2": x[:, :, 0] > 2, "changed": changed}
    found = parts(eval(expression, names))
    whole = all(part.dtype.kind in "bi" and part.size <= MANY for part in found) and "x" not in expression
    return {"shapes": [list(part.shape) for part in found], "values": [part.tolist() for part in found] if whole else None}


lines = [line for line in EXPRESSIONS.read_text().splitlines() if line and not line.startswith("#")]
OUT.write_text(json.dumps({line: record(line) for line in lines}, separators=(",", ":")))
