"""Options handed on through functions, dictionaries merged and popped, defaults overridden."""
from tensorflow import keras

DEFAULTS = dict(kernel_size=3, padding="same", activation="relu")
OVERRIDES = {"stem": dict(kernel_size=7, strides=2), "head": {"activation": None, "kernel_size": 1}}


def conv(filters, stage, **kwargs):
    options = {**DEFAULTS, **OVERRIDES.get(stage, {}), **kwargs}
    normalise = options.pop("normalise", True)
    activation = options.pop("activation")
    layers = [keras.layers.Conv2D(filters, use_bias=not normalise, name=f"{stage}_conv", **options)]
    if normalise:
        layers.append(keras.layers.BatchNormalization(name=f"{stage}_bn"))
    if activation is not None:
        layers.append(keras.layers.Activation(activation, name=f"{stage}_act"))
    return layers


def stack(*stages, width=8, growth=1.5, **common):
    layers = [keras.layers.InputLayer(shape=common.pop("shape"))]
    for index, stage in enumerate(stages):
        layers += conv(int(width * growth**index), stage, **common)
    return keras.Sequential(layers, name=common.get("name", "stack"))


model = stack("stem", "body", "tail", shape=(32, 32, 3), normalise=True)
shallow = stack("stem", "head", shape=(16, 16, 1), width=4, growth=2, normalise=False)
