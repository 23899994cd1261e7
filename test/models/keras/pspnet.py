"""Pyramid pooling: averages over grids of several sizes, resized back and joined."""
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras import layers

FEATURES = (24, 36)


def conv_bn(x, filters, kernel, **options):
    x = layers.Conv2D(filters, kernel, padding="same", use_bias=False, **options)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))


def pyramid(x, bins=(1, 2, 3, 6), width=8):
    height, breadth = x.shape[1], x.shape[2]
    branches = [x]
    for n in bins:
        window = (height // n, breadth // n)
        y = layers.AveragePooling2D(window, strides=window)(x)
        y = conv_bn(y, width, 1)
        y = layers.Lambda(lambda t: tf.image.resize(t, (height, breadth)))(y)
        branches.append(y)
    return layers.concatenate(branches)


picture = Input((48, 72, 3))
x = conv_bn(picture, 16, 3, strides=2)
x = conv_bn(x, 32, 3, dilation_rate=2)
assert (x.shape[1], x.shape[2]) == FEATURES
x = pyramid(x)
x = conv_bn(x, 32, 3)
x = layers.Conv2D(6, 1)(x)
psp = Model(picture, layers.UpSampling2D(2, interpolation="bilinear")(x), name="psp")
