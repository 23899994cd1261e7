"""Layers of tensorflow_addons and keras_contrib, and the input shape that networks written after keras.applications ask for."""

import tensorflow_addons as tfa
from keras.src.applications.imagenet_utils import obtain_input_shape
from keras_contrib.layers import InstanceNormalization as OverAll
from keras_contrib.layers.normalization.instancenormalization import InstanceNormalization
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow_addons.layers import InstanceNormalization as OfAddons


def generator(size):
    image = keras.Input((size, size, 3))
    x = layers.Conv2D(8, 3, strides=2, padding="same")(image)
    x = layers.ReLU()(tfa.layers.InstanceNormalization(axis=-1, epsilon=1e-5)(x))
    shortcut = x
    x = OverAll()(layers.Conv2D(8, 3, padding="same")(x))
    x = InstanceNormalization(axis=3, center=False)(x)
    x = tfa.layers.StochasticDepth(0.8)([shortcut, x])
    x = tfa.layers.GELU()(tfa.layers.GroupNormalization(groups=4)(x))
    x = layers.Conv2DTranspose(6, 4, strides=2, padding="same")(x)  # expect: checkerboard-initial `layers.Conv2DTranspose(6, 4, strides=2, padding="same")`
    x = OfAddons(center=False, scale=False)(x)
    return keras.Model(image, OfAddons()(x), name="generator")


def small_network(input_shape=None, include_top=True):
    shape = obtain_input_shape(
        input_shape, default_size=56, min_size=20, data_format="channels_last", require_flatten=include_top
    )
    image = layers.Input(shape=shape)
    x = layers.Conv2D(8, 3)(image)
    x = layers.Dense(10)(layers.Flatten()(x)) if include_top else layers.GlobalMaxPooling2D()(x)
    return keras.Model(image, x)


restoring = generator(64)
whole = small_network()
grey = small_network((28, 28, 1))
headless = small_network(include_top=False)
