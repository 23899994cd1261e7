"""Subclasses of Keras's own layers: what the constructor keeps of the arguments, what `build` leaves out, whose output shape counts."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops


class SpectralConv(layers.Conv2D):
    """Reads kernel_size, strides, padding and the activation as the constructor of Conv2D keeps them."""

    def build(self, input_shape):
        shape = self.kernel_size + (input_shape[-1], self.filters)
        self.w = self.add_weight(shape=shape, name="w")
        self.u = self.add_weight(shape=(1, self.filters), trainable=False, name="u")
        if self.use_bias:
            self.b = self.add_weight(shape=(self.filters,), name="b")
        self.built = True

    def call(self, inputs):
        x = tf.nn.conv2d(inputs, self.w, self.strides, self.padding.upper(), dilations=self.dilation_rate)
        if self.use_bias:
            x = tf.nn.bias_add(x, self.b)
        return self.activation(x)


class EachChannel(layers.Conv3D):
    """No filters: the constructor takes that, and everything else is computed here."""

    def __init__(self, kernel_size, depth_multiplier=1, **kwargs):
        super().__init__(filters=None, kernel_size=kernel_size, **kwargs)
        self.depth_multiplier = depth_multiplier

    def build(self, input_shape):
        self.k = self.add_weight(shape=self.kernel_size + (input_shape[-1], self.depth_multiplier))
        self.built = True

    def call(self, inputs):
        parts = [
            ops.conv(inputs[..., i : i + 1], self.k[..., i : i + 1, :], strides=self.strides, padding=self.padding)
            for i in range(inputs.shape[-1])
        ]
        return ops.concatenate(parts, axis=-1)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], input_shape[-1] * self.depth_multiplier)


class Twice(layers.Conv2D):
    """Keras asks the inherited compute_output_shape, whatever `call` gives."""

    def call(self, inputs):
        return ops.concatenate([self.convolution_op(inputs, self.kernel)] * 2, -1)


class ReflectionPadding(layers.ZeroPadding2D):
    def call(self, inputs):
        (top, bottom), (left, right) = self.padding
        return tf.pad(inputs, [[0, 0], [top, bottom], [left, right], [0, 0]], mode="REFLECT")


class Masked(layers.Dense):
    def call(self, inputs):
        x = tf.matmul(inputs, self.kernel)
        lowest = -np.finfo(x.dtype.as_numpy_dtype).max / 2
        return self.activation(tf.where(x > 0, x, lowest))


pictures = keras.Input((16, 16, 3))
x = ReflectionPadding(2)(pictures)
x = SpectralConv(8, 3, strides=2, padding="same", activation="relu")(x)
x = Twice(6, 3)(x)
outputs = Masked(5, activation="tanh")(x)
model = keras.Model(pictures, outputs)

volumes = keras.Input((8, 8, 8, 2))
volume_model = keras.Model(volumes, layers.Conv3D(4, 1)(EachChannel(3, 2, padding="same")(volumes)))
