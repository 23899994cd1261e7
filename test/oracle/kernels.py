"""Records outputs of the real Keras, TensorFlow and PyTorch for every kernel of the engine.

Run from the repository root: python test/oracle/kernels.py
It writes test/recorded/kernels-*.json. A case is
    {"name", "framework", "layer", "args", "call", "inputs", "weights", "output"}
where `call` is the KernelCall of extension/model/kernel.ts that this script derives from the framework's own documentation,
`layer` and `args` are what was called (null where several layers or a function without a record took part), and an array is
{"shape", "data"} with float32 little-endian bytes in base64.

TensorFlow on a CPU has no channels_first convolutions, pools and grouped convolutions. Where a Keras layer fails for that reason,
the output is that of the same layer in channels_last on the transposed input (`transposed` in the case), or of one layer per group.
Conv2DTranspose is always recorded so: with oneDNN it runs in channels_first, but TensorFlow 2.21 then gives other numbers than in
channels_last for a 2 x 2 kernel with stride 1 and padding='valid'.
"""
import base64
import itertools
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf
import torch
import torch.nn.functional as F

R = np.random.default_rng(20260102)
HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_grad_enabled(False)


def normal(*shape):
    return R.standard_normal(shape).astype(np.float32)


def array(value):
    value = np.ascontiguousarray(np.asarray(value), dtype="<f4")
    return {"shape": list(value.shape), "data": base64.b64encode(value.tobytes()).decode()}


CASES = {}


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


