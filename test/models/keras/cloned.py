"""Clones have the names of their models and weights of their own; a model that keeps one counts both."""

import keras
from keras import layers, ops


class Scale(layers.Layer):
    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],), initializer="ones", name="factor")

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return super().get_config()


def make_network():
    inputs = keras.Input((16, 16, 3))
    x = layers.Conv2D(8, 3, padding="same")(inputs)
    x = Scale()(x)
    skip = x
    x = layers.BatchNormalization()(x)
    x = ops.relu(x) + skip
    body = keras.Sequential([keras.Input((16, 16, 8)), layers.Conv2D(4, 1), layers.Flatten()], name="body")
    return keras.Model(inputs, layers.Dense(2)(body(x)), name="network")


network = make_network()
clone = keras.models.clone_model(network)
stack = keras.Sequential([keras.Input((5,)), layers.Dense(4), layers.Dense(3)])
stack_clone = keras.models.clone_model(stack)


class Averaged(keras.Model):
    def __init__(self):
        super().__init__()
        self.network = make_network()
        self.average = keras.models.clone_model(self.network)

    def call(self, x):
        return self.network(x) + self.average(x)


averaged = Averaged()
averaged(ops.zeros((2, 16, 16, 3)))
both = keras.Model(network.input, [network.output, clone(network.input)], name="both")
