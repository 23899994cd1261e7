"""Layers of one's own, with build, add_weight and compute_output_shape."""
import keras
from keras import ops


class Linear(keras.layers.Layer):
    def __init__(self, units=32, use_bias=True, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.use_bias = use_bias

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", trainable=True, name="w")
        if self.use_bias:
            self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True, name="b")

    def call(self, inputs):
        out = ops.matmul(inputs, self.w)
        return out + self.b if self.use_bias else out


class Scale(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")
        self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False, name="seen")

    def call(self, x):
        return x * self.scale


inputs = keras.Input((12,))
x = Linear(24)(inputs)
x = Scale()(x)
x = Linear(4, use_bias=False, name="head")(x)
model = keras.Model(inputs, x)
