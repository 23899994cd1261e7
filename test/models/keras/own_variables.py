"""`keras.Variable` made in a layer: from an array, from the name of an initializer with a shape, from an initializer."""
import keras
import numpy as np
from keras import layers, ops


class RelativeBias(layers.Layer):
    def __init__(self, window, heads, **kwargs):
        super().__init__(**kwargs)
        self.heads = heads
        self.table = self.add_weight(shape=((2 * window - 1) ** 2, heads), initializer="zeros", name="table")
        coords = np.stack(np.meshgrid(np.arange(window), np.arange(window), indexing="ij")).reshape(2, -1)
        relative = (coords[:, :, None] - coords[:, None, :]).transpose([1, 2, 0])
        relative[:, :, 0] += window - 1
        relative[:, :, 1] += window - 1
        relative[:, :, 0] *= 2 * window - 1
        index = relative.sum(-1)
        self.index = keras.Variable(initializer=index, shape=index.shape, dtype="int32", trainable=False)

    def call(self, x):
        count = self.index.shape[0]
        bias = ops.take(self.table, ops.reshape(self.index, (-1,)), axis=0)
        return x + ops.transpose(ops.reshape(bias, (count, count, -1)), (2, 0, 1))


class ClassToken(layers.Layer):
    def __init__(self, dimensions, **kwargs):
        super().__init__(**kwargs)
        self.token = keras.Variable(ops.zeros((1, 1, dimensions)))
        self.scale = keras.Variable("ones", (dimensions,), "float32", True)
        self.seen = keras.Variable(keras.initializers.RandomNormal(), shape=(3,), trainable=False)

    def call(self, x):
        token = ops.repeat(self.token, repeats=ops.shape(x)[0], axis=0)
        return ops.concatenate([token, x * self.scale], axis=1)


scores = keras.Input((4, 16, 16))
attention = keras.Model(scores, RelativeBias(4, 4)(scores))

tokens = keras.Input((10, 24))
model = keras.Model(tokens, layers.Dense(5)(ClassToken(24)(tokens)))
