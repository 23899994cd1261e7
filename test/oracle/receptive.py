"""
Records how far the output of small models sees into their input, measured on the real frameworks: the gradient of one output position
with all weights one (so that nothing cancels), over one period of positions in the middle of the picture.

    V/bin/python test/oracle/receptive.py        writes test/recorded/receptive.json
"""
import json
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

TORCH = {
    "a plain stack": (64, "nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.Conv2d(1, 1, 5, padding=2), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3, padding=1))"),
    "strides and dilation": (96, "nn.Sequential(nn.Conv2d(1, 1, 3, stride=2, padding=1), nn.Conv2d(1, 1, 3, dilation=4, padding=4), nn.Conv2d(1, 1, (1, 7), stride=(2, 1)))"),
    "transposed, kernel 3 stride 2": (48, "nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1), nn.Conv2d(1, 1, 3, padding=1))"),
    "transposed, kernel 4 stride 2, twice": (32, "nn.Sequential(nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1), nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1), nn.Conv2d(1, 1, 3, padding=1))"),
    "transposed with dilation": (40, "nn.Sequential(nn.ConvTranspose2d(1, 1, 3, stride=2, dilation=2, padding=2), nn.Conv2d(1, 1, 3))"),
    "transposed, stride 3 with holes": (30, "nn.Sequential(nn.ConvTranspose2d(1, 1, 2, stride=3), nn.Conv2d(1, 1, 3, padding=1))"),
    "nearest": (40, "nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.Upsample(scale_factor=2), nn.Conv2d(1, 1, 3, padding=1))"),
    "bilinear": (40, "nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.Upsample(scale_factor=2, mode='bilinear'), nn.Conv2d(1, 1, 3, padding=1))"),
    "bilinear, factor 3": (40, "nn.Sequential(nn.Upsample(scale_factor=3, mode='bilinear'), nn.Conv2d(1, 1, 3, padding=1))"),
    "bicubic": (40, "nn.Sequential(nn.Upsample(scale_factor=2, mode='bicubic'), nn.Conv2d(1, 1, 1))"),
    "nearest to a size": (30, "nn.Sequential(nn.Upsample(size=45), nn.Conv2d(1, 1, 3, padding=1))"),
    "bilinear to a size": (30, "nn.Sequential(nn.Upsample(size=45, mode='bilinear'), nn.Conv2d(1, 1, 3, padding=1))"),
    "down by bilinear": (60, "nn.Sequential(nn.Upsample(size=40, mode='bilinear'), nn.Conv2d(1, 1, 3, padding=1))"),
    "sub-pixel": (40, "nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.PixelShuffle(2), nn.Conv2d(1, 1, 3, padding=1))"),
    "space to depth": (48, "nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(4, 1, 3, padding=1))"),
    "hourglass": (64, "nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3, padding=1), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3, padding=1), nn.ConvTranspose2d(1, 1, 2, stride=2), nn.Conv2d(1, 1, 3, padding=1), nn.Upsample(scale_factor=2, mode='bilinear'), nn.Conv2d(1, 1, 3, padding=1))"),
    "padding and cropping": (40, "nn.Sequential(nn.ZeroPad2d((3, 1, 0, 2)), nn.Conv2d(1, 1, 3), nn.ZeroPad2d((-2, 0, 0, 0)), nn.AvgPool2d(3, 2))"),
    "adaptive pooling": (48, "nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.AdaptiveAvgPool2d(16))"),
    "a signal": (128, "nn.Sequential(nn.Conv1d(1, 1, 7, stride=2, padding=3), nn.Conv1d(1, 1, 3, dilation=3, padding=3), nn.ConvTranspose1d(1, 1, 8, stride=4, padding=2))"),
    "depthwise": (48, "nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 4, 5, padding=2, groups=4), nn.Conv2d(4, 1, 1))"),
}

SKIPS = '''
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 1, 3, padding=1)
        self.down = nn.Conv2d(1, 1, 3, stride=2, padding=1)
        self.deep = nn.Conv2d(1, 1, 5, padding=2)
        self.up = nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1)
        self.last = nn.Conv2d(2, 1, 3, padding=1)

    def forward(self, x):
        skip = self.first(x)
        x = self.deep(self.down(skip))
        x = torch.cat([skip, self.up(x)], dim=1)
        return self.last(x)
'''
RESIDUAL = '''
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Conv2d(1, 1, 7)
        self.two = nn.Conv2d(1, 1, 3)

    def forward(self, x):
        y = self.two(self.one(x))
        return y + x[:, :, 2:-6, 4:-4]
'''
CLASSES = {"skips": (64, SKIPS), "a residual of a cropped input": (48, RESIDUAL)}

