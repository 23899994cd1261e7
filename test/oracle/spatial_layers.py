"""Records layers with spatial arguments that layers.py does not call: test/recorded/layers-spatial.json.

Run from the repository root: python test/oracle/spatial_layers.py [list]   (list: names every layer with spatial arguments that
neither file has). Per layer random calls from a fixed seed: [construction, input, output shape or null where it raises, parameters].
"""

import json
import os
import pathlib
import random
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
R = random.Random(20260202)
TARGET = pathlib.Path("test/recorded/layers-spatial.json")
SPATIAL = set(
    "kernel_size strides pool_size padding cropping size target_shape height width dilation_rate output_size stride "
    "scale_factor upscale_factor downscale_factor dilation output_padding groups".split()
)


def one(*values):
    return R.choice(values)


def axes(rank, low, high):
    return R.randint(low, high) if R.random() < 0.5 else tuple(R.randint(low, high) for _ in range(rank))


def text(name, *positional, **options):
    return f"{name}({', '.join([*map(repr, positional), *(f'{key}={value!r}' for key, value in options.items())])})"


def options(**choices):
    """Each argument with an even chance."""
    return {name: value for name, value in choices.items() if R.random() < 0.5}


def zeros(*shape, dtype=None):
    return f"torch.zeros({', '.join(map(str, shape))}{'' if dtype is None else f', dtype={dtype}'})"


def sizes(rank, low=4, high=12):
    return [R.randint(low, high) for _ in range(rank)]


