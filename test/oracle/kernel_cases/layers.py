"""Rearrangements, pools, normalisations and dense layers."""
import itertools

import keras
import numpy as np
import tensorflow as tf
import torch
import torch.nn.functional as F

from .recording import (
    R,
    keras_run,
    named_weights,
    normal,
    ordered,
    per_axis,
    pick,
    randomise,
    record,
    spell,
    torch_weights,
)


def rearrangements():
    for block, layout in itertools.product((2, 3), ("channels_last", "channels_first")):
        x = ordered(normal(2, 2, 3, 2 * block * block), layout)
        y = (
            np.asarray(keras.ops.depth_to_space(x, block, data_format=layout))
            if hasattr(keras.ops, "depth_to_space")
            else None
        )
        if y is None:
            last = x if layout == "channels_last" else np.moveaxis(x, 1, -1)
            y = ordered(tf.nn.depth_to_space(last, block).numpy(), layout)
        record(
            "other",
            f"depth_to_space({block}, {layout})",
            "keras",
            {"op": "depth-to-space", "block": block, "order": "DCR", "layout": layout},
            [x],
            {},
            y,
        )
        last = y if layout == "channels_last" else np.moveaxis(y, 1, -1)
        z = ordered(tf.nn.space_to_depth(last, block).numpy(), layout)
        record(
            "other",
            f"space_to_depth({block}, {layout})",
            "keras",
            {"op": "space-to-depth", "block": block, "order": "DCR", "layout": layout},
            [y],
            {},
            z,
        )
    for block in (2, 3, 4):
        x = normal(1, 2 * block * block, 3, 2)
        y = F.pixel_shuffle(torch.from_numpy(x), block).numpy()
        args = {"upscale_factor": block}
        record(
            "other",
            f"PixelShuffle({block})",
            "torch",
            {"op": "depth-to-space", "block": block, "order": "CRD", "layout": "channels_first"},
            [x],
            {},
            y,
            "PixelShuffle",
            args,
        )
        args = {"downscale_factor": block}
        record(
            "other",
            f"PixelUnshuffle({block})",
            "torch",
            {"op": "space-to-depth", "block": block, "order": "CRD", "layout": "channels_first"},
            [y],
            {},
            F.pixel_unshuffle(torch.from_numpy(y), block).numpy(),
            "PixelUnshuffle",
            args,
        )


def pool_call(method, kernel, strides, padding, layout, **more):
    call = {
        "op": "pool",
        "method": method,
        "kernel": kernel,
        "strides": strides,
        "dilation": [1] * len(kernel),
        "padding": padding,
    }
    return {**call, "ceilMode": False, "countPadding": False, "divisor": None, "layout": layout, **more}


