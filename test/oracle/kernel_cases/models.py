"""Whole models, layer by layer, with the weights the real layers were given."""
import itertools

import keras
import numpy as np
import torch

from .layers import pool_call
from .recording import CASES, R, array, named_weights, randomise, torch_weights
from .resizes import resize_call


class Graph:
    """Runs real layers one by one and writes down the RunGraph of extension/protocol.ts beside them."""

    def __init__(self, framework, x):
        self.framework, self.values, self.calls, self.weights = framework, [x], [], {}

    def call(self, kernel, layer, *inputs):
        number = len(self.values)
        taken = [self.values[i] for i in inputs]
        weights = {}
        if isinstance(layer, keras.layers.Layer):
            value = taken if len(taken) > 1 else taken[0]
            layer.build([v.shape for v in taken] if len(taken) > 1 else value.shape)
            weights = named_weights(layer)
            if weights and "moving_mean" in weights:
                randomise(layer)
                weights = named_weights(layer)
            out = np.asarray(layer(value))
        else:
            if isinstance(layer, torch.nn.Module):
                layer.eval()
                if hasattr(layer, "running_var"):
                    torch_weights(layer)
                    layer.running_var.abs_().add_(0.1)
                weights = {
                    n: p.numpy().copy()
                    for n, p in itertools.chain(layer.named_parameters(), layer.named_buffers())
                    if p.dtype.is_floating_point
                }
            out = layer(*[torch.from_numpy(v) for v in taken]).numpy()
        self.values.append(out)
        self.weights[number] = weights
        self.calls.append(
            {
                "id": number,
                "layer": number,
                "kernel": kernel,
                "notRunnable": None,
                "inputs": list(inputs),
                "outputs": [number],
            }
        )
        return number

    def record(self, name, picture):
        specs = {
            n: [
                {
                    "name": k,
                    "shape": list(w.shape),
                    "initialiser": {"kind": "zeros"},
                    "trainable": True,
                    "counted": True,
                }
                for k, w in ws.items()
            ]
            for n, ws in self.weights.items()
        }
        graph = {
            "framework": self.framework,
            "shapes": {i: list(v.shape) for i, v in enumerate(self.values)},
            "inputs": [0],
            "calls": self.calls,
            "weights": specs,
        }
        weights = {n: {k: array(w) for k, w in ws.items()} for n, ws in self.weights.items()}
        outputs = {i: array(v) for i, v in enumerate(self.values) if i > 0}
        CASES.setdefault("models", []).append(
            {"name": name, "graph": graph, "picture": array(picture), "weights": weights, "outputs": outputs}
        )


def keras_unet():
    """Two levels, with a skip, batch normalisation, a transposed convolution and a bilinear resize."""
    L = keras.layers
    picture = R.random((12, 16, 3)).astype(np.float32)
    g = Graph("keras", picture[None])
    relu = {"name": "relu", "parameters": {}}

    def conv(n, k, filters, activation=None):
        kernel = {
            "op": "convolution",
            "kernel": [k, k],
            "strides": [1, 1],
            "dilation": [1, 1],
            "padding": "same",
            "paddingMode": "zeros",
            "groups": 1,
            "layout": "channels_last",
            "weightOrder": "spatial-in-out",
            "bias": True,
            "activation": activation and {"name": activation, "parameters": {}},
        }
        return g.call(
            kernel, L.Conv2D(filters, k, padding="same", activation=activation, bias_initializer="random_normal"), n
        )

    down = conv(0, 3, 8)
    down = g.call(
        {"op": "batch-norm", "axis": -1, "epsilon": 1e-3, "scale": True, "center": True}, L.BatchNormalization(), down
    )
    down = g.call({"op": "activation", "activation": relu}, L.Activation("relu"), down)
    n = g.call(pool_call("max", [2, 2], [2, 2], "valid", "channels_last"), L.MaxPooling2D(), down)
    n = conv(n, 3, 12, "gelu")
    up = {
        "op": "transposed-convolution",
        "kernel": [3, 3],
        "strides": [2, 2],
        "dilation": [1, 1],
        "crop": [[0, 1], [0, 1]],
        "outputPadding": [0, 0],
        "groups": 1,
        "layout": "channels_last",
        "weightOrder": "spatial-out-in",
        "bias": True,
        "activation": relu,
    }
    a = g.call(up, L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"), n)
    b = g.call(
        resize_call("keras", "bilinear", [12, 16], "channels_last"), L.UpSampling2D(2, interpolation="bilinear"), n
    )
    n = g.call({"op": "concat", "axis": -1}, L.Concatenate(), a, b, down)
    n = conv(n, 3, 6, "tanh")
    conv(n, 1, 3, "sigmoid")
    g.record("Keras U-Net", picture)


def torch_super_resolution():
    """ESPCN-like: convolutions, a sub-pixel shuffle, a residual from a bicubic resize, and a transposed convolution at the end."""
    N = torch.nn
    picture = R.random((7, 9, 3)).astype(np.float32)
    g = Graph("torch", np.ascontiguousarray(np.moveaxis(picture, -1, 0)[None]))

    def conv(n, i, o, k, **args):
        kernel = {
            "op": "convolution",
            "kernel": [k, k],
            "strides": [1, 1],
            "dilation": [1, 1],
            "padding": [[k // 2, k // 2]] * 2,
            "paddingMode": args.get("padding_mode", "zeros"),
            "groups": args.get("groups", 1),
            "layout": "channels_first",
            "weightOrder": "out-in-spatial",
            "bias": True,
            "activation": None,
        }
        return g.call(kernel, N.Conv2d(i, o, k, padding=k // 2, **args), n)

    n = conv(0, 3, 16, 5, padding_mode="reflect")
    n = g.call({"op": "batch-norm", "axis": 1, "epsilon": 1e-5, "scale": True, "center": True}, N.BatchNorm2d(16), n)
    n = g.call(
        {"op": "activation", "activation": {"name": "leaky_relu", "parameters": {"negative_slope": 0.2}}},
        N.LeakyReLU(0.2),
        n,
    )
    n = conv(n, 16, 12, 3, groups=4)
    n = g.call({"op": "depth-to-space", "block": 2, "order": "CRD", "layout": "channels_first"}, N.PixelShuffle(2), n)
    r = g.call(
        resize_call("torch", "bicubic", [14, 18], "channels_first", [2, 2]),
        N.Upsample(scale_factor=2, mode="bicubic"),
        0,
    )
    n = g.call({"op": "binary", "operator": "+"}, torch.add, n, r)
    up = {
        "op": "transposed-convolution",
        "kernel": [4, 4],
        "strides": [2, 2],
        "dilation": [1, 1],
        "crop": [[1, 1], [1, 1]],
        "outputPadding": [0, 0],
        "groups": 1,
        "layout": "channels_first",
        "weightOrder": "in-out-spatial",
        "bias": True,
        "activation": None,
    }
    n = g.call(up, N.ConvTranspose2d(3, 5, 4, 2, 1), n)
    n = g.call({"op": "activation", "activation": {"name": "tanh", "parameters": {}}}, torch.tanh, n)
    n = g.call(pool_call("average", [28, 36], [28, 36], [[0, 0], [0, 0]], "channels_first"), N.AvgPool2d((28, 36)), n)
    n = g.call({"op": "reshape", "shape": [1, 5]}, N.Flatten(), n)
    g.call({"op": "dense", "weightOrder": "out-in", "bias": True, "activation": None}, N.Linear(5, 4), n)
    g.record("PyTorch super-resolution", picture)
