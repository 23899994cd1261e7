"""SRCNN, FSRCNN and ESPCN from one registry of builders."""
import keras
from keras import layers
from keras.layers import PReLU

BUILDERS = {}


def register(name):
    def wrap(function):
        BUILDERS[name] = function
        return function

    return wrap


@register("srcnn")
def srcnn(scale, channels=1):
    low = keras.Input((None, None, channels))
    x = layers.UpSampling2D(scale, interpolation="bicubic")(low)
    x = layers.Conv2D(16, 9, activation="relu", padding="same")(x)
    x = layers.Conv2D(8, 1, activation="relu", padding="same")(x)
    return keras.Model(low, layers.Conv2D(channels, 5, padding="same")(x), name="srcnn")


@register("fsrcnn")
def fsrcnn(scale, channels=1, d=14, s=6, m=2):
    low = keras.Input((None, None, channels))
    x = PReLU(shared_axes=[1, 2])(layers.Conv2D(d, 5, padding="same")(low))
    x = PReLU(shared_axes=[1, 2])(layers.Conv2D(s, 1)(x))
    for _ in range(m):
        x = layers.Conv2D(s, 3, padding="same")(x)
    x = PReLU(shared_axes=[1, 2])(x)
    x = PReLU(shared_axes=[1, 2])(layers.Conv2D(d, 1)(x))
    return keras.Model(low, layers.Conv2DTranspose(channels, 9, strides=scale, padding="same")(x), name="fsrcnn")  # expect: checkerboard-initial `layers.Conv2DTranspose(channels, 9, strides=scale, padding="same")`


@register("resize")
def resize(scale, channels=1):
    low = keras.Input((24, 20, channels))
    x = layers.Conv2D(4, 3, padding="same")(low)
    x = layers.Resizing(24 * scale, 20 * scale, interpolation="nearest")(x)
    return keras.Model(low, layers.Conv2D(channels, 3, padding="same")(x), name="resize")


models = [BUILDERS[name](scale=3) for name in sorted(BUILDERS)]
first, second, third = models
