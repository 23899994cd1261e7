"""Records kernel overlap as the real frameworks produce it: all-ones weights on an all-ones picture, one period of the output
far from the border. Single transposed convolutions of both frameworks, and chains of PyTorch layers.

Run from the repository root: python test/oracle/overlap.py
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import itertools

import keras
import numpy as np
import torch

SIZE = 24


def period(picture, strides):
    """One period from the middle, starting at a multiple of the stride."""
    top, left = (n // 2 // s * s for n, s in zip(picture.shape, strides))
    return picture[top : top + strides[0], left : left + strides[1]].tolist()


def torch_single(kernel, strides, dilation, padding):
    layer = torch.nn.ConvTranspose2d(1, 1, kernel, strides, padding, dilation=dilation, bias=False)
    torch.nn.init.ones_(layer.weight)
    with torch.no_grad():
        out = layer(torch.ones(1, 1, SIZE, SIZE))[0, 0].numpy()
    return {"framework": "torch", "kernel": kernel, "strides": strides, "dilation": dilation, "crop": padding, "period": period(out, strides)}


def keras_single(kernel, strides, padding):
    layer = keras.layers.Conv2DTranspose(1, kernel, strides, padding, use_bias=False, kernel_initializer="ones")
    out = np.asarray(layer(np.ones((1, SIZE, SIZE, 1), "float32")))[0, :, :, 0]
    # TensorFlow: the gradient of a convolution with `same` padding, whose smaller half comes first.
    crop = [max(k - s, 0) // 2 if padding == "same" else 0 for k, s in zip(kernel, strides)]
    return {"framework": "keras", "kernel": kernel, "strides": strides, "dilation": [1, 1], "crop": crop, "period": period(out, strides)}


def chain(steps):
    layers = []
    for step in steps:
        if step["kind"] == "transposed":
            layer = torch.nn.ConvTranspose2d(1, 1, step["kernel"], step["strides"], step["crop"], bias=False)
            torch.nn.init.ones_(layer.weight)
        else:
            layer = torch.nn.Upsample(scale_factor=tuple(step["factors"]), mode=step["method"])
        layers.append(layer)
    with torch.no_grad():
        out = torch.nn.Sequential(*layers)(torch.ones(1, 1, SIZE, SIZE))[0, 0].numpy()
    strides = [1, 1]
    for step in steps:
        factors = step.get("strides") or step["factors"]
        strides = [a * b for a, b in zip(strides, factors)]
    return {"steps": steps, "period": period(out, strides)}


def transposed(kernel, stride, crop):
    return {"kind": "transposed", "kernel": [kernel] * 2, "strides": [stride] * 2, "crop": [crop] * 2}


def resize(factor, method):
    return {"kind": "resize", "factors": [factor] * 2, "method": method}


def main():
    singles = []
    for k, s, p, d in itertools.product(range(1, 6), range(1, 5), range(3), (1, 2)):
        if d * (k - 1) - p >= 0:
            singles.append(torch_single([k, k], [s, s], [d, d], [p, p]))
    singles += [torch_single([3, 4], [2, 3], [1, 2], [1, 0]), torch_single([5, 2], [3, 2], [1, 1], [2, 0])]
    for k, s, padding in itertools.product(range(1, 6), range(1, 5), ("same", "valid")):
        singles.append(keras_single([k, k], [s, s], padding))
    singles.append(keras_single([3, 5], [2, 3], "same"))
    chains = [
        chain([transposed(3, 2, 1)] * 2),
        chain([transposed(3, 2, 0), transposed(4, 2, 1)]),
        chain([transposed(4, 2, 1)] * 3),
        chain([transposed(5, 2, 2), transposed(3, 3, 0), transposed(2, 1, 0)]),
        chain([transposed(3, 2, 1), resize(2, "nearest")]),
        chain([transposed(3, 2, 1), resize(3, "bilinear"), transposed(3, 2, 0)]),
        chain([resize(2, "bilinear"), transposed(3, 2, 1)]),
    ]
    with open("test/recorded/overlap.json", "w") as file:
        json.dump({"singles": singles, "chains": chains}, file, separators=(",", ":"))
    print(len(singles), "layers,", len(chains), "chains")


main()
