"""What all recorded cases share: arrays from one seeded generator, the list of cases, how layers are called."""
import base64
import itertools
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf
import torch

R = np.random.default_rng(20260102)
torch.set_grad_enabled(False)
# Whole models keep the weights they are made with.
keras.utils.set_random_seed(20260102)
torch.manual_seed(20260102)
CASES = {}


def normal(*shape):
    return R.standard_normal(shape).astype(np.float32)


def array(value):
    value = np.ascontiguousarray(np.asarray(value), dtype="<f4")
    return {"shape": list(value.shape), "data": base64.b64encode(value.tobytes()).decode()}


def record(group, name, framework, call, inputs, weights, output, layer=None, args=None, **more):
    case = {"name": name, "framework": framework, "layer": layer, "args": args, "call": call}
    case["inputs"] = [array(i) for i in inputs]
    case["weights"] = {k: array(w) for k, w in weights.items()}
    case["output"] = array(output)
    CASES.setdefault(group, []).append({**case, **more})


def pick(*values):
    return values[R.integers(len(values))]


def per_axis(rank, low, high):
    return [int(n) for n in R.integers(low, high + 1, rank)]


def spell(layer, args):
    return f"{layer}({', '.join(f'{k}={v!r}' for k, v in args.items())})"


def ordered(value, layout):
    """channels_last to the layout."""
    return value if layout == "channels_last" else np.moveaxis(value, -1, 1)


def keras_run(make, x, layout, always_last=False):
    """Output and weights of a layer, with the value of `transposed`."""
    layer = make(layout)
    try:
        if always_last and layout == "channels_first":
            raise ValueError("recorded in channels_last")
        layer.build(x.shape)
        randomise(layer)
        return np.asarray(layer(x)), layer, False
    except (tf.errors.OpError, ValueError) as error:
        if layout == "channels_last":
            raise
        last = make("channels_last")
        moved = np.moveaxis(x, 1, -1)
        last.build(moved.shape)
        randomise(last)
        return np.moveaxis(np.asarray(last(moved)), -1, 1), last, True


def randomise(layer):
    for weight in layer.weights:
        value = normal(*weight.shape)
        weight.assign(np.abs(value) + 0.1 if "variance" in weight.name else value)


def named_weights(layer):
    return {w.name: np.asarray(w) for w in layer.weights}


def torch_weights(module):
    for p in list(module.parameters()) + list(module.buffers()):
        if p.dtype.is_floating_point:
            p.copy_(torch.from_numpy(normal(*p.shape)))
    return {
        n: p.numpy().copy()
        for n, p in itertools.chain(module.named_parameters(), module.named_buffers())
        if p.dtype.is_floating_point
    }
