"""Convolutions and transposed convolutions of Keras."""
import itertools

import keras
import numpy as np
import tensorflow as tf

from .recording import R, keras_run, named_weights, normal, ordered, per_axis, pick, randomise, record, spell


def keras_convolution(rank, args, spatial, channels, layout="channels_last", batch=1):
    kind = f"Conv{rank}D"
    x = ordered(normal(batch, *spatial, channels), layout)
    groups = args.get("groups", 1)

    def make(data_format):
        return getattr(keras.layers, kind)(**args, data_format=data_format)

    if groups > 1:
        layer = make(layout)
        layer.build(x.shape)
        randomise(layer)
        weights = named_weights(layer)
        split = np.split(np.moveaxis(x, 1, -1) if layout == "channels_first" else x, groups, -1)
        outs = []
        for part, kernel, bias in zip(
            split, np.split(weights["kernel"], groups, -1), np.split(weights["bias"], groups)
        ):
            one = getattr(keras.layers, kind)(**{**args, "filters": args["filters"] // groups, "groups": 1})
            one.build(part.shape)
            one.set_weights([kernel, bias])
            outs.append(np.asarray(one(part)))
        output, transposed = ordered(np.concatenate(outs, -1), layout), layout == "channels_first"
    else:
        output, layer, transposed = keras_run(make, x, layout)
        weights = named_weights(layer)
    call = {
        "op": "convolution",
        "kernel": args["kernel_size"],
        "strides": args.get("strides", [1] * rank),
        "dilation": args.get("dilation_rate", [1] * rank),
        "padding": args.get("padding", "valid"),
        "paddingMode": "zeros",
        "groups": groups,
        "layout": layout,
        "weightOrder": "spatial-in-out",
        "bias": args.get("use_bias", True),
        "activation": {"name": args["activation"], "parameters": {}} if args.get("activation") else None,
    }
    args = {**args, "data_format": layout}
    name = f"{spell(kind, args)} on {list(x.shape)}"
    record("convolution", name, "keras", call, [x], weights, output, kind, args, transposed=transposed)


def keras_convolutions():
    for k, s, padding in itertools.product(range(1, 6), range(1, 5), ("same", "valid")):
        args = {"filters": int(R.integers(1, 6)), "kernel_size": [k, k], "strides": [s, s], "padding": padding}
        keras_convolution(2, args, [int(R.integers(k, 9)), int(R.integers(k, 10))], int(R.integers(1, 5)))
    for _ in range(14):
        k = per_axis(2, 1, 4)
        args = {"filters": 3, "kernel_size": k, "dilation_rate": per_axis(2, 1, 3), "padding": pick("same", "valid")}
        keras_convolution(2, args, [int(R.integers(10, 13)) for _ in k], 2)
    for rank in (1, 3):
        for _ in range(12):
            k, s = per_axis(rank, 1, 4), per_axis(rank, 1, 3)
            if rank == 3:
                s = [s[0]] * 3
            args = {"filters": 3, "kernel_size": k, "strides": s, "padding": pick("same", "valid")}
            keras_convolution(rank, args, [int(R.integers(4, 8)) for _ in k], 2)
    for _ in range(10):
        args = {
            "filters": 4,
            "kernel_size": per_axis(2, 1, 3),
            "strides": [pick(1, 2)] * 2,
            "padding": pick("same", "valid"),
        }
        keras_convolution(2, args, [6, 5], 3, "channels_first")
    for groups in (2, 3, 4):
        for layout in ("channels_last", "channels_first"):
            args = {"filters": 2 * groups, "kernel_size": [3, 2], "groups": groups, "padding": "same"}
            keras_convolution(2, args, [5, 6], 3 * groups if groups < 4 else 4, layout)
    for activation in ("relu", "softmax", "tanh", "gelu"):
        args = {"filters": 4, "kernel_size": [3, 3], "padding": "same", "activation": activation}
        keras_convolution(2, args, [5, 5], 3)
    # Wider than the fast kernels' tiles, more than one picture, no bias.
    keras_convolution(2, {"filters": 17, "kernel_size": [3, 3], "padding": "same"}, [7, 13], 9, batch=2)
    keras_convolution(2, {"filters": 8, "kernel_size": [1, 1], "padding": "same", "use_bias": False}, [6, 6], 8)
    for kind, rank in (("DepthwiseConv1D", 1), ("DepthwiseConv2D", 2)):
        for _ in range(5):
            s = pick(1, 2)
            args = {
                "kernel_size": per_axis(rank, 1, 4),
                "strides": [s] * rank,
                "padding": pick("same", "valid"),
                "depth_multiplier": pick(1, 2, 3),
            }
            channels = pick(2, 3)
            x = normal(1, *[7, 6][:rank], channels)
            layer = getattr(keras.layers, kind)(**args)
            layer.build(x.shape)
            randomise(layer)
            call = {
                "op": "convolution",
                "kernel": args["kernel_size"],
                "strides": args["strides"],
                "dilation": [1] * rank,
                "padding": args["padding"],
                "paddingMode": "zeros",
                "groups": channels,
                "layout": "channels_last",
                "weightOrder": "spatial-in-out",
                "bias": True,
                "activation": None,
            }
            record(
                "convolution",
                spell(kind, args),
                "keras",
                call,
                [x],
                named_weights(layer),
                np.asarray(layer(x)),
                kind,
                args,
            )


def transposed_window(sizes, outs, kernel, strides, dilation, padding):
    """Crop and output padding, from the size of the real output: TensorFlow computes the gradient of the convolution that
    leads from that output to the input, and pads as that convolution does."""
    crop, added = [], []
    for n, out, k, s, d in zip(sizes, outs, kernel, strides, dilation):
        window = (k - 1) * d + 1
        total = max((n - 1) * s + window - out, 0) if padding == "same" else 0
        rest = (n - 1) * s + window - total // 2 - out
        crop.append([total // 2, max(rest, 0)])
        added.append(max(-rest, 0))
    return crop, added


def keras_transposed(rank, args, spatial, channels, layout="channels_last", batch=1):
    kind = f"Conv{rank}DTranspose"
    x = ordered(normal(batch, *spatial, channels), layout)
    output, layer, transposed = keras_run(
        lambda f: getattr(keras.layers, kind)(**args, data_format=f), x, layout, always_last=True
    )
    outs = output.shape[1:-1] if layout == "channels_last" else output.shape[2:]
    strides = args.get("strides", [1] * rank)
    dilation = args.get("dilation_rate", [1] * rank)
    crop, added = transposed_window(spatial, outs, args["kernel_size"], strides, dilation, args["padding"])
    call = {
        "op": "transposed-convolution",
        "kernel": args["kernel_size"],
        "strides": strides,
        "dilation": dilation,
        "crop": crop,
        "outputPadding": added,
        "groups": 1,
        "layout": layout,
        "weightOrder": "spatial-out-in",
        "bias": args.get("use_bias", True),
        "activation": {"name": args["activation"], "parameters": {}} if args.get("activation") else None,
    }
    args = {**args, "data_format": layout}
    name = f"{spell(kind, args)} on {list(x.shape)}"
    record("transposed", name, "keras", call, [x], named_weights(layer), output, kind, args, transposed=transposed)


def keras_transposeds():
    for k, s, padding in itertools.product(range(1, 6), range(1, 5), ("same", "valid")):
        args = {"filters": int(R.integers(1, 5)), "kernel_size": [k, k], "strides": [s, s], "padding": padding}
        keras_transposed(2, args, per_axis(2, 1, 5), int(R.integers(1, 4)))
    for _ in range(24):
        k, s = per_axis(2, 1, 5), per_axis(2, 2, 4)
        p = [int(R.integers(0, n)) for n in s]
        args = {"filters": 2, "kernel_size": k, "strides": s, "padding": pick("same", "valid"), "output_padding": p}
        try:
            keras_transposed(2, args, per_axis(2, 2, 4), 2)
        except (tf.errors.OpError, ValueError):
            continue  # TensorFlow refuses sizes that the convolution could not have come from
    for rank in (1, 3):
        for _ in range(10):
            args = {
                "filters": 2,
                "kernel_size": per_axis(rank, 1, 4),
                "strides": per_axis(rank, 1, 3),
                "padding": pick("same", "valid"),
            }
            keras_transposed(rank, args, per_axis(rank, 2, 4), 2)
    for _ in range(8):
        args = {
            "filters": 3,
            "kernel_size": per_axis(2, 1, 4),
            "strides": [pick(1, 2, 3)] * 2,
            "padding": pick("same", "valid"),
        }
        keras_transposed(2, args, per_axis(2, 2, 4), 2, "channels_first")
    for _ in range(6):
        args = {
            "filters": 2,
            "kernel_size": per_axis(2, 2, 3),
            "dilation_rate": [2, 2],
            "padding": pick("same", "valid"),
        }
        keras_transposed(2, args, per_axis(2, 4, 6), 2)
    args = {"filters": 32, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same", "activation": "relu"}
    keras_transposed(2, args, [8, 8], 3)
    keras_transposed(2, {**args, "filters": 11}, [7, 9], 5, batch=2)