KERAS = {
    "same padding": (64, "keras.Sequential([keras.Input(({n}, {n}, 1)), L.Conv2D(1, 3, padding='same'), L.Conv2D(1, 4, strides=2, padding='same'), L.AveragePooling2D(2), L.Conv2D(1, 3, dilation_rate=2, padding='same')])"),
    "transposed, kernel 3 stride 2": (40, "keras.Sequential([keras.Input(({n}, {n}, 1)), L.Conv2D(1, 3, padding='same'), L.Conv2DTranspose(1, 3, strides=2, padding='same'), L.Conv2D(1, 3, padding='same')])"),
    "bilinear": (40, "keras.Sequential([keras.Input(({n}, {n}, 1)), L.UpSampling2D(interpolation='bilinear'), L.Conv2D(1, 3, padding='same')])"),
    "nearest, factor 3": (40, "keras.Sequential([keras.Input(({n}, {n}, 1)), L.UpSampling2D(3), L.Conv2D(1, 3, padding='same')])"),
    "separable": (48, "keras.Sequential([keras.Input(({n}, {n}, 2)), L.SeparableConv2D(2, 5, strides=2, padding='same'), L.DepthwiseConv2D(3, padding='same')])"),
    "resizing": (30, "keras.Sequential([keras.Input(({n}, {n}, 1)), L.Resizing(45, 60), L.Conv2D(1, 3, padding='same')])"),
    "padding and cropping": (40, "keras.Sequential([keras.Input(({n}, {n}, 1)), L.ZeroPadding2D(((2, 0), (0, 3))), L.Conv2D(1, 3), L.Cropping2D(((1, 0), (0, 4))), L.AveragePooling2D(3, 2)])"),
    "a signal": (128, "keras.Sequential([keras.Input(({n}, 1)), L.Conv1D(1, 3, padding='causal', dilation_rate=4), L.Conv1D(1, 8, strides=4, padding='same'), L.UpSampling1D(2), L.Conv1D(1, 3)])"),
}


def extents(gradient_of, shape, window=6):
    """The most that one of the middle positions sees along each axis; `gradient_of(position)` has the input's spatial axes."""
    import itertools

    import numpy as np

    middle = [range(max(0, size // 2 - window // 2), min(size, size // 2 + window - window // 2)) for size in shape]
    # Along one axis at a time: windows are products of those of the axes.
    best = [0] * len(shape)
    for axis, positions in enumerate(middle):
        for position in positions:
            at = [list(each)[0] for each in middle]
            at[axis] = position
            others = itertools.product(*[[at[a]] if a == axis else list(middle[a])[:window] for a in range(len(shape))])
            seen = np.zeros(1)
            for each in others:
                seen = seen + np.abs(gradient_of(each))
            along = np.nonzero(seen.sum(axis=tuple(a for a in range(seen.ndim) if a != axis)))[0]
            if len(along):
                best[axis] = max(best[axis], int(along[-1] - along[0] + 1))
    return best


def with_torch(size, model, ones):
    import torch

    if ones:
        for parameter in model.parameters():
            torch.nn.init.ones_(parameter)
    first = next((m for m in model.modules() if isinstance(m, (torch.nn.Conv1d, torch.nn.ConvTranspose1d))), None)
    x = torch.zeros(1, 1, *([size] * (1 if first is not None else 2)), dtype=torch.float64, requires_grad=True)
    model.double()
    y = model(x)

    def gradient_of(position):
        (gradient,) = torch.autograd.grad(y[(0, 0, *position)], x, retain_graph=True)
        return gradient[0, 0].numpy()

    return extents(gradient_of, y.shape[2:])


def with_keras(size, text):
    import keras
    import tensorflow as tf
    from keras import layers as L

    model = eval(text.replace("{n}", str(size)), {"keras": keras, "L": L})
    model.set_weights([w * 0 + 1 for w in model.get_weights()])
    x = tf.Variable(tf.zeros((1, *model.input_shape[1:])))

    def gradient_of(position):
        with tf.GradientTape() as tape:
            y = tf.reduce_sum(model(x)[(0, *position)])
        return tape.gradient(y, x).numpy()[0].sum(-1)

    return extents(gradient_of, model.output_shape[1:-1])


def main():
    import torch
    from torch import nn

    recorded = []
    for name, (size, text) in TORCH.items():
        model = eval(text, {"nn": nn})
        rank = 1 if "1d" in text else 2
        code = f"import torch\nfrom torch import nn\nmodel = {text}\nmodel(torch.zeros(1, 1, {', '.join([str(size)] * rank)}))\n"
        recorded.append({"name": f"torch: {name}", "code": code, "sees": with_torch(size, model, True)})
    for name, (size, text) in CLASSES.items():
        scope = {"nn": nn, "torch": torch}
        exec(text, scope)
        code = f"import torch\nfrom torch import nn\n{text}\nmodel = Net()\nmodel(torch.zeros(1, 1, {size}, {size}))\n"
        recorded.append({"name": f"torch: {name}", "code": code, "sees": with_torch(size, scope["Net"](), True)})
    for name, (size, text) in KERAS.items():
        code = f"import keras\nfrom keras import layers as L\nmodel = {text.replace('{n}', str(size))}\n"
        recorded.append({"name": f"keras: {name}", "code": code, "sees": with_keras(size, text)})
    target = Path(__file__).parent.parent / "recorded/receptive.json"
    target.write_text(json.dumps(recorded, indent=1) + "\n")
    for each in recorded:
        print(each["name"], each["sees"])


main()