# ---- Keras convolutions -------------------------------------------------------------------------------------------------


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
        for part, kernel, bias in zip(split, np.split(weights["kernel"], groups, -1), np.split(weights["bias"], groups)):
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
        args = {"filters": 4, "kernel_size": per_axis(2, 1, 3), "strides": [pick(1, 2)] * 2, "padding": pick("same", "valid")}
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
            args = {"kernel_size": per_axis(rank, 1, 4), "strides": [s] * rank, "padding": pick("same", "valid"), "depth_multiplier": pick(1, 2, 3)}
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
            record("convolution", spell(kind, args), "keras", call, [x], named_weights(layer), np.asarray(layer(x)), kind, args)


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
    output, layer, transposed = keras_run(lambda f: getattr(keras.layers, kind)(**args, data_format=f), x, layout, always_last=True)
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
            args = {"filters": 2, "kernel_size": per_axis(rank, 1, 4), "strides": per_axis(rank, 1, 3), "padding": pick("same", "valid")}
            keras_transposed(rank, args, per_axis(rank, 2, 4), 2)
    for _ in range(8):
        args = {"filters": 3, "kernel_size": per_axis(2, 1, 4), "strides": [pick(1, 2, 3)] * 2, "padding": pick("same", "valid")}
        keras_transposed(2, args, per_axis(2, 2, 4), 2, "channels_first")
    for _ in range(6):
        args = {"filters": 2, "kernel_size": per_axis(2, 2, 3), "dilation_rate": [2, 2], "padding": pick("same", "valid")}
        keras_transposed(2, args, per_axis(2, 4, 6), 2)
    args = {"filters": 32, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same", "activation": "relu"}
    keras_transposed(2, args, [8, 8], 3)
    keras_transposed(2, {**args, "filters": 11}, [7, 9], 5, batch=2)


# ---- PyTorch convolutions -----------------------------------------------------------------------------------------------


def torch_weights(module):
    for p in list(module.parameters()) + list(module.buffers()):
        if p.dtype.is_floating_point:
            p.copy_(torch.from_numpy(normal(*p.shape)))
    return {n: p.numpy().copy() for n, p in itertools.chain(module.named_parameters(), module.named_buffers()) if p.dtype.is_floating_point}


def torch_convolution(rank, args, spatial, batch=1):
    kind = f"Conv{rank}d"
    module = getattr(torch.nn, kind)(**args)
    weights = torch_weights(module)
    x = normal(batch, args["in_channels"], *spatial)
    padding = args.get("padding", 0)
    if padding == "same" or padding == "valid":
        amounts = padding
    else:
        amounts = [[p, p] for p in (padding if isinstance(padding, list) else [padding] * rank)]
    call = {
        "op": "convolution",
        "kernel": args["kernel_size"],
        "strides": args.get("stride", [1] * rank),
        "dilation": args.get("dilation", [1] * rank),
        "padding": amounts,
        "paddingMode": args.get("padding_mode", "zeros"),
        "groups": args.get("groups", 1),
        "layout": "channels_first",
        "weightOrder": "out-in-spatial",
        "bias": args.get("bias", True),
        "activation": None,
    }
    name = f"{spell(kind, args)} on {list(x.shape)}"
    record("convolution", name, "torch", call, [x], weights, module(torch.from_numpy(x)).numpy(), kind, args)


def torch_convolutions():
    for k, s in itertools.product(range(1, 6), range(1, 5)):
        args = {"in_channels": int(R.integers(1, 5)), "out_channels": int(R.integers(1, 6)), "kernel_size": [k, k], "stride": [s, s], "padding": int(R.integers(0, 3))}
        torch_convolution(2, args, [int(R.integers(k, 9)), int(R.integers(k, 10))])
    for _ in range(16):
        rank = pick(1, 2, 3)
        k, d = per_axis(rank, 1, 3), per_axis(rank, 1, 3)
        groups = pick(1, 2, 3)
        args = {"in_channels": 2 * groups, "out_channels": groups * pick(1, 2), "kernel_size": k, "dilation": d, "groups": groups, "stride": per_axis(rank, 1, 3), "padding": per_axis(rank, 0, 2)}
        torch_convolution(rank, args, [int(R.integers(7, 9)) for _ in k])
    for mode, _ in itertools.product(("reflect", "replicate", "circular"), range(4)):
        rank = pick(1, 2, 2, 3) if mode != "reflect" else pick(1, 2)
        args = {"in_channels": 2, "out_channels": 3, "kernel_size": per_axis(rank, 2, 4), "stride": per_axis(rank, 1, 2), "padding": per_axis(rank, 0, 3), "padding_mode": mode}
        torch_convolution(rank, args, [int(R.integers(5, 8)) for _ in args["kernel_size"]])
    for k, d, mode in itertools.product((2, 3, 4), (1, 2), ("zeros", "reflect")):
        args = {"in_channels": 2, "out_channels": 2, "kernel_size": [k, 3], "dilation": [d, d], "padding": "same", "padding_mode": mode}
        torch_convolution(2, args, [8, 7])
    torch_convolution(2, {"in_channels": 10, "out_channels": 19, "kernel_size": [3, 3], "padding": 1, "bias": False}, [9, 8], batch=2)


def torch_transposed(rank, args, spatial, batch=1):
    kind = f"ConvTranspose{rank}d"
    module = getattr(torch.nn, kind)(**args)
    weights = torch_weights(module)
    x = normal(batch, args["in_channels"], *spatial)
    padding = args.get("padding", [0] * rank)
    call = {
        "op": "transposed-convolution",
        "kernel": args["kernel_size"],
        "strides": args.get("stride", [1] * rank),
        "dilation": args.get("dilation", [1] * rank),
        "crop": [[p, p] for p in padding],
        "outputPadding": args.get("output_padding", [0] * rank),
        "groups": args.get("groups", 1),
        "layout": "channels_first",
        "weightOrder": "in-out-spatial",
        "bias": args.get("bias", True),
        "activation": None,
    }
    name = f"{spell(kind, args)} on {list(x.shape)}"
    record("transposed", name, "torch", call, [x], weights, module(torch.from_numpy(x)).numpy(), kind, args)


def torch_transposeds():
    for k, s in itertools.product(range(1, 6), range(1, 5)):
        p = [int(n) for n in R.integers(0, (k + 1) // 2 + 1, 2)]
        args = {"in_channels": int(R.integers(1, 5)), "out_channels": int(R.integers(1, 4)), "kernel_size": [k, k], "stride": [s, s], "padding": p}
        args["output_padding"] = [int(n) for n in R.integers(0, s, 2)]
        try:
            torch_transposed(2, args, per_axis(2, 3, 5))
        except RuntimeError:
            torch_transposed(2, {**args, "padding": [0, 0]}, per_axis(2, 3, 5))
    for _ in range(24):
        rank = pick(1, 2, 3)
        k, d, s = per_axis(rank, 1, 3), per_axis(rank, 1, 3), per_axis(rank, 1, 3)
        groups = pick(1, 1, 2)
        op = [int(R.integers(0, max(a, b))) for a, b in zip(s, d)]
        args = {"in_channels": 2 * groups, "out_channels": groups * pick(1, 2), "kernel_size": k, "stride": s, "dilation": d, "padding": per_axis(rank, 0, 1), "output_padding": op, "groups": groups, "bias": bool(R.integers(2))}
        torch_transposed(rank, args, per_axis(rank, 3, 4))
    torch_transposed(2, {"in_channels": 9, "out_channels": 18, "kernel_size": [4, 4], "stride": [2, 2], "padding": [1, 1]}, [7, 8], batch=2)


# ---- resizing -------------------------------------------------------------------------------------------------------------


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
            record("resize", f"{spell('UpSampling2D', args)} on {list(x.shape)}", "keras", call, [x], {}, y, "UpSampling2D", args)
        x = normal(1, 2, 4, 3)
        args = {"size": [2, 3], "interpolation": interpolation, "data_format": "channels_first"}
        y = np.asarray(keras.layers.UpSampling2D(**args)(x))
        record("resize", spell("UpSampling2D", args), "keras", resize_call("keras", interpolation, y.shape[2:], "channels_first"), [x], {}, y, "UpSampling2D", args)
    x = normal(2, 5, 3)
    record("resize", "UpSampling1D(3)", "keras", resize_call("keras", "nearest", [15], "channels_last"), [x], {}, np.asarray(keras.layers.UpSampling1D(3)(x)), "UpSampling1D", {"size": 3})
    for layout in ("channels_last", "channels_first"):
        x = ordered(normal(1, 2, 3, 2, 2), layout)
        args = {"size": [2, 1, 3], "data_format": layout}
        record("resize", spell("UpSampling3D", args), "keras", resize_call("keras", "nearest", [4, 3, 6], layout), [x], {}, np.asarray(keras.layers.UpSampling3D(**args)(x)), "UpSampling3D", args)
    for method, antialias, layout in itertools.product(("nearest", "bilinear", "bicubic", "lanczos3"), (False, True), ("channels_last", "channels_first")):
        x = ordered(normal(1, 6, 5, 2), layout)
        args = {"height": 4, "width": 8, "interpolation": method, "antialias": antialias, "data_format": layout}
        y = np.asarray(keras.layers.Resizing(**args)(x))
        record("resize", spell("Resizing", args), "keras", resize_call("keras", method, [4, 8], layout, antialias=antialias), [x], {}, y, "Resizing", args)
    methods = ("nearest", "bilinear", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic")
    for method, antialias, size in itertools.product(methods, (False, True), ([9, 11], [4, 3], [13, 5], [7, 8])):
        x = normal(1, 7, 8, 2)
        y = tf.image.resize(x, size, method, antialias=antialias).numpy()
        args = {"size": size, "method": method, "antialias": antialias}
        call = resize_call("keras", method, size, "channels_last", antialias=antialias)
        record("resize", spell("tf.image.resize", args), "keras", call, [x], {}, y, "tf.image.resize", args)
    for method, size in itertools.product(("nearest", "bilinear", "bicubic"), ([12, 9], [3, 5], [7, 1])):
        x = normal(1, 6, 7, 2)
        function = {"nearest": "resize_nearest_neighbor", "bilinear": "resize_bilinear", "bicubic": "resize_bicubic"}[method]
        y = getattr(tf.compat.v1.image, function)(x, size, align_corners=True).numpy()
        name = f"tf.compat.v1.image.{function}({size}, align_corners=True)"
        record("resize", name, "keras", resize_call("keras", method, size, "channels_last", align_corners=True), [x], {}, y)


def torch_resizes():
    names = {("bilinear", 1): "linear", ("bilinear", 3): "trilinear", ("lanczos3", 2): "lanczos"}

    def run(method, x, align_corners=False, antialias=False, **target):
        rank = x.ndim - 2
        mode = names.get((method, rank), method)
        more = {"align_corners": align_corners} if method in ("bilinear", "bicubic") else {}
        y = F.interpolate(torch.from_numpy(x), mode=mode, antialias=antialias, **target, **more).numpy()
        factor = target.get("scale_factor")
        scale = None if factor is None or target.get("recompute_scale_factor") or method == "area" else factor if isinstance(factor, list) else [factor] * rank
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
    for method, factor in itertools.product(("nearest", "nearest-exact", "bilinear", "bicubic", "area"), (2.0, 0.5, 1.7, 0.61, [2.3, 1.5])):
        run(method, normal(1, 2, 7, 8), scale_factor=factor)
        run(method, normal(1, 2, 7, 8), scale_factor=factor, recompute_scale_factor=True)
    for factor in (1.7, 0.61):
        run("bilinear", normal(1, 2, 7, 8), align_corners=True, scale_factor=factor)
        run("bilinear", normal(1, 2, 7, 8), antialias=True, scale_factor=factor)
        run("bicubic", normal(1, 2, 7, 8), antialias=True, scale_factor=factor)
    # Sizes at which float32 coordinates decide the neighbour.
    for method, n, m in itertools.product(("nearest", "nearest-exact"), (49, 41, 100), (7, 93, 131)):
        run(method, normal(1, 1, n), size=[m])


# ---- everything else ------------------------------------------------------------------------------------------------------


def rearrangements():
    for block, layout in itertools.product((2, 3), ("channels_last", "channels_first")):
        x = ordered(normal(2, 2, 3, 2 * block * block), layout)
        y = np.asarray(keras.ops.depth_to_space(x, block, data_format=layout)) if hasattr(keras.ops, "depth_to_space") else None
        if y is None:
            last = x if layout == "channels_last" else np.moveaxis(x, 1, -1)
            y = ordered(tf.nn.depth_to_space(last, block).numpy(), layout)
        record("other", f"depth_to_space({block}, {layout})", "keras", {"op": "depth-to-space", "block": block, "order": "DCR", "layout": layout}, [x], {}, y)
        last = y if layout == "channels_last" else np.moveaxis(y, 1, -1)
        z = ordered(tf.nn.space_to_depth(last, block).numpy(), layout)
        record("other", f"space_to_depth({block}, {layout})", "keras", {"op": "space-to-depth", "block": block, "order": "DCR", "layout": layout}, [y], {}, z)
    for block in (2, 3, 4):
        x = normal(1, 2 * block * block, 3, 2)
        y = F.pixel_shuffle(torch.from_numpy(x), block).numpy()
        args = {"upscale_factor": block}
        record("other", f"PixelShuffle({block})", "torch", {"op": "depth-to-space", "block": block, "order": "CRD", "layout": "channels_first"}, [x], {}, y, "PixelShuffle", args)
        args = {"downscale_factor": block}
        record("other", f"PixelUnshuffle({block})", "torch", {"op": "space-to-depth", "block": block, "order": "CRD", "layout": "channels_first"}, [y], {}, F.pixel_unshuffle(torch.from_numpy(y), block).numpy(), "PixelUnshuffle", args)


def pool_call(method, kernel, strides, padding, layout, **more):
    call = {"op": "pool", "method": method, "kernel": kernel, "strides": strides, "dilation": [1] * len(kernel), "padding": padding}
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
            record("other", f"{spell(name, args)} on {list(x.shape)}", "keras", call, [x], {}, y, name, args, transposed=transposed)
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
            record("other", f"{spell(f'MaxPool{rank}d', args)} on {list(x.shape)}", "torch", call, [x], {}, module(torch.from_numpy(x)).numpy(), f"MaxPool{rank}d", args)
            args = {"kernel_size": k, "stride": s, "padding": p, "ceil_mode": ceil, "count_include_pad": bool(R.integers(2))}
            if rank > 1 and R.random() < 0.3:
                args["divisor_override"] = 3
            module = getattr(torch.nn, f"AvgPool{rank}d")(**args)
            call = pool_call("average", k, s, [[n, n] for n in p], "channels_first", ceilMode=ceil, countPadding=args["count_include_pad"], divisor=args.get("divisor_override"))
            record("other", f"{spell(f'AvgPool{rank}d', args)} on {list(x.shape)}", "torch", call, [x], {}, module(torch.from_numpy(x)).numpy(), f"AvgPool{rank}d", args)


def normalisations():
    for axis, center, scale in ((-1, True, True), (-1, False, True), (-1, True, False), (1, True, True)):
        x = normal(2, 3, 4, 5)
        args = {"axis": axis, "center": center, "scale": scale, "epsilon": 0.002}
        layer = keras.layers.BatchNormalization(**args)
        layer.build(x.shape)
        randomise(layer)
        call = {"op": "batch-norm", "axis": axis, "epsilon": 0.002, "scale": scale, "center": center}
        record("other", spell("BatchNormalization", args), "keras", call, [x], named_weights(layer), np.asarray(layer(x, training=False)), "BatchNormalization", args)
    for rank, affine in itertools.product((1, 2, 3), (True, False)):
        x = normal(2, 3, *[4, 2, 3][:rank])
        args = {"num_features": 3, "affine": affine}
        module = getattr(torch.nn, f"BatchNorm{rank}d")(**args).eval()
        weights = torch_weights(module)
        module.running_var.abs_().add_(0.1)
        weights["running_var"] = module.running_var.numpy().copy()
        call = {"op": "batch-norm", "axis": 1, "epsilon": 1e-5, "scale": affine, "center": affine}
        record("other", spell(f"BatchNorm{rank}d", args), "torch", call, [x], weights, module(torch.from_numpy(x)).numpy(), f"BatchNorm{rank}d", args)


def activation_case(name, framework, neutral, parameters, x, y, weights={}, layer=None, args=None):
    call = {"op": "activation", "activation": {"name": neutral, "parameters": parameters}}
    record("other", name, framework, call, [x], weights, y, layer, args)


def activations():
    values = np.concatenate([normal(40) * 3, [0, -0.0, 1, -1, 0.5, -0.5, 3, -3, 6, 6.5, 20, -20, 50, -50]]).astype(np.float32).reshape(1, 9, 6)
    a = keras.activations
    for name, parameters in (
        ("relu", {}), ("relu6", {}), ("leaky_relu", {"negative_slope": 0.2}), ("elu", {}), ("elu", {"alpha": 0.7}), ("celu", {"alpha": 0.6}), ("selu", {}), ("gelu", {}),
        ("silu", {}), ("mish", {}), ("sigmoid", {}), ("log_sigmoid", {}), ("hard_sigmoid", {}), ("hard_silu", {}), ("tanh", {}), ("hard_tanh", {}), ("tanh_shrink", {}),
        ("soft_shrink", {"threshold": 0.6}), ("hard_shrink", {"threshold": 0.6}), ("softplus", {}), ("softsign", {}), ("squareplus", {"b": 3}), ("sparse_plus", {}),
        ("sparse_sigmoid", {}), ("exponential", {}), ("linear", {}), ("softmax", {"axis": -1}), ("softmax", {"axis": 1}), ("log_softmax", {"axis": -1}),
        ("relu", {"negative_slope": 0.1, "max_value": 4, "threshold": 0.5}), ("glu", {"axis": -1}),
    ):
        x = np.clip(values, -30, 30) if name == "exponential" else values
        y = np.asarray(getattr(a, name)(x, **parameters))
        kind, args = ("Activation", {"activation": name}) if not parameters or name == "leaky_relu" else (None, None)
        activation_case(f"keras.activations.{name}({parameters})", "keras", name, parameters, x, y, {}, kind, args)
    activation_case("gelu(approximate=True)", "keras", "gelu_tanh", {}, values, np.asarray(a.gelu(values, approximate=True)))
    activation_case("threshold", "keras", "threshold", {"threshold": 0.3, "default_value": -7}, values, np.asarray(a.threshold(values, 0.3, -7)))
    for kind, args, neutral, parameters in (
        ("ReLU", {}, "relu", {}), ("ReLU6", {}, "relu6", {}), ("LeakyReLU", {}, "leaky_relu", {"negative_slope": 0.01}), ("LeakyReLU", {"negative_slope": 0.3}, "leaky_relu", {"negative_slope": 0.3}),
        ("ELU", {"alpha": 1.3}, "elu", {"alpha": 1.3}), ("CELU", {"alpha": 0.4}, "celu", {"alpha": 0.4}), ("SELU", {}, "selu", {}), ("GELU", {}, "gelu", {}),
        ("GELU", {"approximate": "tanh"}, "gelu_tanh", {}), ("SiLU", {}, "silu", {}), ("Mish", {}, "mish", {}), ("Sigmoid", {}, "sigmoid", {}), ("LogSigmoid", {}, "log_sigmoid", {}),
        ("Hardsigmoid", {}, "hard_sigmoid", {}), ("Hardswish", {}, "hard_silu", {}), ("Tanh", {}, "tanh", {}), ("Hardtanh", {"min_val": -2, "max_val": 0.5}, "hard_tanh", {"min_val": -2, "max_val": 0.5}),
        ("Tanhshrink", {}, "tanh_shrink", {}), ("Softshrink", {"lambd": 0.7}, "soft_shrink", {"lambd": 0.7}), ("Hardshrink", {"lambd": 0.7}, "hard_shrink", {"lambd": 0.7}),
        ("Softplus", {"beta": 2, "threshold": 5}, "softplus", {"beta": 2, "threshold": 5}), ("Softplus", {}, "softplus", {"beta": 1, "threshold": 20}), ("Softsign", {}, "softsign", {}),
        ("Threshold", {"threshold": 0.2, "value": 5}, "threshold", {"threshold": 0.2, "value": 5}), ("Softmax", {"dim": 1}, "softmax", {"axis": 1}), ("LogSoftmax", {"dim": 2}, "log_softmax", {"axis": 2}),
        ("Softmin", {"dim": 1}, "softmin", {"axis": 1}), ("GLU", {"dim": 2}, "glu", {"axis": 2}),
    ):
        y = getattr(torch.nn, kind)(**args)(torch.from_numpy(values)).numpy()
        recorded = (None, None) if kind == "Softmin" else (kind, args)  # Softmin has no layer record yet
        activation_case(spell(kind, args), "torch", neutral, parameters, values, y, {}, *recorded)
    for kind, args, neutral, parameters in (
        ("ReLU", {"negative_slope": 0.1, "max_value": 4, "threshold": 0.5}, "relu", {"negative_slope": 0.1, "max_value": 4, "threshold": 0.5}), ("ReLU", {}, "relu", {}), ("ReLU", {"max_value": 6}, "relu6", {}),
        ("LeakyReLU", {}, "leaky_relu", {"negative_slope": 0.3}), ("ELU", {"alpha": 0.8}, "elu", {"alpha": 0.8}), ("Softmax", {"axis": 1}, "softmax", {"axis": 1}),
    ):
        y = np.asarray(getattr(keras.layers, kind)(**args)(values))
        activation_case(spell(kind, args), "keras", neutral, parameters, values, y, {}, kind, args)
    for shared in (None, [1, 2]):
        x = normal(2, 3, 4, 5)
        layer = keras.layers.PReLU(shared_axes=shared)
        layer.build(x.shape)
        randomise(layer)
        activation_case(f"PReLU(shared_axes={shared})", "keras", "prelu", {}, x, np.asarray(layer(x)), named_weights(layer), "PReLU", {"shared_axes": shared})
    for count in (1, 3):
        x = normal(2, 3, 4, 5)
        module = torch.nn.PReLU(count)
        weights = torch_weights(module)
        activation_case(f"PReLU({count})", "torch", "prelu", {}, x, module(torch.from_numpy(x)).numpy(), weights, "PReLU", {"num_parameters": count})


def dense_layers():
    for shape, units, activation in (((2, 5), 3, None), ((1, 4, 6), 7, "relu"), ((1, 2, 3, 4), 2, "softmax"), ((3, 17), 33, "tanh")):
        x = normal(*shape)
        args = {"units": units, "activation": activation}
        layer = keras.layers.Dense(**args)
        layer.build(x.shape)
        randomise(layer)
        call = {"op": "dense", "weightOrder": "in-out", "bias": True, "activation": activation and {"name": activation, "parameters": {}}}
        record("other", spell("Dense", args), "keras", call, [x], named_weights(layer), np.asarray(layer(x)), "Dense", args)
    for shape, units, bias in (((2, 5), 3, True), ((1, 4, 6), 7, False), ((3, 17), 33, True)):
        x = normal(*shape)
        args = {"in_features": shape[-1], "out_features": units, "bias": bias}
        module = torch.nn.Linear(**args)
        weights = torch_weights(module)
        call = {"op": "dense", "weightOrder": "out-in", "bias": bias, "activation": None}
        record("other", spell("Linear", args), "torch", call, [x], weights, module(torch.from_numpy(x)).numpy(), "Linear", args)


def tensors():
    x = normal(2, 3, 4)
    record("other", "Reshape", "keras", {"op": "reshape", "shape": [2, 6, 2]}, [x], {}, np.asarray(keras.layers.Reshape((6, 2))(x)), "Reshape", {"target_shape": [6, 2]})
    record("other", "Permute", "keras", {"op": "permute", "order": [0, 2, 1]}, [x], {}, np.asarray(keras.layers.Permute((2, 1))(x)), "Permute", {"dims": [2, 1]})
    x = normal(2, 3, 4, 5)
    record("other", "permute", "torch", {"op": "permute", "order": [0, 3, 1, 2]}, [x], {}, torch.from_numpy(x).permute(0, 3, 1, 2).numpy())
    parts = [normal(2, 3, 4), normal(2, 3, 1), normal(2, 3, 2)]
    record("other", "Concatenate", "keras", {"op": "concat", "axis": -1}, parts, {}, np.asarray(keras.layers.Concatenate()(parts)), "Concatenate", {})
    parts = [normal(2, 1, 4), normal(2, 3, 4)]
    record("other", "cat", "torch", {"op": "concat", "axis": 1}, parts, {}, torch.cat([torch.from_numpy(p) for p in parts], 1).numpy())
    merges = {"Add": "+", "Multiply": "*", "Maximum": "max", "Minimum": "min", "Average": "average"}
    for name, operator in merges.items():
        parts = [normal(2, 3, 4) for _ in range(3)]
        record("other", name, "keras", {"op": "binary", "operator": operator}, parts, {}, np.asarray(getattr(keras.layers, name)()(parts)), name, {})
    pair = [normal(2, 3, 4), normal(2, 3, 4)]
    record("other", "Subtract", "keras", {"op": "binary", "operator": "-"}, pair, {}, np.asarray(keras.layers.Subtract()(pair)), "Subtract", {})
    for operator, f in (("+", torch.add), ("-", torch.sub), ("*", torch.mul), ("/", torch.div), ("max", torch.maximum), ("min", torch.minimum)):
        pair = [normal(2, 1, 4), normal(3, 1)]
        record("other", f"{operator} broadcast", "torch", {"op": "binary", "operator": operator}, pair, {}, f(*map(torch.from_numpy, pair)).numpy())
    for operator, f in (("+", lambda t: t + 1.5), ("-", lambda t: t - 1.5), ("*", lambda t: t * 1.5), ("/", lambda t: t / 1.5), ("rsub", lambda t: 1.5 - t), ("rdiv", lambda t: 1.5 / t)):
        x = normal(2, 5)
        record("other", f"{operator} 1.5", "torch", {"op": "scalar", "operator": operator, "value": 1.5}, [x], {}, f(torch.from_numpy(x)).numpy())
    for power in (2, 0.5, -1):
        x = np.abs(normal(2, 5)) + 0.1
        record("other", f"** {power}", "torch", {"op": "scalar", "operator": "**", "value": power}, [x], {}, (torch.from_numpy(x) ** power).numpy())
    for layout in ("channels_last", "channels_first"):
        x = normal(1, 4, 5, 3)
        spatial = [[1, 2], [0, 3]]
        amounts = [[0, 0], *spatial, [0, 0]] if layout == "channels_last" else [[0, 0], [0, 0], *spatial]
        args = {"padding": spatial, "data_format": layout}
        record("other", spell("ZeroPadding2D", args), "keras", {"op": "pad", "amounts": amounts, "mode": "constant", "value": 0}, [x], {}, np.asarray(keras.layers.ZeroPadding2D(**args)(x)), "ZeroPadding2D", args)
        spatial = [[1, 1], [0, 1]]
        amounts = [[0, 0], *spatial, [0, 0]] if layout == "channels_last" else [[0, 0], [0, 0], *spatial]
        args = {"cropping": spatial, "data_format": layout}
        record("other", spell("Cropping2D", args), "keras", {"op": "crop", "amounts": amounts}, [x], {}, np.asarray(keras.layers.Cropping2D(**args)(x)), "Cropping2D", args)
    for mode in ("constant", "reflect", "replicate", "circular"):
        x = normal(1, 2, 4, 5)
        more = {"value": 2.5} if mode == "constant" else {}
        y = F.pad(torch.from_numpy(x), (1, 2, 3, 0), mode=mode, **more).numpy()
        call = {"op": "pad", "amounts": [[0, 0], [0, 0], [3, 0], [1, 2]], "mode": mode, "value": more.get("value", 0)}
        record("other", f"pad {mode}", "torch", call, [x], {}, y)
    x = normal(1, 2, 4, 5)
    call = {"op": "pad", "amounts": [[0, 0], [0, 0], [-1, 2], [1, -2]], "mode": "constant", "value": 0}
    record("other", "pad with negative amounts", "torch", call, [x], {}, F.pad(torch.from_numpy(x), (1, -2, -1, 2)).numpy())


def special_values():
    """NaN and infinity come out where the frameworks let them out. Not gelu: PyTorch's vectorised code makes NaN of infinity."""
    x = normal(1, 5, 5, 2)
    x[0, 2, 2, 0], x[0, 0, 4, 1] = np.nan, np.inf
    first = np.ascontiguousarray(np.moveaxis(x, -1, 1))
    y = F.max_pool2d(torch.from_numpy(first), 2).numpy()
    record("other", "max_pool2d of NaN", "torch", pool_call("max", [2, 2], [2, 2], [[0, 0], [0, 0]], "channels_first"), [first], {}, y)
    y = F.avg_pool2d(torch.from_numpy(first), 2).numpy()
    record("other", "avg_pool2d of NaN", "torch", pool_call("average", [2, 2], [2, 2], [[0, 0], [0, 0]], "channels_first"), [first], {}, y)
    for name in ("relu", "sigmoid", "tanh", "silu", "relu6", "hard_sigmoid"):
        f = {"hard_sigmoid": F.hardsigmoid}.get(name) or getattr(F, name)
        activation_case(f"{name} of NaN and infinity", "torch", name, {}, x, f(torch.from_numpy(x)).numpy())
    y = F.interpolate(torch.from_numpy(first), scale_factor=2, mode="nearest").numpy()
    record("resize", "nearest of NaN", "torch", resize_call("torch", "nearest", [10, 10], "channels_first"), [first], {}, y)


# ---- whole models ---------------------------------------------------------------------------------------------------------


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
                weights = {n: p.numpy().copy() for n, p in itertools.chain(layer.named_parameters(), layer.named_buffers()) if p.dtype.is_floating_point}
            out = layer(*[torch.from_numpy(v) for v in taken]).numpy()
        self.values.append(out)
        self.weights[number] = weights
        self.calls.append({"id": number, "layer": number, "kernel": kernel, "notRunnable": None, "inputs": list(inputs), "outputs": [number]})
        return number

    def record(self, name, picture):
        specs = {n: [{"name": k, "shape": list(w.shape), "initialiser": {"kind": "zeros"}, "trainable": True, "counted": True} for k, w in ws.items()] for n, ws in self.weights.items()}
        graph = {"framework": self.framework, "shapes": {i: list(v.shape) for i, v in enumerate(self.values)}, "inputs": [0], "calls": self.calls, "weights": specs}
        weights = {n: {k: array(w) for k, w in ws.items()} for n, ws in self.weights.items()}
        outputs = {i: array(v) for i, v in enumerate(self.values) if i > 0}
        CASES.setdefault("models", []).append({"name": name, "graph": graph, "picture": array(picture), "weights": weights, "outputs": outputs})


def keras_unet():
    """Two levels, with a skip, batch normalisation, a transposed convolution and a bilinear resize."""
    L = keras.layers
    picture = R.random((12, 16, 3)).astype(np.float32)
    g = Graph("keras", picture[None])
    relu = {"name": "relu", "parameters": {}}

    def conv(n, k, filters, activation=None):
        kernel = {"op": "convolution", "kernel": [k, k], "strides": [1, 1], "dilation": [1, 1], "padding": "same", "paddingMode": "zeros", "groups": 1, "layout": "channels_last", "weightOrder": "spatial-in-out", "bias": True, "activation": activation and {"name": activation, "parameters": {}}}
        return g.call(kernel, L.Conv2D(filters, k, padding="same", activation=activation, bias_initializer="random_normal"), n)

    down = conv(0, 3, 8)
    down = g.call({"op": "batch-norm", "axis": -1, "epsilon": 1e-3, "scale": True, "center": True}, L.BatchNormalization(), down)
    down = g.call({"op": "activation", "activation": relu}, L.Activation("relu"), down)
    n = g.call(pool_call("max", [2, 2], [2, 2], "valid", "channels_last"), L.MaxPooling2D(), down)
    n = conv(n, 3, 12, "gelu")
    up = {"op": "transposed-convolution", "kernel": [3, 3], "strides": [2, 2], "dilation": [1, 1], "crop": [[0, 1], [0, 1]], "outputPadding": [0, 0], "groups": 1, "layout": "channels_last", "weightOrder": "spatial-out-in", "bias": True, "activation": relu}
    a = g.call(up, L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"), n)
    b = g.call(resize_call("keras", "bilinear", [12, 16], "channels_last"), L.UpSampling2D(2, interpolation="bilinear"), n)
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
        kernel = {"op": "convolution", "kernel": [k, k], "strides": [1, 1], "dilation": [1, 1], "padding": [[k // 2, k // 2]] * 2, "paddingMode": args.get("padding_mode", "zeros"), "groups": args.get("groups", 1), "layout": "channels_first", "weightOrder": "out-in-spatial", "bias": True, "activation": None}
        return g.call(kernel, N.Conv2d(i, o, k, padding=k // 2, **args), n)

    n = conv(0, 3, 16, 5, padding_mode="reflect")
    n = g.call({"op": "batch-norm", "axis": 1, "epsilon": 1e-5, "scale": True, "center": True}, N.BatchNorm2d(16), n)
    n = g.call({"op": "activation", "activation": {"name": "leaky_relu", "parameters": {"negative_slope": 0.2}}}, N.LeakyReLU(0.2), n)
    n = conv(n, 16, 12, 3, groups=4)
    n = g.call({"op": "depth-to-space", "block": 2, "order": "CRD", "layout": "channels_first"}, N.PixelShuffle(2), n)
    r = g.call(resize_call("torch", "bicubic", [14, 18], "channels_first", [2, 2]), N.Upsample(scale_factor=2, mode="bicubic"), 0)
    n = g.call({"op": "binary", "operator": "+"}, torch.add, n, r)
    up = {"op": "transposed-convolution", "kernel": [4, 4], "strides": [2, 2], "dilation": [1, 1], "crop": [[1, 1], [1, 1]], "outputPadding": [0, 0], "groups": 1, "layout": "channels_first", "weightOrder": "in-out-spatial", "bias": True, "activation": None}
    n = g.call(up, N.ConvTranspose2d(3, 5, 4, 2, 1), n)
    n = g.call({"op": "activation", "activation": {"name": "tanh", "parameters": {}}}, torch.tanh, n)
    n = g.call(pool_call("average", [28, 36], [28, 36], [[0, 0], [0, 0]], "channels_first"), N.AvgPool2d((28, 36)), n)
    n = g.call({"op": "reshape", "shape": [1, 5]}, N.Flatten(), n)
    g.call({"op": "dense", "weightOrder": "out-in", "bias": True, "activation": None}, N.Linear(5, 4), n)
    g.record("PyTorch super-resolution", picture)


def main():
    keras_convolutions()
    torch_convolutions()
    keras_transposeds()
    torch_transposeds()
    keras_resizes()
    torch_resizes()
    rearrangements()
    pools()
    normalisations()
    activations()
    dense_layers()
    tensors()
    special_values()
    keras_unet()
    torch_super_resolution()
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "torch": torch.__version__}
    for group, cases in CASES.items():
        path = os.path.join(HERE, "..", "recorded", f"kernels-{group}.json")
        with open(path, "w") as file:
            lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
            file.write(f'{{"versions":{json.dumps(versions)},"cases":[\n{lines}\n]}}\n')
        print(group, len(cases), os.path.getsize(path))


if __name__ == "__main__":
    main()
