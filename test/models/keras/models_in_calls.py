"""Models that are made inside a layer's call, between inputs of their own: a loss network in a Lambda, a network in `call`."""

import keras
from keras import layers
from keras.applications.vgg19 import VGG19


def features(x):
    vgg = VGG19(weights=None, input_shape=(64, 64, 3), include_top=False)
    part = keras.Model(vgg.input, vgg.layers[5].output)
    part.trainable = False
    return part((x + 1) / 2) / 12.75


class Heads(layers.Layer):
    def call(self, inputs):
        here = keras.Input((8,))
        left = keras.Model(here, layers.Dense(3)(here))
        right = keras.Sequential([keras.Input((8,)), layers.Dense(5)])
        return left(inputs), right(inputs)


pictures = keras.Input((64, 64, 3))
discriminator = keras.Model(pictures, layers.Conv2D(4, 3)(layers.Lambda(features)(pictures)))

vectors = keras.Input((8,))
three, five = Heads()(vectors)
heads = keras.Model(vectors, [layers.Dense(2)(three), layers.Dense(2)(five)])
