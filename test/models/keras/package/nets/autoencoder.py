from keras import Input, Model, layers

from .registry import register


@register
def autoencoder(shape, widths, code):
    inputs = Input(shape)
    x = inputs
    for width in widths:
        x = layers.Conv2D(width, 3, strides=2, padding="same", activation="relu")(x)
    inner = x.shape[1:]
    x = layers.Dense(code, name="code")(layers.Flatten()(x))
    x = layers.Dense(inner[0] * inner[1] * inner[2])(x)
    x = layers.Reshape(inner)(x)
    for width in reversed(widths):
        x = layers.UpSampling2D()(x)
        x = layers.Conv2D(width, 3, padding="same", activation="relu")(x)
    return Model(inputs, layers.Conv2D(shape[-1], 3, padding="same")(x), name="autoencoder")
