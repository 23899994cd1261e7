"""Layers made from a table, functools.partial, dict arguments and string formatting."""
from functools import partial

import keras
from keras import layers

CONFIG = {
    "stem": dict(filters=16, kernel_size=7, strides=2),
    "stages": [(16, 1), (32, 2), (64, 2)],
    "head": {"units": 7, "activation": "softmax"},
}
conv = partial(layers.Conv2D, padding="same", activation=None, use_bias=False)


def make_model(config=CONFIG, input_shape=(96, 96, 3), *, include_top=True, width=1.0):
    inputs = keras.Input(input_shape)
    x = conv(**config["stem"], name="stem_conv")(inputs)
    for index, (filters, repeats) in enumerate(config["stages"], start=1):
        for n in range(repeats):
            x = conv(int(filters * width), (3, 3), strides=2 if n == 0 else 1, name=f"stage{index}_conv{n}")(x)
            x = layers.BatchNormalization(axis=-1, name="stage%d_bn%d" % (index, n))(x)
            x = layers.Activation("swish", name="stage{}_act{}".format(index, n))(x)
    if include_top:
        x = layers.GlobalAveragePooling2D()(x)
        x = layers.Dense(**config["head"])(x)
    return keras.Model(inputs, x, name="table_net")


full = make_model()
headless = make_model(include_top=False, width=0.5)
