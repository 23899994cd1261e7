"""A model's own build(), layers that are built before they are called, and statistics that a layer takes from data."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers


class Blocks(keras.Model):
    """Makes its layers when its input shape is known."""

    def __init__(self, width):
        super().__init__()
        self.width = width

    def build(self, input_shape):
        self.first = layers.Dense(self.width)
        self.second = layers.Dense(input_shape[-1])
        super().build(input_shape)

    def call(self, x):
        return x + self.second(self.first(x))


called = Blocks(7)
called(np.zeros((2, 5), "float32"))
trained = Blocks(3)
trained.compile(loss="mse")
trained.fit(np.zeros((8, 6)), np.zeros((8, 6)), verbose=0)


class Masked(layers.Layer):
    """A convolution whose kernel is masked: it is built to know the kernel's shape."""

    def __init__(self, **options):
        super().__init__()
        self.convolution = layers.Conv2D(**options)

    def build(self, input_shape):
        self.convolution.build(input_shape)
        self.mask = np.zeros(tuple(self.convolution.kernel.shape), "float32")
        self.mask[: self.mask.shape[0] // 2, ...] = 1.0

    def call(self, x):
        return self.convolution(x)


masked = keras.Sequential([keras.Input((9, 9, 2)), Masked(filters=4, kernel_size=3), layers.ReLU()], name="masked")

data = np.random.rand(10, 8, 8, 3).astype("float32")
augmentation = [keras.Sequential([layers.Normalization(), layers.Resizing(6, 6), layers.RandomCrop(4, 4)], name="augmentation")]
augmentation[0].layers[0].adapt(data)
counted = [layers.Dense(augmentation[0].layers[0].count_params(), name="as_many_as_the_statistics"), layers.Dense(2)]
head = keras.Sequential([keras.Input((8,)), *counted], name="head")


class Tokens(layers.Layer):
    """The batch follows from the other sizes where all numbers are known."""

    def call(self, x):
        batch = tf.shape(x)[0]
        flat = tf.reshape(x, (40, 6))
        return tf.reshape(flat, (batch, 10, 6))


tokens = keras.Sequential([keras.Input((10, 6)), Tokens(), layers.Dense(2)], name="tokens")


class Codes(layers.Layer):
    """Numbers from an initialiser."""

    def __init__(self, count, width):
        super().__init__()
        start = tf.random_uniform_initializer()
        self.codes = tf.Variable(start(shape=(width, count), dtype="float32"), trainable=True)
        self.count = count

    def call(self, x):
        nearest = tf.argmax(tf.matmul(x, self.codes), axis=-1)
        return tf.matmul(tf.one_hot(nearest, self.count), self.codes, transpose_b=True)


codes = keras.Sequential([keras.Input((6, 5)), Codes(9, 5), layers.Dense(2)], name="codes")
