"""The first U-Net: convolutions without padding, skips cropped to what is left of the picture."""
import keras
from keras import layers


def crop_to(skip, target):
    dh = skip.shape[1] - target.shape[1]
    dw = skip.shape[2] - target.shape[2]
    return layers.Cropping2D(((dh // 2, dh - dh // 2), (dw // 2, dw - dw // 2)))(skip)


def double(x, width):
    x = layers.Conv2D(width, 3, activation="relu")(x)
    return layers.Conv2D(width, 3, activation="relu")(x)


inputs = keras.Input((124, 140, 1))
skips = []
x = inputs
for width in (4, 8, 16):
    x = double(x, width)
    skips.append(x)
    x = layers.MaxPooling2D(2)(x)
x = double(x, 32)
for width, skip in zip((16, 8, 4), reversed(skips)):
    x = layers.UpSampling2D(2)(x)
    x = layers.Conv2D(width, 2, padding="same")(x)
    x = layers.Concatenate()([crop_to(skip, x), x])
    x = double(x, width)
model = keras.Model(inputs, layers.Conv2D(2, 1)(x))
