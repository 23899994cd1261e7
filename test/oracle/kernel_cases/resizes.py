"""Resizing by both frameworks."""
import itertools

import keras
import numpy as np
import tensorflow as tf
import torch
import torch.nn.functional as F

from .recording import R, normal, ordered, record, spell


def resize_call(framework, method, size, layout, scale=None, align_corners=False, antialias=False):
    return {
        "op": "resize",
        "method": method,
        "size": [int(n) for n in size],
        "scale": scale,
        "alignCorners": align_corners,
        "antialias": antialias,
        "framework": framework,
        "layout": layout,
    }


def keras_resizes():
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        for size in ([2, 2], [3, 2], [1, 4]):
            x = normal(1, int(R.integers(2, 7)), int(R.integers(2, 7)), 2)
            args = {"size": size, "interpolation": interpolation}
            y = np.asarray(keras.layers.UpSampling2D(**args)(x))
            call = resize_call("keras", interpolation, y.shape[1:3], "channels_last")
            record(
                "resize",
                f"{spell('UpSampling2D', args)} on {list(x.shape)}",
                "keras",
                call,
                [x],
                {},
                y,
                "UpSampling2D",
                args,
            )
        x = normal(1, 2, 4, 3)
        args = {"size": [2, 3], "interpolation": interpolation, "data_format": "channels_first"}
        y = np.asarray(keras.layers.UpSampling2D(**args)(x))
        record(
            "resize",
            spell("UpSampling2D", args),
            "keras",
            resize_call("keras", interpolation, y.shape[2:], "channels_first"),
            [x],
            {},
            y,
            "UpSampling2D",
            args,
        )
    x = normal(2, 5, 3)
    record(
        "resize",
        "UpSampling1D(3)",
        "keras",
        resize_call("keras", "nearest", [15], "channels_last"),
        [x],
        {},
        np.asarray(keras.layers.UpSampling1D(3)(x)),
        "UpSampling1D",
        {"size": 3},
    )
    for layout in ("channels_last", "channels_first"):
        x = ordered(normal(1, 2, 3, 2, 2), layout)
        args = {"size": [2, 1, 3], "data_format": layout}
        record(
            "resize",
            spell("UpSampling3D", args),
            "keras",
            resize_call("keras", "nearest", [4, 3, 6], layout),
            [x],
            {},
            np.asarray(keras.layers.UpSampling3D(**args)(x)),
            "UpSampling3D",
            args,
        )
    for method, antialias, layout in itertools.product(
        ("nearest", "bilinear", "bicubic", "lanczos3"), (False, True), ("channels_last", "channels_first")
    ):
        x = ordered(normal(1, 6, 5, 2), layout)
        args = {"height": 4, "width": 8, "interpolation": method, "antialias": antialias, "data_format": layout}
        y = np.asarray(keras.layers.Resizing(**args)(x))
        record(
            "resize",
            spell("Resizing", args),
            "keras",
            resize_call("keras", method, [4, 8], layout, antialias=antialias),
            [x],
            {},
            y,
            "Resizing",
            args,
        )
    methods = ("nearest", "bilinear", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic")
    for method, antialias, size in itertools.product(methods, (False, True), ([9, 11], [4, 3], [13, 5], [7, 8])):
        x = normal(1, 7, 8, 2)
        y = tf.image.resize(x, size, method, antialias=antialias).numpy()
        args = {"size": size, "method": method, "antialias": antialias}
        call = resize_call("keras", method, size, "channels_last", antialias=antialias)
        record("resize", spell("tf.image.resize", args), "keras", call, [x], {}, y, "tf.image.resize", args)
    for method, size in itertools.product(("nearest", "bilinear", "bicubic"), ([12, 9], [3, 5], [7, 1])):
        x = normal(1, 6, 7, 2)
        function = {"nearest": "resize_nearest_neighbor", "bilinear": "resize_bilinear", "bicubic": "resize_bicubic"}[
            method
        ]
        y = getattr(tf.compat.v1.image, function)(x, size, align_corners=True).numpy()
        name = f"tf.compat.v1.image.{function}({size}, align_corners=True)"
        record(
            "resize", name, "keras", resize_call("keras", method, size, "channels_last", align_corners=True), [x], {}, y
        )


def torch_resizes():
    names = {("bilinear", 1): "linear", ("bilinear", 3): "trilinear", ("lanczos3", 2): "lanczos"}

    def run(method, x, align_corners=False, antialias=False, **target):
        rank = x.ndim - 2
        mode = names.get((method, rank), method)
        more = {"align_corners": align_corners} if method in ("bilinear", "bicubic") else {}
        y = F.interpolate(torch.from_numpy(x), mode=mode, antialias=antialias, **target, **more).numpy()
        factor = target.get("scale_factor")
        scale = (
            None
            if factor is None or target.get("recompute_scale_factor") or method == "area"
            else factor
            if isinstance(factor, list)
            else [factor] * rank
        )
        call = resize_call("torch", method, y.shape[2:], "channels_first", scale, align_corners, antialias)
        args = {**target, **more, "mode": mode, "antialias": antialias}
        name = f"{spell('interpolate', args)} on {list(x.shape)}"
        record("resize", name, "torch", call, [x], {}, y, "nn.functional.interpolate", args)

    sizes = {1: ([11], [4], [7]), 2: ([9, 11], [4, 3], [13, 5], [7, 8]), 3: ([6, 4, 3], [2, 5, 7])}
    for rank, method in itertools.product((1, 2, 3), ("nearest", "nearest-exact", "area", "bilinear")):
        for size in sizes[rank]:
            x = normal(1, 2, *[7, 8, 5][:rank]) if rank < 3 else normal(1, 2, 4, 5, 4)
            run(method, x, size=size)
            if method == "bilinear":
                run(method, x, align_corners=True, size=size)
    for size, align_corners in itertools.product(sizes[2], (False, True)):
        run("bicubic", normal(1, 2, 7, 8), align_corners, size=size)
        for method in ("bilinear", "bicubic"):
            run(method, normal(1, 2, 7, 8), align_corners, antialias=True, size=size)
    for size in sizes[2]:
        run("lanczos3", normal(1, 2, 7, 8), antialias=True, size=size)
    for method, factor in itertools.product(
        ("nearest", "nearest-exact", "bilinear", "bicubic", "area"), (2.0, 0.5, 1.7, 0.61, [2.3, 1.5])
    ):
        run(method, normal(1, 2, 7, 8), scale_factor=factor)
        run(method, normal(1, 2, 7, 8), scale_factor=factor, recompute_scale_factor=True)
    for factor in (1.7, 0.61):
        run("bilinear", normal(1, 2, 7, 8), align_corners=True, scale_factor=factor)
        run("bilinear", normal(1, 2, 7, 8), antialias=True, scale_factor=factor)
        run("bicubic", normal(1, 2, 7, 8), antialias=True, scale_factor=factor)
    # Sizes at which float32 coordinates decide the neighbour.
    for method, n, m in itertools.product(("nearest", "nearest-exact"), (49, 41, 100), (7, 93, 131)):
        run(method, normal(1, 1, n), size=[m])