def torch_case(name):
    rank = next((int(letter) for letter in name if letter in "123"), 2)
    if name == "ChannelShuffle":
        return text("nn." + name, R.randint(1, 4)), zeros(2, R.randint(1, 12), *sizes(2))
    if name in ("LocalResponseNorm", "CrossMapLRN2d"):
        return text("nn." + name, R.randint(1, 5)), zeros(2, R.randint(1, 6), *sizes(2))
    if name == "Unfold":
        given = options(dilation=axes(2, 1, 2), padding=axes(2, 0, 2), stride=axes(2, 1, 3))
        return text("nn.Unfold", axes(2, 1, 4), **given), zeros(2, R.randint(1, 4), *sizes(2))
    if name == "Fold":
        kernel, stride, padding = R.randint(1, 3), R.randint(1, 3), R.randint(0, 1)
        output = tuple(sizes(2))
        blocks = 1
        for size in output:
            blocks *= max(0, (size + 2 * padding - kernel) // stride + 1)
        blocks += 1 if R.random() < 0.2 else 0
        channels = kernel * kernel * R.randint(1, 3) + (1 if R.random() < 0.1 else 0)
        return text("nn.Fold", output, kernel, stride=stride, padding=padding), zeros(2, channels, blocks)
    if name.startswith("LPPool"):
        given = options(stride=axes(rank, 1, 3) if rank > 1 else R.randint(1, 3), ceil_mode=True)
        return text("nn." + name, one(1, 2, 3), axes(rank, 1, 4) if rank > 1 else R.randint(1, 4), **given), zeros(2, R.randint(1, 4), *sizes(rank))
    if name.startswith("MaxUnpool"):
        given = options(stride=axes(rank, 1, 3), padding=R.randint(0, 1))
        shape = [2, R.randint(1, 3), *sizes(rank, 2, 6)]
        return text("nn." + name, axes(rank, 2, 3), **given), f"{zeros(*shape)}, {zeros(*shape, dtype='torch.int64')}"
    given = options(stride=axes(rank, 1, 3), padding=axes(rank, 0, 2), dilation=axes(rank, 1, 2), bias=False, groups=one(1, 2, 3))
    if "Transpose" in name:
        given |= options(output_padding=R.randint(0, 2))
    return text("nn." + name, R.randint(1, 8), axes(rank, 1, 4), **given), zeros(2, R.choice([1, 2, 3, 4, 6]), *sizes(rank))


TORCH = """ChannelShuffle CrossMapLRN2d Fold LPPool1d LPPool2d LPPool3d LazyConv1d LazyConv2d
LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d LocalResponseNorm MaxUnpool1d MaxUnpool2d MaxUnpool3d
Unfold""".split()


def keras_case(name):
    rank = next((int(letter) for letter in name if letter in "123"), 2)
    name = "layers." + name
    if "Crop" in name:
        return text(name, R.randint(1, 9), R.randint(1, 9)), shape_text(sizes(2, 2, 12) + [R.randint(1, 3)])
    given = options(strides=axes(rank, 1, 3), padding=one("same", "valid"))
    if "Pool" in name:
        return text(name, axes(rank, 1, 4), **given), shape_text(sizes(rank) + [R.randint(1, 4)])
    given |= options(use_bias=False)
    if "LSTM" in name:
        given |= options(return_sequences=True)
        return text(name, R.randint(1, 4), axes(rank, 1, 3), **given), shape_text([R.randint(1, 4), *sizes(rank, 4, 8), R.randint(1, 3)])
    if "Separable" in name:
        given = {**given, "strides": R.randint(1, 3)}
    if R.random() < 0.3:
        given = {**{key: value for key, value in given.items() if key != "strides"}, "dilation_rate": R.randint(1, 2)}
    if "Transpose" in name:
        given |= options(output_padding=R.randint(0, 2))
    elif "Separable" not in name:
        given |= options(groups=one(1, 2, 3))
    return text(name, R.randint(1, 6), axes(rank, 1, 4), **given), shape_text(sizes(rank) + [R.randint(1, 6)])


def shape_text(shape):
    return f"keras.Input({tuple(shape)!r})"


KERAS = """AvgPool1D AvgPool2D AvgPool3D MaxPool1D MaxPool2D MaxPool3D CenterCrop RandomCrop ConvLSTM1D ConvLSTM2D ConvLSTM3D
Convolution1D Convolution2D Convolution3D Convolution1DTranspose Convolution2DTranspose Convolution3DTranspose
SeparableConvolution1D SeparableConvolution2D""".split()


def missing():
    for framework, prefix in (("keras", "layers."), ("torch", "nn.")):
        known = {entry["layer"] for entry in json.loads(pathlib.Path(f"test/recorded/layers-{framework}.json").read_text())["layers"]}
        known |= set(KERAS if framework == "keras" else TORCH)
        signatures = json.loads(pathlib.Path(f"extension/frameworks/{framework}/signatures.json").read_text())
        for key, signature in signatures.items():
            name = key.removeprefix(prefix)
            if key.startswith(prefix) and name.isalnum() and name not in known and SPATIAL & {part[0] for part in signature}:
                print(framework, name)


def run(names, case, namespace, count, parameters):
    recorded = {}
    for name in names:
        recorded[name] = []
        for _ in range(count):
            construction, given = case(name)
            try:
                layer = eval(construction, namespace)
                output = list(eval(f"layer({given})", {**namespace, "layer": layer}).shape)
            except Exception:
                recorded[name].append([construction, given, None, None])
            else:
                recorded[name].append([construction, given, output, parameters(layer)])
    return recorded


def main():
    if sys.argv[1:] == ["list"]:
        missing()
        return
    import keras
    import torch

    found = {
        "torch": run(TORCH, torch_case, {"torch": torch, "nn": torch.nn}, 25, lambda layer: sum(p.numel() for p in layer.parameters())),
        "keras": run(KERAS, keras_case, {"keras": keras, "layers": keras.layers}, 15, lambda layer: layer.count_params()),
    }
    lines = [
        f'"{framework}": {{\n' + ",\n".join(f' "{name}": {json.dumps(cases)}' for name, cases in layers.items()) + "\n}"
        for framework, layers in found.items()
    ]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print({framework: sum(map(len, layers.values())) for framework, layers in found.items()})


if __name__ == "__main__":
    main()