def pools():
    for kind, rank in itertools.product(("Max", "Average"), (1, 2, 3)):
        for _ in range(8):
            k = per_axis(rank, 1, 4)
            s = per_axis(rank, 1, 3)
            layout = pick("channels_last", "channels_last", "channels_first")
            args = {"pool_size": k, "strides": s, "padding": pick("same", "valid")}
            x = ordered(normal(1, *[int(n) for n in R.integers(4, 8, rank)], 2), layout)
            name = f"{kind}Pooling{rank}D"
            y, _, transposed = keras_run(lambda f: getattr(keras.layers, name)(**args, data_format=f), x, layout)
            call = pool_call(kind.lower(), k, s, args["padding"], layout)
            args = {**args, "data_format": layout}
            record(
                "other",
                f"{spell(name, args)} on {list(x.shape)}",
                "keras",
                call,
                [x],
                {},
                y,
                name,
                args,
                transposed=transposed,
            )
    for rank in (1, 2, 3):
        for _ in range(9):
            k, s = per_axis(rank, 1, 4), per_axis(rank, 1, 3)
            p = [int(R.integers(0, n // 2 + 1)) for n in k]
            x = normal(1, 2, *[int(n) for n in R.integers(7, 10, rank)])
            ceil = bool(R.integers(2))
            d = per_axis(rank, 1, 2)
            args = {"kernel_size": k, "stride": s, "padding": p, "dilation": d, "ceil_mode": ceil}
            module = getattr(torch.nn, f"MaxPool{rank}d")(**args)
            call = pool_call("max", k, s, [[n, n] for n in p], "channels_first", dilation=d, ceilMode=ceil)
            record(
                "other",
                f"{spell(f'MaxPool{rank}d', args)} on {list(x.shape)}",
                "torch",
                call,
                [x],
                {},
                module(torch.from_numpy(x)).numpy(),
                f"MaxPool{rank}d",
                args,
            )
            args = {
                "kernel_size": k,
                "stride": s,
                "padding": p,
                "ceil_mode": ceil,
                "count_include_pad": bool(R.integers(2)),
            }
            if rank > 1 and R.random() < 0.3:
                args["divisor_override"] = 3
            module = getattr(torch.nn, f"AvgPool{rank}d")(**args)
            call = pool_call(
                "average",
                k,
                s,
                [[n, n] for n in p],
                "channels_first",
                ceilMode=ceil,
                countPadding=args["count_include_pad"],
                divisor=args.get("divisor_override"),
            )
            record(
                "other",
                f"{spell(f'AvgPool{rank}d', args)} on {list(x.shape)}",
                "torch",
                call,
                [x],
                {},
                module(torch.from_numpy(x)).numpy(),
                f"AvgPool{rank}d",
                args,
            )


def normalisations():
    for axis, center, scale in ((-1, True, True), (-1, False, True), (-1, True, False), (1, True, True)):
        x = normal(2, 3, 4, 5)
        args = {"axis": axis, "center": center, "scale": scale, "epsilon": 0.002}
        layer = keras.layers.BatchNormalization(**args)
        layer.build(x.shape)
        randomise(layer)
        call = {"op": "batch-norm", "axis": axis, "epsilon": 0.002, "scale": scale, "center": center}
        record(
            "other",
            spell("BatchNormalization", args),
            "keras",
            call,
            [x],
            named_weights(layer),
            np.asarray(layer(x, training=False)),
            "BatchNormalization",
            args,
        )
    for rank, affine in itertools.product((1, 2, 3), (True, False)):
        x = normal(2, 3, *[4, 2, 3][:rank])
        args = {"num_features": 3, "affine": affine}
        module = getattr(torch.nn, f"BatchNorm{rank}d")(**args).eval()
        weights = torch_weights(module)
        module.running_var.abs_().add_(0.1)
        weights["running_var"] = module.running_var.numpy().copy()
        call = {"op": "batch-norm", "axis": 1, "epsilon": 1e-5, "scale": affine, "center": affine}
        record(
            "other",
            spell(f"BatchNorm{rank}d", args),
            "torch",
            call,
            [x],
            weights,
            module(torch.from_numpy(x)).numpy(),
            f"BatchNorm{rank}d",
            args,
        )


def dense_layers():
    for shape, units, activation in (
        ((2, 5), 3, None),
        ((1, 4, 6), 7, "relu"),
        ((1, 2, 3, 4), 2, "softmax"),
        ((3, 17), 33, "tanh"),
    ):
        x = normal(*shape)
        args = {"units": units, "activation": activation}
        layer = keras.layers.Dense(**args)
        layer.build(x.shape)
        randomise(layer)
        call = {
            "op": "dense",
            "weightOrder": "in-out",
            "bias": True,
            "activation": activation and {"name": activation, "parameters": {}},
        }
        record(
            "other", spell("Dense", args), "keras", call, [x], named_weights(layer), np.asarray(layer(x)), "Dense", args
        )
    for shape, units, bias in (((2, 5), 3, True), ((1, 4, 6), 7, False), ((3, 17), 33, True)):
        x = normal(*shape)
        args = {"in_features": shape[-1], "out_features": units, "bias": bias}
        module = torch.nn.Linear(**args)
        weights = torch_weights(module)
        call = {"op": "dense", "weightOrder": "out-in", "bias": bias, "activation": None}
        record(
            "other",
            spell("Linear", args),
            "torch",
            call,
            [x],
            weights,
            module(torch.from_numpy(x)).numpy(),
            "Linear",
            args,
        )
